import { shortFingerprint } from '../../../change/fingerprint.ts';
import type { Finding } from '../../../findings/finding.ts';
import type { RowResult } from '../../../run/row-result.ts';
import {
  pageOnly,
  details,
  heading,
  list,
  mono,
  paragraph,
  parts,
  table,
  texts,
  verdict,
  type Block,
  type Line,
} from '../../blocks/blocks.ts';
import type { Layout } from '../../layout.ts';
import { diffBlocks } from '../diff/diff-blocks.ts';
import type { CheckDocument } from './check-document.ts';
import { historyBlocks } from '../history/history-blocks.ts';
import { pactsBlocks } from '../pacts/pacts-blocks.ts';
import { revocationBlocks } from '../revocation/revocation-blocks.ts';
import { rowsWith } from '../rows.ts';
import { checkFindings } from '../settled-document.ts';
import { probeLabel, describeDetail, itemBadge } from '../states.ts';
import { summariseContract, runFindings, summariseWanted } from '../summary.ts';
import {
  groupByReason,
  count,
  describeOnly,
  describeProvenance,
  describeReason,
  probeLabels,
  reportTitle,
} from '../phrases.ts';
import { describeAges } from './ages.ts';
import { LEGEND, matrixOf } from './matrix.ts';
import { commandBlocks } from './next-commands.ts';

/** Maximum number of undecided rows listed individually per reason; more are only counted. */
const MAX_LISTED = 5;

/** The parts of a report on a run. */
export interface CheckParts {
  /** Summary, age, run file and next commands. */
  readonly verdict: readonly Block[];
  readonly findings: readonly Block[];
  readonly pacts: readonly Block[];
  readonly changes: readonly Block[];
  readonly skipped: readonly Block[];
  readonly matrix: readonly Block[];
  readonly provenance: readonly Block[];
  readonly history: readonly Block[];
  readonly revocations: readonly Block[];
}

/** How much of a report is listed individually. */
export interface Amount extends Pick<Layout, 'all'> {
  /** If there are more findings, only failing ones are listed, and at most this number. */
  readonly maxFindings?: number;
}

function verdictBlocks(document: CheckDocument): Block[] {
  const wanted = summariseWanted(document);
  const { file, ages, run } = document;
  const only = describeOnly(run.recordings.only);
  return [
    ...(only === '' ? [] : [paragraph(only)]),
    verdict(checkFindings(document).exitCode === 0, summariseContract(document)),
    ...(wanted === '' ? [] : [paragraph(wanted)]),
    ...(ages ? [paragraph(describeAges(ages))] : []),
    ...(file === undefined ? [] : [paragraph(`Run file: ${file}`)]),
    ...commandBlocks(document),
  ];
}

function findingItem(finding: Finding): Line {
  const { state, fails, rule } = finding;
  const label = probeLabel(finding, '  ');
  const text = `${label === '' ? '' : `${label}: `}${describeDetail(finding)}`;
  return [itemBadge(state, fails), ` ${text} (${rule}, `, mono(shortFingerprint(finding)), ')'];
}

function undecidedItems({ run }: CheckDocument, { all }: Amount): Line[] {
  const badge = itemBadge('undecided', false);
  const single = (row: RowResult): Line => [badge, ` ${probeLabels(row).join('  ')}: ${describeReason(row)}`];
  return groupByReason(rowsWith(run.rows, 'contract', 'inconclusive')).flatMap(([reason, rows]) =>
    all || rows.length <= MAX_LISTED ? rows.map(single) : [[badge, ` ${rows.length} × ${reason}`]],
  );
}

/** Returns the findings of the run and the undecided rows. */
function findingBlocks(document: CheckDocument, amount: Amount): Block[] {
  const { maxFindings = Number.POSITIVE_INFINITY } = amount;
  const findings = runFindings(document);
  const shown =
    findings.length > maxFindings ? findings.filter(({ fails }) => fails).slice(0, maxFindings) : findings;
  const items = [...shown.map(findingItem), ...undecidedItems(document, amount)];
  return items.length > 0 ? [list(items)] : [];
}

function skippedBlocks({ run }: CheckDocument, { all }: Amount): Block[] {
  const skipped = rowsWith(run.rows, 'contract', 'skipped');
  if (skipped.length === 0) return [];
  const groups = groupByReason(skipped);
  const rows = groups.flatMap(([reason, group]) => group.map((row) => texts(...probeLabels(row), reason)));
  return [
    heading(2, `Skipped: ${count(skipped.length, 'row')}`),
    list(groups.map(([reason, group]): Line => [`${group.length} × ${reason}`])),
    ...(all ? [details('All skipped rows', [table(texts('credential', 'operation', 'reason'), rows)])] : []),
  ];
}

/** Returns the parts of a report on a run; no fact is in two of them. */
export function checkParts(document: CheckDocument, amount: Amount): CheckParts {
  const { run, diff, history, revocations } = document;
  return {
    verdict: verdictBlocks(document),
    findings: findingBlocks(document, amount),
    pacts: pactsBlocks(run.pacts ?? []),
    changes: diff ? diffBlocks(diff, amount) : [paragraph('No baseline to compare with.')],
    skipped: skippedBlocks(document, amount),
    matrix: [{ kind: 'matrix', matrix: matrixOf(document), legend: LEGEND }],
    provenance: [
      paragraph(`Origin of the answers: ${describeProvenance(run.recordings)}. ${run.recordings.summary}`),
    ],
    history: history ? historyBlocks(history, amount) : [],
    revocations: revocations ? revocationBlocks(revocations) : [],
  };
}

/** Returns the report on a run. */
export function checkBlocks(document: CheckDocument, layout: Amount): Block[] {
  const report = checkParts(document, layout);
  return [
    heading(1, reportTitle(document.run.recordings)),
    parts(
      report.verdict,
      report.findings,
      report.pacts,
      report.changes,
      report.skipped,
      report.matrix,
      report.provenance,
    ),
    pageOnly(...report.history, ...report.revocations),
  ];
}
