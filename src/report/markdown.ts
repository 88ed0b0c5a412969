import type { Basis } from '../contract/basis.ts';
import type { Change } from '../change/change.ts';
import { ruleSentence } from '../change/rules.ts';
import type { CheckDocument, DiffDocument, Format, Layout } from './document.ts';
import { LEGEND, matrixOf } from './matrix.ts';
import { contractSummary, diffSummary, listedChanges, quietChanges, wantedSummary } from './summary.ts';
import { findings, rowsWith } from './verdict.ts';
import { answerWords, count, groupBy, provenance, shortProbe, subject, byReason } from './words.ts';

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string[] => [
  `| ${head.join(' | ')} |`,
  `|${head.map(() => ' --- |').join('')}`,
  ...rows.map((row) => `| ${row.map(cell).join(' | ')} |`),
];

const cite = ({ date, grade, source }: Basis): string =>
  source.startsWith('https://') ? `[${date}, ${grade}](${source})` : `${date}, ${grade}: ${source}`;

const changeRow = (change: Change): string[] => [
  change.credential,
  `\`${change.operation}\``,
  answerWords(change.before),
  answerWords(change.after),
  change.acknowledged ? `[known](${change.acknowledged.link})` : '**new**',
  (['before', 'after'] as const)
    .flatMap((side) => change.sources.find((source) => source.side === side) ?? [])
    .map(cite)
    .join(' → '),
];

function diffBody(document: DiffDocument, layout: Layout): string[] {
  const { base, head, undecided } = document;
  const lines = [
    `## ${base.name} → ${head.name}`,
    '',
    `**${diffSummary(document)}**`,
    '',
    `- Before: ${provenance(base)}`,
    `- After: ${provenance(head)}`,
  ];
  for (const [rule, group] of groupBy(listedChanges(document, layout), (change) => change.rule)) {
    lines.push('', `### ${group[0].level}: ${rule}`, '', ruleSentence(group[0].rule), '');
    lines.push(
      ...table(['credential', 'operation', 'before', 'after', '', 'evidence'], group.map(changeRow)),
    );
  }
  if (undecided.length > 0) {
    const rows = undecided.map(({ before, after }) => [
      before.credential,
      `\`${before.operation}\``,
      answerWords(before.answer),
      answerWords(after.answer),
    ]);
    lines.push('', '### Not decided', '', ...table(['credential', 'operation', 'before', 'after'], rows));
  }
  const quiet = quietChanges(document, layout);
  if (quiet) lines.push('', `Also: ${quiet}.`);
  return lines;
}

function findingLines(document: CheckDocument): string[] {
  const { broken, disproved, fixed, failures } = findings(document);
  const undecided = rowsWith(document.run.rows, 'contract', 'inconclusive');
  const rows = [
    ...broken.map((row) => [...shortProbe(row), row.reason ?? '']),
    ...disproved.map((row) => [...shortProbe(row), row.reason ?? '']),
    ...undecided.map((row) => [...shortProbe(row), `not decided: ${row.reason ?? ''}`]),
    ...fixed.map((row) => [...shortProbe(row), 'fixed: move it from wanted to the contract']),
  ];
  return [
    ...(rows.length > 0 ? ['', ...table(['credential', 'operation', 'finding'], rows)] : []),
    ...(failures.length > 0 ? ['', ...failures.map((failure) => `- ${failure}`)] : []),
  ];
}

function matrixLines({ run, diff }: CheckDocument): string[] {
  const { columns, lines } = matrixOf(run.rows, diff?.changes ?? []);
  return [
    ...table(
      ['', ...columns.map((_, i) => String(i + 1))],
      lines.map(({ credential, cells }) => [
        credential,
        ...cells.map(({ letter, sign }) => `${letter}${sign}`.trim()),
      ]),
    ),
    '',
    LEGEND.map(([letter, means]) => `\`${letter}\` ${means}`).join(' · '),
    '',
    ...columns.map(({ id }, i) => `${i + 1}. \`${id}\``),
  ];
}

function checkBody(document: CheckDocument, layout: Layout): string[] {
  const { run, diff } = document;
  const skipped = rowsWith(run.rows, 'contract', 'skipped');
  return [
    `# ${subject(run.recordings)}`,
    '',
    `**${contractSummary(document)}** ${wantedSummary(document)}`.trimEnd(),
    '',
    `Where the answers come from: ${provenance(run.recordings)}.`,
    ...findingLines(document),
    '',
    ...matrixLines(document),
    '',
    `<details><summary>Skipped: ${count(skipped.length, 'row')}</summary>`,
    '',
    ...byReason(skipped).map(([reason, group]) => `- ${group.length} × ${reason}`),
    '',
    '</details>',
    ...(diff ? ['', ...diffBody(diff, layout)] : []),
  ];
}

/** For a job summary on GitHub, and for the Atlassian community. */
export const markdown: Format = {
  diff: (document, layout) => `${diffBody(document, layout).join('\n')}\n`,
  check: (document, layout) => `${checkBody(document, layout).join('\n')}\n`,
};
