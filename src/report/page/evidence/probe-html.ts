import type { Answer } from '../../../classify/answer.ts';
import type { Change } from '../../../change/change.ts';
import type { Basis } from '../../../contract/basis.ts';
import { statusPhrase } from '../../../contract/rows.ts';
import type { Origin } from '../../../evidence/exchange.ts';
import type { Finding } from '../../../findings/finding.ts';
import { describeCertainty } from '../../../run/certainty.ts';
import type { RowResult } from '../../../run/row-result.ts';
import { compactHtml, content, html, type Markup } from '../../blocks/markup.ts';
import { curlCommand } from '../../by-hand/curl.ts';
import { cellId } from '../../documents/cell-id.ts';
import type { BaselineAnswer } from '../../documents/check/check-document.ts';
import { answerWords } from '../../documents/phrases.ts';
import { comparisonHtml, responseHtml, type UsualHeaders } from './exchange-html.ts';
import type { SourceNotes } from './source-notes.ts';

/** Facts about a probe from outside its row. */
export interface ProbeContext {
  readonly change: Change | undefined;
  readonly wanted: RowResult | undefined;
  readonly finding: Finding | undefined;
  /** The answer of the baseline, if it has one. */
  readonly before: BaselineAnswer | undefined;
}

/** Facts about the whole run. */
export interface RunContext {
  /** The report is long: only noteworthy probes are shown in full. */
  readonly brief: boolean;
  readonly origin: Origin;
  readonly baselineOrigin: Origin | undefined;
  readonly usual: UsualHeaders;
  readonly notes: SourceNotes;
}

const NOTEWORTHY = new Set(['broken', 'disproved', 'inconclusive']);

/** Returns the states of a probe for the filters, separated by spaces. */
function states(row: RowResult, { change, finding }: ProbeContext): string {
  const verdict = finding?.rule === 'wanted-fixed' ? 'fixed' : row.verdict;
  return [verdict, ...(change ? ['changed'] : [])].join(' ');
}

const entry = (term: string, value: Markup | string | undefined): Markup =>
  value === undefined ? html`` : compactHtml`<dt>${term}<dd>${value}`;

const answerHtml = (answer: Answer): Markup =>
  compactHtml`<span class="${answer.treatment}">${content(answerWords(answer))}</span>`;

const turnHtml = ({ before, after }: Change): Markup =>
  compactHtml`${before ? answerHtml(before) : content('not asked')} → ${after ? answerHtml(after) : content('not asked')}`;

function responsesHtml(row: RowResult, { before }: ProbeContext, run: RunContext): Markup {
  const now = { origin: run.origin, answer: row.answer, response: row.response };
  const hasAnswer = row.answer !== undefined || row.response !== undefined;
  const old = before && { ...before, origin: run.baselineOrigin ?? run.origin };
  if (!hasAnswer) return entry('Response before', old && responseHtml(old, new Map()));
  const compared = old && comparisonHtml(old, now, run.usual);
  if (compared) return entry('Response', compared);
  const same = old ? 'Response, as before' : 'Response';
  return entry(same, responseHtml(now, run.usual));
}

const describeExpected = ({ expected }: RowResult): string =>
  `${expected.treatment} with ${statusPhrase(expected.statuses)}${expected.empty ? ', no data' : ''}`;

/** Returns the verdict with its reason, what was expected, the rule of the change, and how certain the answer is. */
function verdictText(row: RowResult, { wanted, change, finding }: ProbeContext): string {
  return [
    row.reason === undefined ? row.verdict : `${row.verdict}: ${row.reason}`,
    row.reason?.includes('expected') ? '' : `expected ${describeExpected(row)}`,
    change ? `change: ${change.rule}${finding?.acknowledged ? ' (known)' : ''}` : '',
    describeCertainty(row.certainty),
    row.answer ? `signal: ${row.answer.mark}` : '',
    row.at === undefined || row.response?.headers?.['date'] !== undefined ? '' : `answered ${row.at}`,
    wanted && wanted.verdict !== 'kept' ? 'wanted: 401' : '',
  ]
    .filter((part) => part !== '')
    .join(' · ');
}

/** Returns what each source of a probe is for, and the source. */
function sourcesOf(row: RowResult, change: Change | undefined): (readonly [string, Basis])[] {
  const before = change?.sources.filter(({ side }) => side === 'before') ?? [];
  return [
    ...(row.expected.basis ? [['expected', row.expected.basis] as const] : []),
    // A row without an answer repeats the source of its expectation.
    ...(row.answer ? row.sources : []).map((source) => ['answer', source] as const),
    ...before.map((source) => ['before', source] as const),
  ];
}

function sourcesHtml(sources: readonly (readonly [string, Basis])[], notes: SourceNotes): Markup {
  return html`${sources.map(
    ([purpose, basis], i) => compactHtml`${i > 0 ? '; ' : ''}${purpose}: ${notes.cite(basis)}`,
  )}`;
}

function detailHtml(row: RowResult, context: ProbeContext, run: RunContext): Markup {
  const { change } = context;
  const sources = sourcesOf(row, change);
  return compactHtml`<dl>${[
    responsesHtml(row, context, run),
    entry('Request', compactHtml`<pre class=curl>${content(curlCommand(row))}</pre>`),
    entry('Verdict', content(verdictText(row, context))),
    entry('Sources', sources.length > 0 ? sourcesHtml(sources, run.notes) : undefined),
  ]}</dl>`;
}

const briefHtml = (row: RowResult): Markup =>
  html`<p>Expected: ${describeExpected(row)}. See the run file for details.</p>`;

/** Returns one probe, folded: what it was answered, and the exchange. */
export function probeHtml(row: RowResult, context: ProbeContext, run: RunContext): Markup {
  const { change, finding } = context;
  const isNoteworthy = NOTEWORTHY.has(row.verdict) || change !== undefined;
  const words = states(row, context);
  const result = change ? turnHtml(change) : row.answer ? answerHtml(row.answer) : content('no answer');
  const isBad = finding?.fails && finding.state !== 'fixed';
  const mark = isNoteworthy
    ? compactHtml`<b${isBad && compactHtml` class=bad`}>${words}</b>`
    : compactHtml`<i>${words}</i>`;
  const detail = run.brief && !isNoteworthy ? briefHtml(row) : detailHtml(row, context, run);
  return compactHtml`<details class=probe id="${cellId(row)}"><summary><code>${row.operation}</code> ${result} ${mark}</summary>${detail}</details>
`;
}
