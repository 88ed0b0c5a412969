import type { Change } from '../../change/change.ts';
import { describeChange } from '../../change/describe-change.ts';
import type { Basis } from '../../contract/basis.ts';
import { credentialNamed } from '../../contract/credentials.ts';
import { SYNTHETIC_IDENTITY } from '../../contract/identity.ts';
import { statusPhrase } from '../../contract/rows.ts';
import { probeKey } from '../../contract/probe.ts';
import { findOperation } from '../../contract/operations.ts';
import type { Headers } from '../../evidence/exchange.ts';
import { describeCertainty } from '../../run/certainty.ts';
import type { RowResult } from '../../run/row-result.ts';
import { addressOf, curlCommand } from '../by-hand/curl.ts';
import type { Finding } from '../../findings/finding.ts';
import type { CheckDocument } from '../documents/check/check-document.ts';
import { checkFindings } from '../documents/settled-document.ts';
import { answerWords, groupBy, turnWords } from '../documents/phrases.ts';
import { truncate } from '../plain.ts';
import { cellId } from '../documents/cell-id.ts';
import { html, type Markup } from '../blocks/markup.ts';

/** Facts about a probe from outside its row. */
interface Context {
  /** The report is long: only noteworthy probes are shown in full. */
  readonly brief: boolean;
  readonly change: Change | undefined;
  readonly wanted: RowResult | undefined;
  readonly finding: Finding | undefined;
}

const entry = (term: string, value: Markup | string | undefined): Markup =>
  value === undefined
    ? html``
    : html`<dt>${term}</dt>
        <dd>${value}</dd>`;

const sourceHtml = ({ date, grade, source, note }: Basis): Markup => {
  const cited = `${date}, ${grade}`;
  const link = source.startsWith('https://')
    ? html`<a href="${source}">${cited}</a>`
    : html`${cited}: ${source}`;
  return html`<div>${link}. ${note}</div>`;
};

const headerLines = (headers: Headers | undefined): string =>
  Object.entries(headers ?? {})
    .flatMap(([name, value]) => [value].flat().map((single) => `${name}: ${single}`))
    .join('\n');

function responseHtml({ response, answer }: RowResult): Markup | undefined {
  if (!response) return undefined;
  const { status, headers, absent, body } = response;
  const shown = body && ('text' in body ? body.text : `(shape only) ${JSON.stringify(body.shape)}`);
  const head = [`HTTP ${status}`, headerLines(headers), ...(absent ?? []).map((name) => `(no ${name})`)];
  const lines = [...head, ...(shown ? ['', shown] : [])].filter((line, i) => line !== '' || i > 1);
  return html`<pre>${truncate(lines.join('\n'))}</pre>
    ${answer ? html`<div>Signal: ${answer.mark}</div>` : false}`;
}

/** Returns the request as sent, with only the scheme of its credential. */
function requestText({ credential, operation }: RowResult): string {
  const value = credentialNamed(credential).header(SYNTHETIC_IDENTITY);
  const scheme = value?.split(' ')[0];
  return [
    `GET ${addressOf({ credential, operation })}`,
    'accept: application/json',
    ...(scheme === undefined ? ['(no authorization)'] : [`authorization: ${scheme} [${credential}]`]),
  ].join('\n');
}

const describeExpected = ({ expected }: RowResult): string =>
  `${expected.treatment} with ${statusPhrase(expected.statuses)}${expected.empty ? ', no data' : ''}`;

function changeHtml(change: Change, finding: Finding | undefined): Markup {
  const story = describeChange(change);
  return html`<div>
      ${turnWords(change)} <code>${change.rule}</code>${finding?.acknowledged ? ' (known)' : ''}
    </div>
    <div>${story?.description}</div>
    <div>Impact: ${story?.impact}</div>
    <div>What to do: ${story?.remediation}</div>`;
}

function documented({ expected, operation }: RowResult): Markup {
  const known = findOperation(operation)?.known;
  const anonymous =
    known &&
    html`<div>For anonymous callers:</div>
      ${sourceHtml(known)}`;
  return html`${expected.basis ? sourceHtml(expected.basis) : false}${anonymous}`;
}

function detailHtml(row: RowResult, { change, wanted, finding }: Context): Markup {
  return html`<div>
    <dl>
      ${entry('Verdict', row.reason === undefined ? row.verdict : `${row.verdict}: ${row.reason}`)}
      ${entry('Request', html`<pre>${requestText(row)}</pre>`)}
      ${entry('By hand', html`<pre>${curlCommand(row)}</pre>`)} ${entry('Response', responseHtml(row))}
      ${entry('Time', row.at)} ${entry('Certainty', describeCertainty(row.certainty) || undefined)}
      ${entry('Expected', describeExpected(row))} ${entry('Documented', documented(row))}
      ${entry('Wanted', wanted && `401${wanted.verdict === 'kept' ? ', now fixed' : ''}`)}
      ${entry('Changed', change && changeHtml(change, finding))}
      ${entry('Sources', row.sources.length > 0 ? html`${row.sources.map(sourceHtml)}` : undefined)}
    </dl>
  </div>`;
}

/** If there are more probes, only noteworthy ones are shown in full; the run file has all details. */
const MAX_DETAILED = 2000;

const briefHtml = (row: RowResult): Markup =>
  html`<div>Expected: ${describeExpected(row)}. See the run file for details.</div>`;

const NOTEWORTHY = new Set(['broken', 'disproved', 'inconclusive']);

/** Returns the states of a probe for the filters, separated by spaces. */
function states(row: RowResult, { change, finding }: Context): string {
  const verdict = finding?.rule === 'wanted-fixed' ? 'fixed' : row.verdict;
  return [verdict, ...(change ? ['changed'] : [])].join(' ');
}

function probeHtml(row: RowResult, context: Context): Markup {
  const isNoteworthy = NOTEWORTHY.has(row.verdict) || context.change !== undefined;
  const result = row.answer ? answerWords(row.answer) : 'no answer';
  const mark = isNoteworthy
    ? html` <span class="bad-word">${states(row, context)}</span>`
    : html` ${row.verdict}`;
  return html`<details
    class="probe"
    id="${cellId(row)}"
    data-c="${row.credential}"
    data-o="${row.operation}"
    data-s="${states(row, context)}"
  >
    <summary><code>${row.operation}</code> ${result}${mark}</summary>
    ${context.brief && !isNoteworthy ? briefHtml(row) : detailHtml(row, context)}
  </details> `;
}

/** Returns the evidence of every probe, by credential. */
export function evidenceHtml(document: CheckDocument): Markup {
  const { run, diff } = document;
  const findings = new Map<string, Finding>(
    checkFindings(document).list.flatMap((found) => (found.probe ? [[probeKey(found.probe), found]] : [])),
  );
  const changes = new Map(
    diff?.changes.filter(({ before, after }) => before && after).map((change) => [probeKey(change), change]),
  );
  const wanted = new Map(run.rows.filter(({ kind }) => kind === 'wanted').map((row) => [probeKey(row), row]));
  const contract = run.rows.filter(({ kind }) => kind === 'contract');
  const groups = groupBy(contract, ({ credential }) => credential).map(([credential, rows]) => {
    const probes = rows.map((row) =>
      probeHtml(row, {
        brief: contract.length > MAX_DETAILED,
        change: changes.get(probeKey(row)),
        wanted: wanted.get(probeKey(row)),
        finding: findings.get(probeKey(row)),
      }),
    );
    return html`<section class="group">
      <h3>${credential}</h3>
      ${probes}
    </section> `;
  });
  return html`${groups}`;
}
