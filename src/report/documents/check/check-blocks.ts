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
import { probeLabel, describeDetail, shownFingerprint, itemBadge } from '../states.ts';
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

/** Number of rows not decided for one reason that are named one by one; more are counted. */
const NAMED = 5;

/** What a report on a run consists of. */
export interface CheckParts {
  /** What the run means, how old it is, where it is kept, and what to do now. */
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

/** How much of a report is listed one by one. */
export interface Amount extends Pick<Layout, 'all'> {
  /** From so many findings on only those that fail are listed, and no more than that. */
  readonly most?: number;
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
    ...(file === undefined ? [] : [paragraph(`The run is kept in ${file}.`)]),
    ...commandBlocks(document),
  ];
}

function findingItem(finding: Finding): Line {
  const { state, fails, rule } = finding;
  const about = probeLabel(finding, '  ');
  const says = `${about === '' ? '' : `${about}: `}${describeDetail(finding)}`;
  return [itemBadge(state, fails), ` ${says} (${rule}, `, mono(shownFingerprint(finding)), ')'];
}

function undecidedItems({ run }: CheckDocument, { all }: Amount): Line[] {
  const badge = itemBadge('undecided', false);
  const single = (row: RowResult): Line => [badge, ` ${probeLabels(row).join('  ')}: ${describeReason(row)}`];
  return groupByReason(rowsWith(run.rows, 'contract', 'inconclusive')).flatMap(([reason, rows]) =>
    all || rows.length <= NAMED ? rows.map(single) : [[badge, ` ${rows.length} × ${reason}`]],
  );
}

/** What was found under a rule of the run, and what was not decided. */
function findingBlocks(document: CheckDocument, amount: Amount): Block[] {
  const { most = Number.POSITIVE_INFINITY } = amount;
  const findings = runFindings(document);
  const shown = findings.length > most ? findings.filter(({ fails }) => fails).slice(0, most) : findings;
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
    ...(all
      ? [details('Skipped, one by one', [table(texts('credential', 'operation', 'reason'), rows)])]
      : []),
  ];
}

/** What a report on a run consists of, each fact in one place. */
export function checkParts(document: CheckDocument, amount: Amount): CheckParts {
  const { run, diff, history, revocations } = document;
  return {
    verdict: verdictBlocks(document),
    findings: findingBlocks(document, amount),
    pacts: pactsBlocks(run.pacts ?? []),
    changes: diff ? diffBlocks(diff, amount) : [paragraph('Compared with nothing.')],
    skipped: skippedBlocks(document, amount),
    matrix: [{ kind: 'matrix', matrix: matrixOf(document), legend: LEGEND }],
    provenance: [
      paragraph(
        `Where the answers come from: ${describeProvenance(run.recordings)}. ${run.recordings.summary}`,
      ),
    ],
    history: history ? historyBlocks(history, amount) : [],
    revocations: revocations ? revocationBlocks(revocations) : [],
  };
}

/** A run of the contract as a document. */
export function checkBlocks(document: CheckDocument, layout: Amount): Block[] {
  const all = checkParts(document, layout);
  return [
    heading(1, reportTitle(document.run.recordings)),
    parts(all.verdict, all.findings, all.pacts, all.changes, all.skipped, all.matrix, all.provenance),
    pageOnly(...all.history, ...all.revocations),
  ];
}
