import type { Change, SidedSource } from '../../../change/change.ts';
import type { Level } from '../../../change/levels.ts';
import { ruleSentence } from '../../../change/rules.ts';
import { tell } from '../../../change/story.ts';
import { certaintyWords } from '../../../run/certainty.ts';
import { ageOfDays } from '../count.ts';
import type { DiffDocument, Layout, SideInfo } from '../document.ts';
import { Footnotes } from '../../blocks/footnotes.ts';
import { diffSummary, idleWords, listedChanges, quietChanges, type ListedChange } from '../summary.ts';
import { diffFindings } from '../settled-document.ts';
import { shownFingerprint, STATE_SIGN } from '../states.ts';
import { groupBy, provenance, shortProbe, turnWords } from '../words.ts';
import { align, painter, wrap, type Style } from '../../blocks/text-lines.ts';

const LEVEL_STYLE: Record<Level, Style> = {
  critical: ['bold', 'red'],
  major: ['bold', 'magenta'],
  minor: ['bold', 'yellow'],
  notice: ['bold', 'green'],
  info: 'bold',
};

/** " [1→2]": the number of the first source of each side. */
function references({ sources }: Change, notes: Footnotes): string {
  const first = (side: SidedSource['side']): string => {
    const source = sources.find((one) => one.side === side);
    return source ? String(notes.cite(source)) : '';
  };
  return sources.length === 0 ? '' : ` [${first('before')}→${first('after')}]`;
}

/** Where a side comes from; what does not fit goes on below, so that no word stands alone. */
function sideLines(label: string, side: SideInfo, { width }: Layout): string[] {
  const { days, ...bare } = side;
  const line = `${label} ${provenance(side)}`;
  return line.length <= width || days === undefined
    ? [line]
    : [`${label} ${provenance(bare)},`, `        ${ageOfDays(days)} old`];
}

const sureness = ({ finding }: ListedChange): string => certaintyWords(finding.certainty);

/** How sure the changes of a rule are, where that is the same of all; empty otherwise. */
function commonSureness(changes: readonly ListedChange[]): string {
  const [first = '', ...others] = new Set(changes.map(sureness));
  return others.length > 0 ? '' : first;
}

/** The changes of a rule, a line each; how sure one is stands below it where it is not of all the same. */
function changeLines(changes: readonly ListedChange[], notes: Footnotes, { width }: Layout): string[] {
  const common = commonSureness(changes);
  const lines = align(
    changes.map((change) => {
      const [credential, operation] = shortProbe(change);
      const { finding } = change;
      const sign = finding.state === 'new' ? '!' : STATE_SIGN[finding.state];
      // What is new is named, so that it can be acknowledged.
      const name = finding.acknowledged ? '' : ` ${shownFingerprint(finding)}`;
      return [`${sign} ${credential}`, operation, `${turnWords(change)}${references(change, notes)}${name}`];
    }),
  );
  return [
    ...lines.flatMap((line, i) => {
      const change = changes[i];
      const sure = change && common === '' ? sureness(change) : '';
      return sure === '' ? [line] : [line, ...wrap(`  ${sure}`, width, '  ')];
    }),
    ...(common === '' ? [] : wrap(`How sure: ${common}, each.`, width, '  ')),
  ];
}

function sourceLines(notes: Footnotes): string[] {
  const lines = notes
    .list()
    .flatMap(({ number, source }) => [
      `${`[${number}]`.padStart(4)} ${source.date} ${source.grade}`,
      `     ${source.source}`,
    ]);
  return lines.length > 0 ? ['', 'Sources', ...lines] : [];
}

/** A comparison: the changes by rule, the worst first, their sources, and the verdict. */
export function diffLines(document: DiffDocument, layout: Layout): string[] {
  const paint = painter(layout);
  const { base, head, undecided } = document;
  const notes = new Footnotes();
  const listed = listedChanges(document, layout);
  const lines = [
    paint('bold', `${base.name} → ${head.name}`),
    ...sideLines('before:', base, layout),
    ...sideLines('after: ', head, layout),
  ];
  for (const [rule, group] of groupBy(listed, (change) => change.rule)) {
    const { level, rule: id } = group[0];
    const story = tell(group[0]);
    lines.push(
      '',
      ...wrap(`${level.toUpperCase()}  ${ruleSentence(id)}`, layout.width).map((line) =>
        paint(LEVEL_STYLE[level], line),
      ),
    );
    lines.push(...changeLines(group, notes, layout));
    if (story) {
      lines.push(...wrap(`It means: ${story.means}`, layout.width, '  '));
      lines.push(...wrap(`To do: ${story.advice}`, layout.width, '  '));
    }
    lines.push(`Rule: ${rule}`);
  }
  if (undecided.length > 0) lines.push('');
  for (const { before, after } of undecided) {
    lines.push(
      `? ${shortProbe(before).join('  ')}  not decided: ${before.answer.status} → ${after.answer.status}`,
    );
  }
  const quiet = quietChanges(document, layout);
  if (quiet) lines.push('', ...wrap(`Also: ${quiet}; --all lists them.`, layout.width));
  const links = new Set(listed.flatMap(({ finding }) => finding.acknowledged?.link ?? []));
  if (links.size > 0) lines.push('', '✓ known and acknowledged:', ...[...links].map((link) => `  ${link}`));
  const idle = idleWords(document, layout);
  if (idle.length > 0) lines.push('', ...idle.flatMap((one) => wrap(one, layout.width, '  ')));
  const colour = diffFindings(document).exitCode === 1 ? 'red' : 'green';
  lines.push(
    ...sourceLines(notes),
    '',
    ...wrap(diffSummary(document), layout.width).map((line) => paint(colour, line)),
  );
  return lines;
}
