import type { Basis } from '../contract/basis.ts';
import { atLeast } from '../change/levels.ts';
import { ruleSentence } from '../change/rules.ts';
import type { CheckDocument, DiffDocument, Format, Layout } from './document.ts';
import { LEGEND, matrixOf } from './matrix.ts';
import { failingChanges, findings, rowsWith } from './verdict.ts';
import { answerWords, count, groupBy, provenance, shortProbe, skippedByReason } from './words.ts';

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string[] => [
  `| ${head.join(' | ')} |`,
  `|${head.map(() => ' --- |').join('')}`,
  ...rows.map((row) => `| ${row.map(cell).join(' | ')} |`),
];

const cite = ({ date, grade, source }: Basis): string =>
  source.startsWith('https://') ? `[${date}, ${grade}](${source})` : `${date}, ${grade}: ${source}`;

function diffBody(document: DiffDocument, layout: Layout): string[] {
  const { base, head, changes, undecided, unchanged, failOn } = document;
  const failing = failingChanges(document).length;
  const lines = [
    `## ${base.name} → ${head.name}`,
    '',
    `**${count(changes.length, 'change')}, ${failing} new at level ${failOn} or above.** ${count(unchanged, 'probe')} answered alike.`,
    '',
    `- Before: ${provenance(base)}`,
    `- After: ${provenance(head)}`,
  ];
  const listed = changes.filter(({ level }) => layout.all || atLeast(level, 'notice'));
  for (const [rule, group] of groupBy(listed, (change) => change.rule)) {
    const first = group[0];
    if (!first) continue;
    const rows = group.map((change) => [
      change.credential,
      `\`${change.operation}\``,
      answerWords(change.before),
      answerWords(change.after),
      change.acknowledged ? `[known](${change.acknowledged.link})` : '**new**',
      (['before', 'after'] as const)
        .flatMap((side) => change.sources.find((source) => source.side === side) ?? [])
        .map(cite)
        .join(' → '),
    ]);
    lines.push('', `### ${first.level}: ${rule}`, '', ruleSentence(first.rule), '');
    lines.push(...table(['credential', 'operation', 'before', 'after', '', 'evidence'], rows));
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
  const quiet = groupBy(
    changes.filter((change) => !listed.includes(change)),
    ({ rule }) => rule,
  );
  if (quiet.length > 0)
    lines.push('', `Also: ${quiet.map(([rule, group]) => `${rule} × ${group.length}`).join(', ')}.`);
  return lines;
}

function checkBody(document: CheckDocument, layout: Layout): string[] {
  const { run, diff } = document;
  const { broken, fixed, failures } = findings(document);
  const { columns, lines } = matrixOf(run.rows, diff?.changes ?? []);
  const kept = rowsWith(run.rows, 'contract', 'kept').length;
  const skipped = rowsWith(run.rows, 'contract', 'skipped');
  const still = rowsWith(run.rows, 'wanted', 'broken').length;
  const undecided = rowsWith(run.rows, 'contract', 'inconclusive');
  const out = [
    `# Jira Cloud's treatment of API tokens: ${run.recordings.name}`,
    '',
    `**The contract is ${broken.length + failures.length > 0 ? 'broken' : 'kept'}: ${count(kept, 'row')} as expected, ${broken.length} broken, ${skipped.length} skipped.** ${provenance(run.recordings)}.`,
  ];
  if (broken.length + fixed.length > 0) {
    const rows = [...broken, ...fixed].map((row) => [
      ...shortProbe(row),
      row.kind === 'wanted' ? 'fixed: move it from wanted to the contract' : (row.reason ?? ''),
    ]);
    out.push('', ...table(['credential', 'operation', 'finding'], rows));
  }
  if (failures.length > 0) out.push('', ...failures.map((failure) => `- ${failure}`));
  if (undecided.length > 0) {
    out.push(
      '',
      ...undecided.map((row) => `- Not decided: ${shortProbe(row).join(', ')}: ${row.reason ?? ''}`),
    );
  }
  out.push(
    '',
    `Wanted: ${count(still, 'probe')} of invalid credentials should get 401 and do not; ${fixed.length} newly fixed.`,
    '',
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
    '',
    `<details><summary>Skipped: ${count(skipped.length, 'row')}</summary>`,
    '',
    ...skippedByReason(skipped).map(([reason, group]) => `- ${group.length} × ${reason}`),
    '',
    '</details>',
  );
  if (diff) out.push('', ...diffBody(diff, layout));
  return out;
}

/** For a job summary on GitHub, and for the Atlassian community. */
export const markdown: Format = {
  diff: (document, layout) => `${diffBody(document, layout).join('\n')}\n`,
  check: (document, layout) => `${checkBody(document, layout).join('\n')}\n`,
};
