import type { Layout } from '../../layout.ts';
import {
  CITATIONS,
  details,
  group,
  heading,
  list,
  pageOnly,
  paragraph,
  table,
  texts,
  type Block,
  type Line,
} from '../../blocks/blocks.ts';
import { boxesOf } from '../../headline/boxes.ts';
import { cardsOf } from '../../headline/cards.ts';
import { headlineOfCheck } from '../../headline/headline.ts';
import { cardBlocks } from '../card-blocks.ts';
import { idleBlocks, sideBlocks } from '../diff/diff-blocks.ts';
import type { CheckDocument } from './check-document.ts';
import { historyBlocks } from '../history/history-blocks.ts';
import { pactsBlocks } from '../pacts/pacts-blocks.ts';
import { revocationBlocks } from '../revocation/revocation-blocks.ts';
import { rowsWith } from '../rows.ts';
import { summariseWanted } from '../summary.ts';
import { count, describeProvenance, groupByReason, probeLabels, reportTitle } from '../phrases.ts';
import { describeAges } from './ages.ts';
import { LEGEND, matrixOf } from './matrix.ts';

/** The parts of a report on a run, in the order in which it shows them. */
export interface CheckParts {
  /** What happened. */
  readonly headline: readonly Block[];
  /** How bad, how sure, since when, what now. */
  readonly boxes: readonly Block[];
  /** A card for each rule, and the sources that they cite. */
  readonly cards: readonly Block[];
  readonly pacts: readonly Block[];
  readonly matrix: readonly Block[];
  readonly skipped: readonly Block[];
  /** Where the answers come from, how old they are, and the run file. */
  readonly provenance: readonly Block[];
  readonly history: readonly Block[];
  readonly revocations: readonly Block[];
}

function skippedBlocks({ run }: CheckDocument, { all }: Pick<Layout, 'all'>): Block[] {
  const skipped = rowsWith(run.rows, 'contract', 'skipped');
  if (skipped.length === 0) return [];
  const groups = groupByReason(skipped);
  const rows = groups.flatMap(([reason, rest]) => rest.map((row) => texts(...probeLabels(row), reason)));
  const summary = `Skipped: ${count(skipped.length, 'row')}`;
  return [
    details(
      summary,
      [
        list(groups.map(([reason, rest]): Line => [`${rest.length} × ${reason}`])),
        ...(all ? [table(texts('credential', 'operation', 'reason'), rows)] : []),
      ],
      `${summary}; --all says why`,
    ),
  ];
}

function provenanceBlocks(document: CheckDocument): Block[] {
  const { run, file, ages, diff } = document;
  const wanted = summariseWanted(document);
  return [
    heading(2, reportTitle(run.recordings)),
    paragraph(`Origin of the answers: ${describeProvenance(run.recordings)}. ${run.recordings.summary}`),
    ...(diff ? sideBlocks(diff) : [paragraph('No baseline to compare with.')]),
    ...(wanted === '' ? [] : [paragraph(wanted)]),
    ...(ages ? [paragraph(describeAges(ages))] : []),
    ...(file === undefined ? [] : [paragraph(`Run file: ${file}`)]),
  ];
}

/** Returns the parts of a report on a run; no fact is in two of them. */
export function checkParts(document: CheckDocument, amount: Pick<Layout, 'all'>): CheckParts {
  const { run, diff, history, revocations } = document;
  return {
    headline: [{ kind: 'headline', headline: headlineOfCheck(document) }],
    boxes: [{ kind: 'boxes', boxes: boxesOf(document) }],
    cards: [
      ...cardBlocks(cardsOf(document)),
      ...(diff ? [group(...idleBlocks(diff, amount))] : []),
      CITATIONS,
    ],
    pacts: pactsBlocks(run.pacts ?? []),
    matrix: [{ kind: 'matrix', matrix: matrixOf(document), legend: LEGEND }],
    skipped: skippedBlocks(document, amount),
    provenance: provenanceBlocks(document),
    history: history ? historyBlocks(history, amount, true) : [],
    revocations: revocations ? revocationBlocks(revocations) : [],
  };
}

/** Returns the report on a run: what happened and what is new first, everything else after it. */
export function checkBlocks(document: CheckDocument, layout: Pick<Layout, 'all'>): Block[] {
  const report = checkParts(document, layout);
  return [
    ...report.headline,
    ...report.boxes,
    ...report.cards,
    ...report.pacts,
    ...report.matrix,
    ...report.skipped,
    group(...report.provenance),
    pageOnly(...report.history, ...report.revocations),
  ];
}
