import { probeKey } from '../../contract/probe.ts';
import { facts, type Block, type Line } from '../blocks/blocks.ts';
import { blocksHtml } from '../blocks/html.ts';
import { html, type Markup } from '../blocks/markup.ts';
import { legendHtml, matrixHtml } from '../blocks/matrix-html.ts';
import { cellId } from '../documents/cell-id.ts';
import { checkParts } from '../documents/check/check-blocks.ts';
import { describeControls } from '../documents/check/controls.ts';
import { LEGEND, matrixOf } from '../documents/check/matrix.ts';
import type { CheckDocument } from '../documents/check/check-document.ts';
import { compareAges, count, describeProvenance } from '../documents/phrases.ts';
import { headlineOfCheck } from '../headline/headline.ts';
import { STATES } from '../headline/states.ts';
import { evidenceHtml } from './evidence/evidence-html.ts';
import { page } from './page.ts';

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

/** Returns the matrix with a link from each cell to its evidence. */
function linkedMatrix(document: CheckDocument): Markup {
  const contract = document.run.rows.filter(({ kind }) => kind === 'contract');
  const anchors = new Map<string, string>(contract.map((row) => [probeKey(row), cellId(row)]));
  return matrixHtml(matrixOf(document), {
    label: 'Matrix',
    anchorOf: (credential, operation) => anchors.get(`${credential} ${operation}`),
  });
}

/** Renders blocks for a page that contains the evidence of each probe. */
function section(...blocks: (readonly Block[])[]): Markup {
  return blocksHtml(blocks.flat(), { anchored: true });
}

/** A folded part of the page; nothing if it is empty. */
interface Fold {
  readonly id: string;
  readonly title: string;
  /** What is in it, in a few words. */
  readonly about: string;
  readonly content: Markup;
}

const foldHtml = ({ id, title, about, content }: Fold): Markup =>
  content.text.trim() === ''
    ? html``
    : html`<details class="fold" id="${id}">
        <summary>
          <h2>${title}</h2>
          <span>${about}</span>
        </summary>
        ${content}
      </details> `;

/** Returns everything that is not needed in the first minute, folded. */
function foldsOf(document: CheckDocument): Fold[] {
  const report = checkParts(document, { all: false });
  const probes = document.run.rows.filter(({ kind }) => kind === 'contract').length;
  return [
    {
      id: 'matrix',
      title: 'Matrix',
      about: 'every credential on every operation',
      content: html`${legendHtml(LEGEND)} ${linkedMatrix(document)}`,
    },
    {
      id: 'evidence',
      title: 'Evidence',
      about: `requests and responses of ${count(probes, 'probe')}, before and after`,
      content: evidenceHtml(document),
    },
    {
      id: 'skipped',
      title: 'Skipped',
      about: 'what was not asked, and why',
      content: section(report.skipped),
    },
    { id: 'pacts', title: 'Pacts', about: 'results of Pact’s verifier', content: section(report.pacts) },
    {
      id: 'past',
      title: 'History',
      about: 'how Jira behaved before, and how long a revoked token works',
      content: section(report.history, report.revocations),
    },
    {
      id: 'origin',
      title: 'Origin',
      about: 'where the answers and the baseline come from',
      content: section(report.provenance, [originBlock(document)]),
    },
  ];
}

/** Renders a run as a self-contained page, for the developer on call and for a ticket. */
export function checkPage(document: CheckDocument): string {
  const { title, state } = headlineOfCheck(document);
  const { headline, boxes, cards } = checkParts(document, { all: false });
  return page(
    { title, icon: STATES[state].icon },
    html`<main>
      ${section(headline, boxes)}
      <div id="changes">${section(cards)}</div>
      ${foldsOf(document).map(foldHtml)}
      <p class="print-only">
        Folded parts are not printed, apart from the matrix. Open them before printing.
      </p>
    </main>`,
  );
}
