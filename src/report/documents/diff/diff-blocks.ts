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
import { nonBreaking } from '../../blocks/text-lines.ts';
import { cellId } from '../cell-id.ts';
import type { DiffDocument, SideInfo } from './diff-document.ts';
import { formatAge } from '../phrases.ts';
import { diffFindings } from '../settled-document.ts';
import { itemBadge, levelBadge, shownFingerprint, stateBadge } from '../states.ts';
import {
  summariseDiff,
  describeIdleAcknowledgements,
  listedChanges,
  countUnlistedChanges,
  type ListedChange,
} from '../summary.ts';
import { groupBy, describeProvenance, probeLabels, turnWords } from '../phrases.ts';

/** The first source of each side. */
function citations({ sources }: Change): Citation[] {
  return (['before', 'after'] as const).flatMap((side) => {
    const source = sources.find((one) => one.side === side);
    return source ? [{ label: `${source.date} ${source.grade}`, source: source.source }] : [];
  });
}

/** The name by which a change is acknowledged, or where that was done. */
function nameOf(finding: Finding): Line {
  const { acknowledged } = finding;
  if (!acknowledged) return [mono(shownFingerprint(finding))];
  const { link } = acknowledged;
  return link === undefined ? [] : [{ cites: [{ label: 'acknowledged', source: link }] }];
}

/** Where a side comes from; its age stays on one line, so that no word of it stands alone. */
function sideWords({ days, ...side }: SideInfo): string {
  const age = days === undefined ? '' : `, ${nonBreaking(`${formatAge(days)} old`)}`;
  return `${describeProvenance(side)}${age}`;
}

const sureness = ({ finding }: ListedChange): string => describeCertainty(finding.certainty);

/** How sure the changes of a rule are, where that is the same of all; empty otherwise. */
function commonSureness(changes: readonly ListedChange[]): string {
  const [first = '', ...others] = new Set(changes.map(sureness));
  return others.length > 0 ? '' : first;
}

const COLUMNS = ['state', 'credential', 'operation', 'before → after', 'evidence', 'fingerprint', 'how sure'];

/** The changes of a rule, a row each; how sure one is stands in it where it is not of all the same. */
function changeTable(changes: readonly [ListedChange, ...ListedChange[]]): Block {
  const isCommon = changes.every((one) => sureness(one) === sureness(changes[0]));
  const rows = changes.map((change): Line[] => {
    const { credential, operation } = change;
    const { state, fails } = change.finding;
    return [
      [stateBadge(state, fails, state === 'new' ? '!' : undefined)],
      [{ anchor: cellId(change), label: credential }],
      [mono(operation, probeLabels(change)[1])],
      [turnWords(change)],
      [{ cites: citations(change) }],
      nameOf(change.finding),
      ...(isCommon ? [] : [[sureness(change)]]),
    ];
  });
  const columns = isCommon ? COLUMNS.slice(0, -1) : COLUMNS;
  return table(texts(...columns), rows, { obvious: true, label: ruleSentence(changes[0].rule) });
}

/** The changes under one rule: what happened, to which probes, what it means and what to do. */
function ruleBlocks(changes: readonly [ListedChange, ...ListedChange[]]): Block[] {
  const [first] = changes;
  const story = describeChange(first);
  const common = commonSureness(changes);
  return [
    heading(3, levelBadge(first.level), ' ', ruleSentence(first.rule)),
    changeTable(changes),
    ...(common === '' ? [] : [paragraph(`How sure: ${common}, each.`)]),
    ...(story
      ? [
          pageOnly(paragraph(...(changes.length > 1 ? ['For instance: '] : []), story.description)),
          paragraph(strong('It means:'), ` ${story.impact}`),
          paragraph(strong('To do:'), ` ${story.remediation}`),
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
  return [heading(3, 'Not decided'), list(items)];
}

/** What is only counted, and acknowledgements that did nothing. */
function asideBlocks(document: DiffDocument, layout: Pick<Layout, 'all'>): Block[] {
  const quiet = countUnlistedChanges(document, layout);
  return [
    ...(quiet ? [paragraph(`Also: ${quiet}`, { hint: '; --all lists them' }, '.')] : []),
    ...describeIdleAcknowledgements(document, layout).map((one) => paragraph(one)),
  ];
}

/** A comparison as a section: the changes by rule, the worst first. */
export function diffBlocks(document: DiffDocument, layout: Pick<Layout, 'all'>): Block[] {
  const { base, head } = document;
  const byRule = groupBy(listedChanges(document, layout), (change) => change.rule);
  const aside = asideBlocks(document, layout);
  return [
    anchored('changes', 2, `${base.name} → ${head.name}`),
    parts(
      [verdict(diffFindings(document).exitCode === 0, summariseDiff(document))],
      [
        facts([
          ['before', [sideWords(base)]],
          ['after', [sideWords(head)]],
        ]),
        ...byRule.flatMap(([, changes]) => ruleBlocks(changes)),
        ...undecidedBlocks(document),
        group(...aside),
        CITATIONS,
      ],
    ),
  ];
}
