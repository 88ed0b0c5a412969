import type { CredentialName } from '../../contract/credentials.ts';
import { probeKey } from '../../contract/probe.ts';
import type { RowResult } from '../../run/row-result.ts';
import { anchored, facts, type Block, type Line } from '../blocks/blocks.ts';
import { blocksHtml, cellClass, cellText, legendHtml, matrixHtml } from '../blocks/html.ts';
import { compactHtml, html, type Markup } from '../blocks/markup.ts';
import { cellId } from '../documents/cell-id.ts';
import { checkParts } from '../documents/check/check-blocks.ts';
import { LEGEND, matrixOf } from '../documents/check/matrix.ts';
import type { CheckDocument } from '../documents/check/check-document.ts';
import { compareAges, describeProvenance, reportTitle } from '../documents/phrases.ts';
import { evidenceHtml } from './evidence/evidence-html.ts';
import { page } from './page.ts';

/** If there are more findings, only failing ones are listed, and at most this number. */
const MAX_FINDINGS = 200;

/** Pairs of control credentials: on the site, or for runs against the gateway only. */
const CONTROLS = [
  ['valid', 'missing'],
  ['gateway-scoped', 'gateway-mistyped'],
  ['gateway-bearer', 'gateway-mistyped'],
] as const satisfies readonly (readonly CredentialName[])[];

/** Describes the controls of a run. */
function describeControls({ run }: CheckDocument): string {
  const rowOf = (credential: CredentialName): RowResult | undefined =>
    run.rows.find(
      (row) =>
        row.kind === 'contract' && row.credential === credential && row.operation.endsWith('/3/myself'),
    );
  const used = CONTROLS.find(([works]) => rowOf(works)?.answer) ?? CONTROLS[0];
  const results = used.map((credential) => {
    const row = rowOf(credential);
    return `${credential} ${row?.answer ? `${row.answer.treatment} ${row.answer.status}` : 'not sent'}`;
  });
  return results.join(', ');
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

/** Returns the matrix with a link from each cell to its evidence. */
function linkedMatrix(document: CheckDocument): Markup {
  const { rows } = document.run;
  const contract = rows.filter(({ kind }) => kind === 'contract');
  const byProbe = new Map<string, RowResult>(contract.map((row) => [probeKey(row), row]));
  return matrixHtml(matrixOf(document), (cell, credential, operation) => {
    const row = byProbe.get(`${credential} ${operation}`);
    if (!row) return html``;
    return compactHtml`<a class="${cellClass(cell)}" href="#${cellId(row)}">${cellText(cell)}</a>`;
  });
}

/** Renders blocks for a page that contains the evidence of each probe. */
function section(...blocks: (readonly Block[])[]): Markup {
  return blocksHtml(blocks.flat(), { anchored: true });
}

/** Renders a run as a self-contained page, for the developer on call and for a ticket. */
export function checkPage(document: CheckDocument): string {
  const title = reportTitle(document.run.recordings);
  const report = checkParts(document, { all: false, maxFindings: MAX_FINDINGS });
  return page(
    title,
    html`<main>
      <h1>${title}</h1>
      ${section(report.verdict, report.provenance, [originBlock(document)], report.findings, report.changes)}
      ${section([anchored('matrix', 2, 'Matrix')])} ${legendHtml(LEGEND)} ${linkedMatrix(document)}
      ${section(report.skipped, report.pacts, report.history, report.revocations)}
      ${section([anchored('evidence', 2, 'Evidence')])} ${evidenceHtml(document)}
    </main>`,
  );
}
