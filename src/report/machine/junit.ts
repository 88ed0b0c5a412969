import { probeKey } from '../../contract/probe.ts';
import type { Finding, Findings } from '../../findings/finding.ts';
import { listed } from '../../findings/findings.ts';
import { RUN_RULES } from '../../findings/run-rules.ts';
import type { RowResult } from '../../run/row-result.ts';
import type { CheckDocument } from '../documents/check/check-document.ts';
import type { DiffDocument } from '../documents/diff/diff-document.ts';
import { interactionName } from '../documents/pacts/pact-phrases.ts';
import { checkFindings, diffFindings } from '../documents/settled-document.ts';
import { fullMessage } from '../documents/states.ts';
import { summariseContract } from '../documents/summary.ts';
import { groupBy, reportTitle } from '../documents/phrases.ts';
import { escapeXml } from '../xml.ts';

/** One case of a suite; without an outcome it passed. */
interface Case {
  readonly suite: string;
  readonly name: string;
  /** What there is to say of it whatever its outcome. */
  readonly output?: string;
  readonly outcome?: { readonly tag: 'failure' | 'error' | 'skipped'; readonly message: string } | undefined;
}

const attributes = (values: Readonly<Record<string, string | number>>): string =>
  Object.entries(values)
    .map(([name, value]) => ` ${name}="${escapeXml(String(value))}"`)
    .join('');

const caseLines = ({ suite, name, output, outcome }: Case): string[] => {
  const open = `    <testcase${attributes({ classname: suite, name })}`;
  if (output !== undefined)
    return [`${open}>`, `      <system-out>${escapeXml(output)}</system-out>`, '    </testcase>'];
  if (!outcome) return [`${open}/>`];
  const { tag, message } = outcome;
  return [`${open}>`, `      <${tag}${attributes({ message })}/>`, '    </testcase>'];
};

const tally = (cases: readonly Case[]): Record<string, number> => ({
  tests: cases.length,
  failures: cases.filter(({ outcome }) => outcome?.tag === 'failure').length,
  skipped: cases.filter(({ outcome }) => outcome?.tag === 'skipped').length,
  errors: cases.filter(({ outcome }) => outcome?.tag === 'error').length,
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

const outcomeOf = (finding: Finding): Case['outcome'] =>
  finding.fails ? { tag: 'failure', message: fullMessage(finding) || finding.detail } : undefined;

/** A row that nothing was found of passed, or was not asked; one that was found as something else is told by that. */
const rowCase = (row: RowResult, finding: Finding | undefined): Case => {
  const { kind, credential, operation, verdict, reason = '' } = row;
  const own = kind === 'contract' ? RULE_OF_CONTRACT : RULE_OF_WANTED;
  const isTold = finding !== undefined && own.has(finding.rule);
  const isLeft = verdict === 'skipped' || verdict === 'inconclusive';
  return {
    suite: kind === 'contract' ? credential : `wanted: ${credential}`,
    name: operation,
    outcome:
      isTold && finding.fails ? outcomeOf(finding) : isLeft ? { tag: 'skipped', message: reason } : undefined,
  };
};

const RULE_OF_CONTRACT: ReadonlySet<string> = new Set(['contract-broken', 'inference-disproved']);
const RULE_OF_WANTED: ReadonlySet<string> = new Set(['wanted-fixed']);

/** Every finding that no row stands for is a case of its own. */
const findingCase = (finding: Finding): Case => {
  const { rule, probe, fingerprint } = finding;
  return {
    suite: RUN_RULES.some(({ id }) => id === rule) ? rule : `changes: ${rule}`,
    name: probe ? `${probe.credential} ${probe.operation}` : fingerprint,
    outcome: outcomeOf(finding),
  };
};

/** A run without a conclusion is an error, however many of its cases passed. */
const conclusionCases = ({ inconclusive }: Findings): Case[] =>
  inconclusive.map((message, i) => ({
    suite: 'the run',
    name: `conclusion ${i + 1}`,
    outcome: { tag: 'error', message },
  }));

const diffCases = (document: DiffDocument): Case[] =>
  document.changes.length === 0
    ? [{ suite: 'changes', name: 'no change' }]
    : listed(diffFindings(document)).map(findingCase);

/** The interactions of the pacts; one that was found as something is told by that finding. */
const pactCases = ({ run }: CheckDocument): Case[] =>
  (run.pacts ?? []).flatMap((result) =>
    result.interactions.map((interaction): Case => {
      const skipped = interaction.verdict === 'skipped';
      return {
        suite: `pact: ${result.pact}`,
        name: interactionName(interaction),
        ...(skipped && { outcome: { tag: 'skipped', message: interaction.reasons.join('; ') } }),
      };
    }),
  );

function checkCases(document: CheckDocument): Case[] {
  const findings = checkFindings(document);
  const byProbe = new Map(
    findings.list.flatMap((one) => (one.probe ? [[probeKey(one.probe), one] as const] : [])),
  );
  const rows = new Map(document.run.rows.map((row) => [`${row.kind} ${probeKey(row)}`, row]));
  const byRow: ReadonlySet<string> = RULE_OF_CONTRACT.union(RULE_OF_WANTED);
  const { diff } = document;
  return [
    ...conclusionCases(findings),
    { suite: 'the run', name: 'how sure', output: summariseContract(document) },
    ...[...rows.values()].map((row) => rowCase(row, byProbe.get(probeKey(row)))),
    ...pactCases(document),
    ...listed(findings)
      .filter(({ rule }) => !byRow.has(rule))
      .map(findingCase),
    ...(diff?.changes.length === 0 ? diffCases(diff) : []),
  ];
}

/** A run that never began, as a file of its own: one case, which is an error. */
export function notConcludedJunit({
  site,
  reason,
}: {
  readonly site: string;
  readonly reason: string;
}): string {
  return write(site, conclusionCases({ list: [], inconclusive: [reason], exitCode: 3 }));
}

/** A comparison for the test pages of CI systems: a change is a case. */
export function diffJunit(document: DiffDocument): string {
  return write(`${document.base.name} → ${document.head.name}`, diffCases(document));
}

/** A run for the test pages of CI systems: a row is a case; what else was found is a case of its own. */
export function checkJunit(document: CheckDocument): string {
  return write(reportTitle(document.run.recordings), checkCases(document));
}
