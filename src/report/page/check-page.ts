import type { CredentialName } from '../../contract/credentials.ts';
import { probeKey } from '../../contract/probe.ts';
import type { RowResult } from '../../run/row-result.ts';
import { anchored, facts, type Block, type Line } from '../blocks/blocks.ts';
import { blocksHtml, cellClass, cellText, legendHtml, matrixHtml } from '../blocks/html.ts';
import { html, type Markup } from '../blocks/markup.ts';
import { PREPARATION } from '../by-hand/curl.ts';
import { cellId } from '../documents/cell-id.ts';
import { checkParts } from '../documents/check/check-blocks.ts';
import { LEGEND, matrixOf, type Cell } from '../documents/check/matrix.ts';
import type { CheckDocument } from '../documents/check/check-document.ts';
import { compareAges, answerWords, describeProvenance, reportTitle } from '../documents/phrases.ts';
import { evidenceHtml } from './evidence-html.ts';
import { page } from './page.ts';

/** From so many findings on only those that fail are listed, and no more than that. */
const MANY_FINDINGS = 200;

/** From so many rows on a cell is told by the headings of its row and column alone. */
const MANY_ROWS = 2000;

const option = (value: string): Markup => html`<option>${value}</option>`;

function filtersHtml({ run }: CheckDocument): Markup {
  const credentials = [...new Set(run.rows.map(({ credential }) => credential))];
  return html`<div class="filters">
    <label
      >Show<select id="f-show">
        <option value="">all</option>
        ${['changed', 'broken', 'disproved', 'inconclusive', 'skipped', 'kept', 'fixed'].map(option)}
      </select></label
    >
    <label
      >Credential<select id="f-credential">
        <option value="">all</option>
        ${credentials.map(option)}
      </select></label
    >
    <label>Operation (/)<input id="f-operation" type="search" autocomplete="off" /></label>
    <span id="f-count" role="status"></span>
  </div>`;
}

/** What a run may be controlled with: on the site, or where it asked the gateway alone. */
const CONTROLS = [
  ['valid', 'missing'],
  ['gateway-scoped', 'gateway-mistyped'],
  ['gateway-bearer', 'gateway-mistyped'],
] as const satisfies readonly (readonly CredentialName[])[];

/** The controls of a run, as one fact. */
function controls({ run }: CheckDocument): string {
  const rowOf = (credential: CredentialName): RowResult | undefined =>
    run.rows.find(
      (one) =>
        one.kind === 'contract' && one.credential === credential && one.operation.endsWith('/3/myself'),
    );
  const asked = CONTROLS.find(([works]) => rowOf(works)?.answer) ?? CONTROLS[0];
  const words = asked.map((credential) => {
    const row = rowOf(credential);
    return `${credential} ${row?.answer ? `${row.answer.treatment} ${row.answer.status}` : 'not asked'}`;
  });
  return words.join(', ');
}

/** Where the answers come from, and what they are compared with. */
function originBlock(document: CheckDocument): Block {
  const { run, diff } = document;
  const { origin } = run.recordings;
  const baseline = diff
    ? [diff.base.name, describeProvenance(diff.base), compareAges(diff.base, diff.head) ?? '']
        .filter(Boolean)
        .join(', ')
    : 'none';
  const entries: [string, Line][] = [
    ...(origin === 'transcribed' ? [] : [['Site', [run.recordings.site]] satisfies [string, Line]]),
    ['Controls on /myself', [controls(document)]],
    ['Baseline', [baseline]],
    ['Tool', [run.tool]],
  ];
  return facts(entries);
}

const SAYS: Readonly<Record<Cell['sign'], string>> = {
  x: ', breaks the contract',
  '~': ', our guess was wrong',
  '+': ', fixed',
  '!': ', changed',
  ' ': '',
};

const isSign = (sign: string): sign is Cell['sign'] => Object.hasOwn(SAYS, sign);

/** The matrix: a cell is a link to its evidence. */
function linkedMatrix(document: CheckDocument): Markup {
  const { rows } = document.run;
  const contract = rows.filter(({ kind }) => kind === 'contract');
  const byProbe = new Map<string, RowResult>(contract.map((row) => [probeKey(row), row]));
  return matrixHtml(matrixOf(document), (cell, credential, operation) => {
    const row = byProbe.get(`${credential} ${operation}`);
    if (!row) return html``;
    const known = row.answer ? answerWords(row.answer) : row.verdict;
    const says = isSign(cell.sign) ? SAYS[cell.sign] : '';
    const label = `${cellText(cell)}: ${credential} on ${operation}: ${known}${says}`;
    return html`<a
      class="${cellClass(cell)}"
      href="#${cellId(row)}"
      ${rows.length > MANY_ROWS ? false : html`aria-label="${label}"`}
      >${cellText(cell)}</a
    >`;
  });
}

/** Blocks of a page that holds the evidence of each probe. */
function section(...blocks: (readonly Block[])[]): Markup {
  return blocksHtml(blocks.flat(), { anchored: true });
}

/** A run of the contract as a page, in one file that needs nothing else: for the developer on call, and for a ticket. */
export function checkPage(document: CheckDocument): string {
  const title = reportTitle(document.run.recordings);
  const all = checkParts(document, { all: false, maxFindings: MANY_FINDINGS });
  return page(
    title,
    html`<main>
      <h1>${title}</h1>
      ${section(all.verdict, all.provenance, [originBlock(document)], all.findings, all.changes)}
      ${section([anchored('matrix', 2, 'The matrix')])} ${legendHtml(LEGEND)} ${linkedMatrix(document)}
      ${section(all.skipped, all.pacts, all.history, all.revocations)}
      ${section([anchored('evidence', 2, 'Evidence')])}
      <details>
        <summary>To send a request yourself</summary>
        <pre>${PREPARATION.join('\n')}</pre>
        <p>
          Enter this first; the commands below use <code>get</code>. The variables are those of
          <code>.env</code>.
        </p>
      </details>
      ${filtersHtml(document)} ${evidenceHtml(document)}
    </main>`,
  );
}
