import type { Change } from '../../../change/change.ts';
import { ruleSentence } from '../../../change/rules.ts';
import { tell } from '../../../change/story.ts';
import type { Basis } from '../../../contract/basis.ts';
import type { Finding } from '../../../findings/finding.ts';
import { certaintyWords } from '../../../run/certainty.ts';
import {
  heading,
  link,
  list,
  mono,
  paragraph,
  strong,
  table,
  type Block,
  type Line,
} from '../../blocks/blocks.ts';
import type { DiffDocument, Layout } from '../document.ts';
import { shownFingerprint, STATE_WORDS } from '../states.ts';
import { diffSummary, idleWords, listedChanges, quietChanges, type ListedChange } from '../summary.ts';
import { answerWords, groupBy, provenance } from '../words.ts';

const cite = ({ date, grade, source }: Basis): Line => [link(source, `${date}, ${grade}`)];

const sourcesOf = ({ sources }: Change): Line => {
  const first = (['before', 'after'] as const).flatMap(
    (side) => sources.find((source) => source.side === side) ?? [],
  );
  return first.flatMap((source, i) => (i === 0 ? cite(source) : [' → ', ...cite(source)]));
};

/** Known with its link; else the state, and the fingerprint by which it can be acknowledged. */
function stateOf(finding: Finding): Line {
  const words = STATE_WORDS[finding.state];
  const address = finding.acknowledged?.link;
  const certainty = certaintyWords(finding.certainty);
  const sure: Line = certainty === '' ? [] : [` (${certainty})`];
  if (address !== undefined) return [link(address, words), ...sure];
  if (finding.acknowledged) return [words, ...sure];
  return [finding.fails ? strong(words) : words, ' ', mono(shownFingerprint(finding)), ...sure];
}

const changeRow = (change: ListedChange): Line[] => [
  [change.credential],
  [mono(change.operation)],
  [answerWords(change.before)],
  [answerWords(change.after)],
  stateOf(change.finding),
  sourcesOf(change),
];

const COLUMNS: Line[] = [['credential'], ['operation'], ['before'], ['after'], [''], ['evidence']];

/** The changes under one rule: in plain words first, then what it means and what to do, then the table. */
function groupBlocks(group: readonly [ListedChange, ...ListedChange[]]): Block[] {
  const [first] = group;
  const story = tell(first);
  const example = group.length > 1 ? `For instance: ` : '';
  return [
    heading(3, ruleSentence(first.rule)),
    ...(story
      ? [
          paragraph(example, story.plain),
          list([
            [strong('What it means:'), ` ${story.means}`],
            [strong('What to do:'), ` ${story.advice}`],
          ]),
        ]
      : []),
    table(COLUMNS, group.map(changeRow)),
    paragraph('Rule ', mono(first.rule), `, level ${first.level}.`),
  ];
}

function undecidedBlocks({ undecided }: DiffDocument): Block[] {
  if (undecided.length === 0) return [];
  const rows = undecided.map(({ before, after }): Line[] => [
    [before.credential],
    [mono(before.operation)],
    [answerWords(before.answer)],
    [answerWords(after.answer)],
  ]);
  return [heading(3, 'Not decided'), table(COLUMNS.slice(0, 4), rows)];
}

/** A comparison as a document. */
export function diffBlocks(document: DiffDocument, layout: Pick<Layout, 'all'>): Block[] {
  const { base, head } = document;
  const groups = groupBy(listedChanges(document, layout), (change) => change.rule);
  const quiet = quietChanges(document, layout);
  return [
    heading(2, `${base.name} → ${head.name}`),
    paragraph(strong(diffSummary(document))),
    list([[`Before: ${provenance(base)}`], [`After: ${provenance(head)}`]]),
    ...groups.flatMap(([, group]) => groupBlocks(group)),
    ...undecidedBlocks(document),
    ...(quiet ? [paragraph(`Also: ${quiet}.`)] : []),
    ...idleWords(document, layout).map((one) => paragraph(one)),
  ];
}
