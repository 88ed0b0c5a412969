import { probeKey } from '../../contract/probe.ts';
import type { RowResult } from '../../run/row-result.ts';
import { anchored, facts, type Block, type Line } from '../blocks/blocks.ts';
import { blocksHtml, cellClass, cellText, legendHtml, matrixHtml } from '../blocks/html.ts';
import { html, type Markup } from '../blocks/markup.ts';
import { PREPARATION } from '../by-hand/curl.ts';
import { cellId } from '../documents/cell-id.ts';
import { checkParts } from '../documents/check/check-blocks.ts';
import { describeControls } from '../documents/check/controls.ts';
import { LEGEND, matrixOf, type Cell } from '../documents/check/matrix.ts';
import type { CheckDocument } from '../documents/check/check-document.ts';
import { compareAges, answerWords, describeProvenance } from '../documents/phrases.ts';
import { headlineOfCheck } from '../headline/headline.ts';
import { evidenceHtml } from './evidence-html.ts';
import { page } from './page.ts';

/** If there are more rows, cells have no accessible names beyond the headings of their row and column. */
const MAX_LABELLED_ROWS = 2000;

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

/** Returns the site, controls, baseline and tool of a run. */
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
    ['Controls on /myself', [describeControls(document)]],
    ['Baseline', [baseline]],
    ['Tool', [run.tool]],
  ];
  return facts(entries);
}

const SIGN_LABELS: Readonly<Record<Cell['sign'], string>> = {
  x: ', breaks the contract',
  '~': ', our guess was wrong',
  '+': ', fixed',
  '!': ', changed',
  ' ': '',
};

const isSign = (sign: string): sign is Cell['sign'] => Object.hasOwn(SIGN_LABELS, sign);

/** Returns the matrix with a link from each cell to its evidence. */
function linkedMatrix(document: CheckDocument): Markup {
  const { rows } = document.run;
  const contract = rows.filter(({ kind }) => kind === 'contract');
  const byProbe = new Map<string, RowResult>(contract.map((row) => [probeKey(row), row]));
  return matrixHtml(matrixOf(document), (cell, credential, operation) => {
    const row = byProbe.get(`${credential} ${operation}`);
    if (!row) return html``;
    const result = row.answer ? answerWords(row.answer) : row.verdict;
    const mark = isSign(cell.sign) ? SIGN_LABELS[cell.sign] : '';
    const label = `${cellText(cell)}: ${credential} on ${operation}: ${result}${mark}`;
    return html`<a
      class="${cellClass(cell)}"
      href="#${cellId(row)}"
      ${rows.length > MAX_LABELLED_ROWS ? false : html`aria-label="${label}"`}
      >${cellText(cell)}</a
    >`;
  });
}

/** Renders blocks for a page that contains the evidence of each probe. */
function section(...blocks: (readonly Block[])[]): Markup {
  return blocksHtml(blocks.flat(), { anchored: true });
}

/** Renders a run as a self-contained page, for the developer on call and for a ticket. */
export function checkPage(document: CheckDocument): string {
  const { title } = headlineOfCheck(document);
  const report = checkParts(document, { all: false });
  return page(
    title,
    html`<main>
      ${section(report.headline, report.boxes, [anchored('changes', 2, 'What happened')], report.cards)}
      ${section([anchored('matrix', 2, 'Matrix')])} ${legendHtml(LEGEND)} ${linkedMatrix(document)}
      ${section(report.skipped, report.pacts, report.history, report.revocations)}
      ${section(report.provenance, [originBlock(document)])} ${section([anchored('evidence', 2, 'Evidence')])}
      <details>
        <summary>How to send a request yourself</summary>
        <pre>${PREPARATION.join('\n')}</pre>
        <p>
          Run this first: it defines <code>get</code>, which the commands below use. The variables are those
          of <code>.env</code>.
        </p>
      </details>
      ${filtersHtml(document)} ${evidenceHtml(document)}
    </main>`,
  );
}
