import {
  code,
  details,
  heading,
  list,
  mono,
  numbered,
  paragraph,
  strong,
  table,
  type Block,
  type Line,
} from '../../blocks/blocks.ts';
import { diffBlocks } from '../diff/diff-blocks.ts';
import type { Finding } from '../../../findings/finding.ts';
import { ageWords } from './ages.ts';
import type { CheckDocument, Layout } from '../document.ts';
import { historyBlocks } from '../history/history-blocks.ts';
import { LEGEND, matrixOf } from './matrix.ts';
import { nextCommands } from './next-commands.ts';
import { pactBlocks } from '../pacts/pact-blocks.ts';
import { revocationBlocks } from '../revocation/revocation-blocks.ts';
import { contractSummary, runFindings, wantedSummary } from '../summary.ts';
import { rowsWith } from '../rows.ts';
import { detailWords, shownFingerprint, STATE_WORDS } from '../states.ts';
import { byReason, count, provenance, reasonOf, shortProbe, subject } from '../words.ts';

const findingRow = (finding: Finding): Line[] => {
  const { probe, state, fails, rule } = finding;
  const [credential, operation] = probe ? shortProbe(probe) : ['', ''];
  return [
    [credential],
    [operation],
    [fails ? strong(STATE_WORDS[state]) : STATE_WORDS[state], ' ', mono(shownFingerprint(finding))],
    [`${detailWords(finding)} (${rule})`],
  ];
};

function findingBlocks(document: CheckDocument): Block[] {
  const undecided = rowsWith(document.run.rows, 'contract', 'inconclusive');
  const rows = [
    ...runFindings(document).map(findingRow),
    ...undecided.map((row): Line[] => [
      ...shortProbe(row).map((one): Line => [one]),
      [STATE_WORDS.undecided],
      [reasonOf(row)],
    ]),
  ];
  return rows.length > 0 ? [table([['credential'], ['operation'], [''], ['finding']], rows)] : [];
}

function matrixBlocks(document: CheckDocument): Block[] {
  const { columns, lines } = matrixOf(document);
  const rows = lines.map(({ credential, cells }): Line[] => [
    [credential],
    ...cells.map(({ letter, sign }) => [`${letter}${sign}`.trim()]),
  ]);
  const legend = LEGEND.flatMap(([letter, means], i): Line => [
    i > 0 ? ' · ' : '',
    mono(letter),
    ` ${means}`,
  ]);
  return [
    table([[''], ...columns.map((_, i) => [String(i + 1)])], rows),
    paragraph(...legend),
    numbered(columns.map(({ id }) => [mono(id)])),
  ];
}

function skippedBlocks({ run }: CheckDocument): Block[] {
  const skipped = rowsWith(run.rows, 'contract', 'skipped');
  if (skipped.length === 0) return [];
  const reasons = byReason(skipped).map(([reason, group]): Line => [`${group.length} × ${reason}`]);
  return [details(`Skipped: ${count(skipped.length, 'row')}`, [list(reasons)])];
}

/** The commands that make the next run green, each to be copied by itself. */
function commandBlocks(document: CheckDocument): Block[] {
  return nextCommands(document).flatMap(({ purpose, command }) => [
    paragraph(`${purpose}:`),
    code('sh', command),
  ]);
}

/** A run of the contract as a document. */
export function checkBlocks(document: CheckDocument, layout: Pick<Layout, 'all'>): Block[] {
  const { run, diff } = document;
  return [
    heading(1, subject(run.recordings)),
    paragraph(strong(contractSummary(document)), ` ${wantedSummary(document)}`),
    paragraph(`Where the answers come from: ${provenance(run.recordings)}.`),
    ...(document.ages ? [paragraph(ageWords(document.ages))] : []),
    ...commandBlocks(document),
    ...findingBlocks(document),
    ...matrixBlocks(document),
    ...skippedBlocks(document),
    ...pactBlocks(run),
    ...(document.history ? historyBlocks(document.history) : []),
    ...(document.revocations ? revocationBlocks(document.revocations) : []),
    ...(diff ? diffBlocks(diff, layout) : []),
  ];
}
