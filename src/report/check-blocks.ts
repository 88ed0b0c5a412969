import {
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
} from './blocks/blocks.ts';
import { diffBlocks } from './diff-blocks.ts';
import { ageWords } from './ages.ts';
import type { CheckDocument, Layout } from './document.ts';
import { historyBlocks } from './history/history-blocks.ts';
import { LEGEND, matrixOf } from './matrix.ts';
import { pactBlocks } from './pact-blocks.ts';
import { revocationBlocks } from './revocation/revocation-blocks.ts';
import { contractSummary, wantedSummary } from './summary.ts';
import { findings, rowsWith } from './verdict.ts';
import { byReason, count, provenance, shortProbe, subject } from './words.ts';

const said = ([credential, operation]: [string, string], finding: string): Line[] => [
  [credential],
  [operation],
  [finding],
];

function findingBlocks(document: CheckDocument): Block[] {
  const { broken, knownBroken, disproved, fixed, failures } = findings(document);
  const undecided = rowsWith(document.run.rows, 'contract', 'inconclusive');
  const rows = [
    ...broken.map((row) => said(shortProbe(row), row.reason ?? '')),
    ...knownBroken.map((row) => said(shortProbe(row), `known: ${row.reason ?? ''}`)),
    ...fixed.map((row) => said(shortProbe(row), 'fixed: move it from wanted to the contract')),
    ...disproved.map((row) => said(shortProbe(row), row.reason ?? '')),
    ...undecided.map((row) => said(shortProbe(row), `not decided: ${row.reason ?? ''}`)),
  ];
  return [
    ...(rows.length > 0 ? [table([['credential'], ['operation'], ['finding']], rows)] : []),
    ...(failures.length > 0 ? [list(failures.map((failure) => [failure]))] : []),
  ];
}

function matrixBlocks({ run, diff }: CheckDocument): Block[] {
  const { columns, lines } = matrixOf(run.rows, diff?.changes ?? []);
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

/** A run of the contract as a document. */
export function checkBlocks(document: CheckDocument, layout: Pick<Layout, 'all'>): Block[] {
  const { run, diff } = document;
  return [
    heading(1, subject(run.recordings)),
    paragraph(strong(contractSummary(document)), ` ${wantedSummary(document)}`),
    paragraph(`Where the answers come from: ${provenance(run.recordings)}.`),
    ...(document.ages ? [paragraph(ageWords(document.ages))] : []),
    ...findingBlocks(document),
    ...matrixBlocks(document),
    ...skippedBlocks(document),
    ...pactBlocks(run),
    ...(document.history ? historyBlocks(document.history) : []),
    ...(document.revocations ? revocationBlocks(document.revocations) : []),
    ...(diff ? diffBlocks(diff, layout) : []),
  ];
}
