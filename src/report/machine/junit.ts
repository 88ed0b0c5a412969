import { probeKey } from '../../contract/probe.ts';
import type { Finding, Findings } from '../../findings/finding.ts';
import { findingsForMachines } from '../../findings/findings.ts';
import { RUN_RULES } from '../../findings/run-rules.ts';
import type { RowResult } from '../../run/row-result.ts';
import type { CheckDocument } from '../documents/check/check-document.ts';
import type { DiffDocument } from '../documents/diff/diff-document.ts';
import type { NotConcludedDocument } from '../documents/night/night-document.ts';
import { notConcludedLabel } from '../documents/night/night-phrases.ts';
import { interactionName } from '../documents/pacts/pact-phrases.ts';
import { checkFindings, diffFindings } from '../documents/settled-document.ts';
import { fullMessage } from '../documents/states.ts';
import { headlineOfCheck } from '../headline/headline.ts';
import { headlineLine } from '../headline/headline-line.ts';
import { groupBy, reportTitle, standInSentence } from '../documents/phrases.ts';
import { escapeXml } from '../xml.ts';

/** A case of a suite; without an outcome it passed. */
interface Case {
  readonly suite: string;
  readonly name: string;
  /** Output of the case; a case with output passes. */
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

/** Returns the case of a row. It passed or was skipped, unless a rule of its kind found something. */
const rowCase = (row: RowResult, finding: Finding | undefined): Case => {
  const { kind, credential, operation, verdict, reason = '' } = row;
  const rules = kind === 'contract' ? CONTRACT_RULES : WANTED_RULES;
  const isReported = finding !== undefined && rules.has(finding.rule);
  const isSkipped = verdict === 'skipped' || verdict === 'inconclusive';
  return {
    suite: kind === 'contract' ? credential : `wanted: ${credential}`,
    name: operation,
    outcome:
      isReported && finding.fails
        ? outcomeOf(finding)
        : isSkipped
          ? { tag: 'skipped', message: reason }
          : undefined,
  };
};

/** Rules whose findings are reported by the case of a contract row. */
const CONTRACT_RULES: ReadonlySet<string> = new Set(['contract-broken', 'inference-disproved']);

/** Rules whose findings are reported by the case of a wanted row. */
const WANTED_RULES: ReadonlySet<string> = new Set(['wanted-fixed']);

/** Returns the case of a finding that no row reports. */
const findingCase = (finding: Finding): Case => {
  const { rule, probe, fingerprint } = finding;
  return {
    suite: RUN_RULES.some(({ id }) => id === rule) ? rule : `changes: ${rule}`,
    name: probe ? `${probe.credential} ${probe.operation}` : fingerprint,
    outcome: outcomeOf(finding),
  };
};

/** Returns an error for each reason why a run is inconclusive, however many of its cases passed. */
const conclusionCases = ({ inconclusive }: Findings): Case[] =>
  inconclusive.map((message, i) => ({
    suite: 'the run',
    name: `conclusion ${i + 1}`,
    outcome: { tag: 'error', message },
  }));

const diffCases = (document: DiffDocument): Case[] =>
  document.changes.length === 0
    ? [{ suite: 'changes', name: 'no change' }]
    : findingsForMachines(diffFindings(document)).map(findingCase);

/** Returns a case for each interaction of the pacts. Failures are reported by the cases of findings. */
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
    findings.list.flatMap((finding) => (finding.probe ? [[probeKey(finding.probe), finding] as const] : [])),
  );
  const rows = new Map(document.run.rows.map((row) => [`${row.kind} ${probeKey(row)}`, row]));
  const reportedByRow: ReadonlySet<string> = CONTRACT_RULES.union(WANTED_RULES);
  const { diff } = document;
  return [
    ...conclusionCases(findings),
    { suite: 'the run', name: 'how sure', output: headlineLine(headlineOfCheck(document)) },
    ...[...rows.values()].map((row) => rowCase(row, byProbe.get(probeKey(row)))),
    ...pactCases(document),
    ...findingsForMachines(findings)
      .filter(({ rule }) => !reportedByRow.has(rule))
      .map(findingCase),
    ...(diff?.changes.length === 0 ? diffCases(diff) : []),
  ];
}

/** Renders a run that did not start: a single case with an error. */
export function notConcludedJunit(document: NotConcludedDocument): string {
  const findings = { list: [], inconclusive: [document.reason], exitCode: 3 } as const;
  return write(notConcludedLabel(document), conclusionCases(findings));
}

/** Renders a comparison for the test pages of CI systems: a case per change. */
export function diffJunit(document: DiffDocument): string {
  const { base, head } = document;
  const note = standInSentence(base.origin, head.origin);
  return write(`${base.name} → ${head.name}${note === '' ? '' : `. ${note}`}`, diffCases(document));
}

/** Renders a run for the test pages of CI systems: a case per row, and per finding without a row. */
export function checkJunit(document: CheckDocument): string {
  return write(reportTitle(document.run.recordings), checkCases(document));
}
