import { shortFingerprint } from '../../../change/fingerprint.ts';
import type { Change } from '../../../change/change.ts';
import { ruleSentence } from '../../../change/rules.ts';
import { describeChange } from '../../../change/describe-change.ts';
import type { Finding } from '../../../findings/finding.ts';
import { describeCertainty } from '../../../run/certainty.ts';
import {
  anchored,
  pageOnly,
  CITATIONS,
  facts,
  group,
  heading,
  list,
  mono,
  paragraph,
  parts,
  strong,
  table,
  texts,
  verdict,
  type Block,
  type Citation,
  type Line,
} from '../../blocks/blocks.ts';
import type { Layout } from '../../layout.ts';
import { cellId } from '../cell-id.ts';
import type { DiffDocument } from './diff-document.ts';
import { diffFindings } from '../settled-document.ts';
import { itemBadge, levelBadge, stateBadge } from '../states.ts';
import {
  summariseDiff,
  describeIdleAcknowledgements,
  listedChanges,
  countUnlistedChanges,
  type ListedChange,
} from '../summary.ts';
import { groupBy, describeProvenance, probeLabels, turnWords } from '../phrases.ts';

/** Returns the first source of each side. */
function citations({ sources }: Change): Citation[] {
  return (['before', 'after'] as const).flatMap((side) => {
    const source = sources.find((candidate) => candidate.side === side);
    return source ? [{ label: `${source.date} ${source.grade}`, source: source.source }] : [];
  });
}

/** Returns the fingerprint of a change, or a link to its acknowledgement. */
function fingerprintLine(finding: Finding): Line {
  const { acknowledged } = finding;
  if (!acknowledged) return [mono(shortFingerprint(finding))];
  const { link } = acknowledged;
  return link === undefined ? [] : [{ cites: [{ label: 'acknowledged', source: link }] }];
}

const certaintyOf = ({ finding }: ListedChange): string => describeCertainty(finding.certainty);

/** Returns the certainty that all changes of a rule have in common; empty if they differ. */
function commonCertainty(changes: readonly ListedChange[]): string {
  const [first = '', ...others] = new Set(changes.map(certaintyOf));
  return others.length > 0 ? '' : first;
}

const COLUMNS = [
  'state',
  'credential',
  'operation',
  'before → after',
  'evidence',
  'fingerprint',
  'certainty',
];

/** Returns a table of the changes of a rule, with a column for their certainty if it differs. */
function changeTable(changes: readonly [ListedChange, ...ListedChange[]]): Block {
  const isCommon = changes.every((change) => certaintyOf(change) === certaintyOf(changes[0]));
  const rows = changes.map((change): Line[] => {
    const { credential, operation } = change;
    const { state, fails } = change.finding;
    return [
      [stateBadge(state, fails, state === 'new' ? '!' : undefined)],
      [{ anchor: cellId(change), label: credential }],
      [mono(operation, probeLabels(change)[1])],
      [turnWords(change)],
      [{ cites: citations(change) }],
      fingerprintLine(change.finding),
      ...(isCommon ? [] : [[certaintyOf(change)]]),
    ];
  });
  const columns = isCommon ? COLUMNS.slice(0, -1) : COLUMNS;
  return table(texts(...columns), rows, { obvious: true, label: ruleSentence(changes[0].rule) });
}

/** Returns the changes of one rule: what changed for which probes, the impact and what to do. */
function ruleBlocks(changes: readonly [ListedChange, ...ListedChange[]]): Block[] {
  const [first] = changes;
  const story = describeChange(first);
  const common = commonCertainty(changes);
  return [
    heading(3, levelBadge(first.level), ' ', ruleSentence(first.rule)),
    changeTable(changes),
    ...(common === '' ? [] : [paragraph(`Certainty of each: ${common}.`)]),
    ...(story
      ? [
          pageOnly(paragraph(...(changes.length > 1 ? ['For example: '] : []), story.description)),
          paragraph(strong('Impact:'), ` ${story.impact}`),
          paragraph(strong('What to do:'), ` ${story.remediation}`),
        ]
      : []),
    paragraph('Rule: ', mono(first.rule)),
  ];
}

function undecidedBlocks({ undecided }: DiffDocument): Block[] {
  if (undecided.length === 0) return [];
  const items = undecided.map(({ before, after }): Line => [
    itemBadge('undecided', false),
    ` ${probeLabels(before).join('  ')}: ${turnWords({ before: before.answer, after: after.answer })}`,
  ]);
  return [heading(3, 'Undecided'), list(items)];
}

/** Returns the changes that are only counted, and acknowledgements without effect. */
function noteBlocks(document: DiffDocument, layout: Pick<Layout, 'all'>): Block[] {
  const unlisted = countUnlistedChanges(document, layout);
  return [
    ...(unlisted ? [paragraph(`Also: ${unlisted}`, { hint: '; --all lists them' }, '.')] : []),
    ...describeIdleAcknowledgements(document, layout).map((sentence) => paragraph(sentence)),
  ];
}

/** Returns the section on a comparison: the changes by rule, most severe first. */
export function diffBlocks(document: DiffDocument, layout: Pick<Layout, 'all'>): Block[] {
  const { base, head } = document;
  const byRule = groupBy(listedChanges(document, layout), (change) => change.rule);

  return [
    anchored('changes', 2, `${base.name} → ${head.name}`),
    parts(
      [verdict(diffFindings(document).exitCode === 0, summariseDiff(document))],
      [
        facts([
          ['before', [describeProvenance(base)]],
          ['after', [describeProvenance(head)]],
        ]),
        ...byRule.flatMap(([, changes]) => ruleBlocks(changes)),
        ...undecidedBlocks(document),
        group(...noteBlocks(document, layout)),
        CITATIONS,
      ],
    ),
  ];
}
