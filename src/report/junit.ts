import { isNews, rowKey } from '../change/known-news.ts';
import { probeKey } from '../contract/probe.ts';
import { surprises } from '../run/pact-result.ts';
import type { RowResult } from '../run/row-result.ts';
import type { CheckDocument, DiffDocument, Format } from './document.ts';
import { interactionName } from './pact-words.ts';
import { diffProblems, type Problem } from './problems.ts';
import { groupBy, subject } from './words.ts';
import { escapeXml } from './xml.ts';

/** One case of a suite; without an outcome it passed. */
interface Case {
  readonly suite: string;
  readonly name: string;
  readonly outcome?: { readonly tag: 'failure' | 'skipped'; readonly message: string } | undefined;
}

const attributes = (values: Readonly<Record<string, string | number>>): string =>
  Object.entries(values)
    .map(([name, value]) => ` ${name}="${escapeXml(String(value))}"`)
    .join('');

const caseLines = ({ suite, name, outcome }: Case): string[] => {
  const open = `    <testcase${attributes({ classname: suite, name })}`;
  if (!outcome) return [`${open}/>`];
  const { tag, message } = outcome;
  return [`${open}>`, `      <${tag}${attributes({ message })}/>`, '    </testcase>'];
};

const tally = (cases: readonly Case[]): Record<string, number> => ({
  tests: cases.length,
  failures: cases.filter(({ outcome }) => outcome?.tag === 'failure').length,
  skipped: cases.filter(({ outcome }) => outcome?.tag === 'skipped').length,
  errors: 0,
});

function write(title: string, cases: readonly Case[]): string {
  const suites = groupBy(cases, ({ suite }) => suite).flatMap(([name, group]) => [
    `  <testsuite${attributes({ name, ...tally(group) })}>`,
    ...group.flatMap(caseLines),
    '  </testsuite>',
  ]);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites${attributes({ name: title, ...tally(cases) })}>`,
    ...suites,
    '</testsuites>',
    '',
  ].join('\n');
}

const rowCase = (row: RowResult, isKnown: boolean): Case => {
  const { kind, credential, operation, verdict, reason = '' } = row;
  const failed = isNews(row) && !isKnown;
  const passed =
    verdict === (kind === 'contract' ? 'kept' : 'broken') ||
    verdict === 'disproved' ||
    (isNews(row) && isKnown);
  const message = kind === 'wanted' ? 'fixed: move it from wanted to the contract' : reason;
  return {
    suite: kind === 'contract' ? credential : `wanted: ${credential}`,
    name: operation,
    ...(!passed && { outcome: { tag: failed ? 'failure' : 'skipped', message: failed ? message : reason } }),
  };
};

const changeCase = ({ rule, credential, operation, message, fails }: Problem): Case => ({
  suite: `changes: ${rule}`,
  name: `${credential} ${operation}`,
  ...(fails && { outcome: { tag: 'failure', message } }),
});

const unchanged = (document: DiffDocument): Case[] =>
  document.changes.length === 0 ? [{ suite: 'changes', name: 'no change' }] : [];

const diffCases = (document: DiffDocument): Case[] => [
  ...diffProblems(document).map(changeCase),
  ...unchanged(document),
];

const failureCases = ({ run }: CheckDocument): Case[] =>
  run.failures.map((failure, i) => ({
    suite: 'other',
    name: `failure ${i + 1}`,
    outcome: { tag: 'failure', message: failure },
  }));

const pactCases = ({ run }: CheckDocument): Case[] =>
  (run.pacts ?? []).flatMap((result) => {
    const news = new Set(surprises(result));
    return result.interactions.map((interaction): Case => {
      const message = interaction.reasons.join('; ');
      const outcome = { failed: news.has(interaction), skipped: interaction.verdict === 'skipped' };
      return {
        suite: `pact: ${result.pact}`,
        name: interactionName(interaction),
        ...(outcome.failed && { outcome: { tag: 'failure', message: message || 'passes now' } }),
        ...(outcome.skipped && { outcome: { tag: 'skipped', message } }),
      };
    });
  });

/** For the test pages of CI systems. A probe is a case; one that changed is a case of its own. */
export const junit: Format = {
  extension: 'junit.xml',
  diff: (document) => write(`${document.base.name} → ${document.head.name}`, diffCases(document)),
  check: (document) => {
    const known = new Set(document.known);
    const unique = [
      ...new Map(document.run.rows.map((row) => [`${row.kind} ${probeKey(row)}`, row])).values(),
    ];
    const cases = [
      ...unique.map((row) => rowCase(row, known.has(rowKey(row)))),
      ...failureCases(document),
      ...pactCases(document),
    ];
    return write(subject(document.run.recordings), [
      ...cases,
      ...(document.diff ? diffCases(document.diff) : []),
    ]);
  },
};
