import { styleText } from 'node:util';
import type { Change } from '../change/change.ts';
import { atLeast, LEVELS, type Level } from '../change/levels.ts';
import { ruleSentence } from '../change/rules.ts';
import type { CheckDocument, DiffDocument, Format, Layout } from './document.ts';
import { Footnotes } from './footnotes.ts';
import { LEGEND, matrixOf, type Cell, type Matrix } from './matrix.ts';
import { failingChanges, findings, rowsWith } from './verdict.ts';
import { count, groupBy, provenance, shortProbe, skippedByReason, turnWords } from './words.ts';

type Style = Parameters<typeof styleText>[0];

const painter =
  ({ colour }: Layout) =>
  (style: Style, text: string): string =>
    colour ? styleText(style, text, { validateStream: false }) : text;

const LEVEL_STYLE: Record<Level, Style> = {
  critical: ['bold', 'red'],
  major: ['bold', 'magenta'],
  minor: ['bold', 'yellow'],
  notice: ['bold', 'green'],
  info: 'bold',
};

const LETTER_STYLE: Record<Cell['letter'], Style> = {
  A: 'green',
  I: 'yellow',
  R: 'cyan',
  '?': 'magenta',
  '-': 'dim',
  ' ': 'dim',
};

/** Words in lines of a width, each line behind an indent. */
function wrap(text: string, width: number, indent = ''): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(`${indent}${word}`);
  }
  return lines;
}

/** Rows of cells with each column as wide as its widest cell. */
function align(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, i) => Math.max(...rows.map((row) => row[i]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, i) => cell.padEnd(widths[i] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

function changeLines(changes: readonly Change[], notes: Footnotes): string[] {
  return align(
    changes.map((change) => {
      const cited = (side: string): number[] =>
        change.sources
          .filter((source) => source.side === side)
          .slice(0, 1)
          .map((source) => notes.cite(source));
      const references = [cited('before'), cited('after')].map((numbers) => numbers.join()).join('→');
      return [
        `${change.acknowledged ? '✓' : '!'} ${shortProbe(change)[0]}`,
        shortProbe(change)[1],
        turnWords(change),
        references === '→' ? '' : `[${references}]`,
      ];
    }),
  );
}

function diffBody(document: DiffDocument, layout: Layout): string[] {
  const paint = painter(layout);
  const { base, head, changes, undecided, unchanged } = document;
  const notes = new Footnotes();
  const lines = [
    paint('bold', `${base.name} → ${head.name}`),
    `before: ${provenance(base)}`,
    `after:  ${provenance(head)}`,
  ];
  const listed = changes.filter(({ level }) => layout.all || atLeast(level, 'notice'));
  for (const [rule, group] of groupBy(listed, (change) => change.rule)) {
    const first = group[0];
    if (!first) continue;
    lines.push('', `${paint(LEVEL_STYLE[first.level], first.level.toUpperCase())}  ${paint('bold', rule)}`);
    lines.push(...wrap(ruleSentence(first.rule), layout.width), ...changeLines(group, notes));
  }
  for (const { before, after } of undecided) {
    lines.push(
      '',
      `Not decided: ${shortProbe(before).join(', ')}: ${before.answer.status} → ${after.answer.status}`,
    );
  }
  const quiet = groupBy(
    changes.filter((change) => !listed.includes(change)),
    ({ rule }) => rule,
  );
  if (quiet.length > 0) {
    lines.push(
      '',
      `Also: ${quiet.map(([rule, group]) => `${rule} × ${group.length}`).join(', ')}; --all lists them.`,
    );
  }
  const links = new Set(listed.flatMap(({ acknowledged }) => acknowledged?.link ?? []));
  if (links.size > 0) lines.push('', '✓ known and acknowledged:', ...[...links].map((link) => `  ${link}`));
  const cited = notes.list();
  if (cited.length > 0) lines.push('', 'Sources');
  for (const { number, source } of cited) {
    lines.push(`${`[${number}]`.padStart(4)} ${source.date} ${source.grade}`, `     ${source.source}`);
  }
  const levels = LEVELS.map(
    (level) => [level, changes.filter((change) => change.level === level).length] as const,
  );
  const tally = levels.flatMap(([level, number]) => (number > 0 ? [`${number} ${level}`] : []));
  const failing = failingChanges(document).length;
  const verdict =
    failing > 0 ? paint(['bold', 'red'], `${failing} new`) : paint(['bold', 'green'], 'none is new');
  lines.push(
    '',
    changes.length === 0
      ? `No change; ${count(unchanged, 'probe')} answered alike.`
      : `${count(changes.length, 'change')}: ${tally.join(', ')}; ${verdict} at level ${document.failOn} or above. ${count(unchanged, 'probe')} answered alike.`,
  );
  return lines;
}

function matrixLines({ columns, lines }: Matrix, layout: Layout): string[] {
  const paint = painter(layout);
  const margin = Math.max(...lines.map(({ credential }) => credential.length)) + 1;
  const perBlock = Math.max(1, Math.floor((layout.width - margin) / 2));
  const out: string[] = [];
  for (let from = 0; from < columns.length; from += perBlock) {
    const numbers = columns.slice(from, from + perBlock).map((_, i) => from + i + 1);
    const digits = (digit: (number: number) => string): string =>
      `${' '.repeat(margin)}${numbers.map((number) => `${digit(number)} `).join('')}`.trimEnd();
    if (numbers.some((number) => number > 9))
      out.push(digits((n) => (n > 9 ? String(Math.floor(n / 10)) : ' ')));
    out.push(digits((n) => String(n % 10)));
    for (const { credential, cells } of lines) {
      const row = cells
        .slice(from, from + perBlock)
        .map(
          ({ letter, sign }) =>
            paint(LETTER_STYLE[letter], letter) + (sign === ' ' ? sign : paint(['bold', 'red'], sign)),
        );
      out.push(`${credential.padEnd(margin)}${row.join('')}`.trimEnd());
    }
    out.push('');
  }
  const names = columns.map(({ short }, i) => `${String(i + 1).padStart(2)} ${short}`);
  const wide = Math.max(...names.map(({ length }) => length)) + 2;
  const across = Math.max(1, Math.floor(layout.width / wide));
  const down = Math.ceil(names.length / across);
  for (let i = 0; i < down; i += 1) {
    const row = names.filter((_, j) => j % down === i);
    out.push(
      row
        .map((name) => name.padEnd(wide))
        .join('')
        .trimEnd(),
    );
  }
  return [
    ...out,
    '',
    ...wrap(LEGEND.map(([letter, means]) => `${letter} ${means}`).join(' · '), layout.width),
  ];
}

function contractLines(document: CheckDocument, layout: Layout): string[] {
  const paint = painter(layout);
  const { rows } = document.run;
  const { broken, fixed, failures } = findings(document);
  const lines: string[] = [];
  const kept = rowsWith(rows, 'contract', 'kept').length;
  const fine = broken.length + failures.length === 0;
  lines.push(
    `Contract: ${paint(['bold', fine ? 'green' : 'red'], fine ? 'kept' : 'BROKEN')}. ${count(kept, 'row')} as expected, ${broken.length} broken.`,
  );
  for (const row of broken)
    lines.push(`x ${shortProbe(row).join('  ')}`, ...wrap(row.reason ?? '', layout.width, '  '));
  for (const failure of failures) lines.push(...wrap(`x ${failure}`, layout.width, '  '));
  const undecided = rowsWith(rows, 'contract', 'inconclusive');
  for (const row of undecided) lines.push(`? ${shortProbe(row).join('  ')}: ${row.reason ?? ''}`);
  const still = rowsWith(rows, 'wanted', 'broken').length;
  if (still + fixed.length > 0) {
    lines.push(
      ...wrap(
        `Wanted: ${count(still, 'probe')} of invalid credentials that Atlassian should answer with 401 ${still === 1 ? 'is' : 'are'} not, ${fixed.length} newly fixed.`,
        layout.width,
      ),
    );
  }
  for (const row of fixed)
    lines.push(`! fixed: ${shortProbe(row).join('  ')}: move it from wanted to the contract.`);
  const skipped = rowsWith(rows, 'contract', 'skipped');
  if (skipped.length > 0)
    lines.push('', `Skipped: ${count(skipped.length, 'row')} that these recordings do not answer.`);
  for (const [reason, group] of skippedByReason(skipped)) {
    lines.push(...wrap(`${String(group.length).padStart(4)} × ${reason}`, layout.width, '  '));
    if (layout.all)
      lines.push(...align(group.map((row) => [`       ${shortProbe(row)[0]}`, shortProbe(row)[1]])));
  }
  return lines;
}

/** For a terminal: reads without colour, and folds to the width. */
export const text: Format = {
  diff: (document, layout) => `${diffBody(document, layout).join('\n')}\n`,
  check: (document, layout) => {
    const paint = painter(layout);
    const { run, diff, file } = document;
    const lines = [
      paint('bold', `Jira Cloud's treatment of API tokens: ${run.recordings.name}`),
      ...wrap(`${provenance(run.recordings)}. ${run.recordings.summary}`, layout.width),
      '',
      ...matrixLines(matrixOf(run.rows, diff?.changes ?? []), layout),
      '',
      ...contractLines(document, layout),
      '',
      ...(diff ? diffBody(diff, layout) : ['No earlier recordings to compare with.']),
      '',
      `Run: ${file}`,
    ];
    return `${lines.join('\n')}\n`;
  },
};
