import { ageWords } from './ages.ts';
import type { CheckDocument, Layout } from '../document.ts';
import { matrixOf } from './matrix.ts';
import { nextCommandLines } from './next-commands.ts';
import { contractSummary, runFindings, wantedSummary } from '../summary.ts';
import { rowsWith } from '../rows.ts';
import { checkFindings } from '../settled-document.ts';
import { findingLine, STATE_SIGN } from '../states.ts';
import { provenance, reasonOf, shortProbe, subject, byReason } from '../words.ts';
import { diffLines } from '../diff/diff-lines.ts';
import { align, painter, wrap } from '../../blocks/text-lines.ts';
import { matrixLines } from './matrix-lines.ts';
import { pactLines } from '../pacts/pact-lines.ts';

/** So many rows that were not decided for one reason are named one by one; more are counted. */
const NAMED = 5;

function undecidedLines({ run }: CheckDocument, { all }: Layout): string[] {
  const groups = byReason(rowsWith(run.rows, 'contract', 'inconclusive'));
  return groups.flatMap(([reason, group]) =>
    all || group.length <= NAMED
      ? group.map((row) => `? ${shortProbe(row).join('  ')}: ${reasonOf(row)}`)
      : [`? ${group.length} × ${reason}`],
  );
}

function findingLines(document: CheckDocument, layout: Layout): string[] {
  const told = [
    ...runFindings(document).map((one) => `${STATE_SIGN[one.state]} ${findingLine(one, '  ')}`),
    ...undecidedLines(document, layout),
  ];
  return told.length > 0 ? ['', ...told.flatMap((one) => wrap(one, layout.width, '    '))] : [];
}

function skippedLines({ run }: CheckDocument, layout: Layout): string[] {
  const skipped = rowsWith(run.rows, 'contract', 'skipped');
  if (skipped.length === 0) return [];
  const lines = ['', 'Skipped:'];
  for (const [reason, group] of byReason(skipped)) {
    lines.push(...wrap(`${String(group.length).padStart(3)} × ${reason}`, layout.width, '      '));
    if (layout.all) lines.push(...align(group.map((row) => ['     ', ...shortProbe(row)])));
  }
  return lines;
}

/** A run of the contract: the matrix, what was skipped, what changed, and last the verdict. */
export function checkLines(document: CheckDocument, layout: Layout): string[] {
  const paint = painter(layout);
  const { run, diff, file } = document;
  const colour = checkFindings(document).exitCode === 0 ? 'green' : 'red';
  const wanted = wantedSummary(document);
  return [
    paint('bold', subject(run.recordings)),
    ...wrap(`${provenance(run.recordings)}. ${run.recordings.summary}`, layout.width),
    '',
    ...matrixLines(matrixOf(document), layout),
    ...skippedLines(document, layout),
    '',
    ...(diff ? diffLines(diff, layout) : ['Compared with nothing.']),
    ...findingLines(document, layout),
    ...(run.pacts ?? []).flatMap((result) => ['', ...pactLines(result, layout)]),
    '',
    ...wrap(contractSummary(document), layout.width).map((line) => paint(['bold', colour], line)),
    ...(wanted ? wrap(wanted, layout.width) : []),
    ...(document.ages ? wrap(ageWords(document.ages), layout.width, '  ') : []),
    ...(file === undefined ? [] : [`The run is kept in ${file}.`]),
    ...nextCommandLines(document, layout.width),
  ];
}
