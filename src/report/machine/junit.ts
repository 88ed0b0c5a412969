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
import { groupBy, reportTitle, standInSentence, turnWords } from '../documents/phrases.ts';
import { headlineOfCheck } from '../headline/headline.ts';
import { headlineLine } from '../headline/headline-line.ts';
import { escapeXml, xmlAttributes } from '../xml.ts';

/** Why a case did not pass. */
interface Outcome {
  readonly tag: 'failure' | 'error' | 'skipped';
  /** The rule, or another word for the kind of outcome. */
  readonly type: string;
  readonly message: string;
}

/** A case of a suite; without an outcome it passed. */
interface Case {
  readonly suite: string;
  readonly name: string;
  /** Output of the case; a case with output passes. */
  readonly output?: string;
  readonly outcome?: Outcome | undefined;
  /** Time of the answer, if there is one. */
  readonly at?: string | undefined;
}

/** Skipped cases have no attributes, because not all schemas know them there. */
const outcomeLine = ({ tag, type, message }: Outcome): string =>
  `<${tag}${tag === 'skipped' ? '' : xmlAttributes({ type, message })}>${escapeXml(message)}</${tag}>`;

const caseLines = ({ suite, name, output, outcome }: Case): string[] => {
  // How long a single answer took is not recorded.
  const open = `    <testcase${xmlAttributes({ classname: suite, name, time: 0 })}`;
  const inner = [
    ...(outcome ? [outcomeLine(outcome)] : []),
    ...(output === undefined ? [] : [`<system-out>${escapeXml(output)}</system-out>`]),
  ];
  return inner.length === 0
    ? [`${open}/>`]
    : [`${open}>`, ...inner.map((line) => `      ${line}`), '    </testcase>'];
};

const withOutcome = (cases: readonly Case[], tag: Outcome['tag']): number =>
  cases.filter(({ outcome }) => outcome?.tag === tag).length;

/** Returns the seconds from the first answer of some cases to the last. */
function secondsOf(cases: readonly Case[]): number {
  const times = cases.flatMap(({ at }) => (at === undefined ? [] : [Date.parse(at)]));
  return times.length === 0 ? 0 : (Math.max(...times) - Math.min(...times)) / 1000;
}

/** The attributes that suites and the whole have in common. */
const tally = (cases: readonly Case[]): Record<string, number> => ({
  time: secondsOf(cases),
  tests: cases.length,
  failures: withOutcome(cases, 'failure'),
  errors: withOutcome(cases, 'error'),
});

/**
 * Returns the prefix of a site in a list. A test page takes it for a package; without it, it would take the cases of all
 * sites for the same tests. The address of an only site is no such name.
 */
const packageOf = (site: string | undefined): string =>
  site !== undefined && /^[a-z0-9][a-z0-9-]*$/.test(site) ? `${site}.` : '';

interface Contents {
  readonly title: string;
  /** The name of the site, if there is one. */
  readonly site?: string | undefined;
  readonly cases: readonly Case[];
}

function write({ title, site, cases: own }: Contents): string {
  const cases = own.map((one) => ({ ...one, suite: `${packageOf(site)}${one.suite}` }));
  const suites = groupBy(cases, ({ suite }) => suite).flatMap(([name, group]) => [
    `  <testsuite${xmlAttributes({ name, ...tally(group), skipped: withOutcome(group, 'skipped') })}>`,
    ...group.flatMap(caseLines),
    '  </testsuite>',
  ]);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    // Without a count of those skipped, which Jenkins' schema does not know here.
    `<testsuites${xmlAttributes({ name: title, ...tally(cases) })}>`,
    ...suites,
    '</testsuites>',
    '',
  ].join('\n');
}

const sentenceOf = (finding: Finding): string => fullMessage(finding) || finding.detail;

const outcomeOf = (finding: Finding): Outcome | undefined => {
  const { rule: type, fails, acknowledged } = finding;
  const message = sentenceOf(finding);
  if (fails) return { tag: 'failure', type, message };
  return acknowledged && { tag: 'skipped', type, message: `Known: ${acknowledged.reason} ${message}` };
};

const inconclusive = (reason: string): Outcome => ({ tag: 'error', type: 'inconclusive', message: reason });

/** Returns what became of a row that was not judged. Whether a wanted row came true is no error if it stays open. */
const unjudged = ({ kind, verdict, reason = '' }: RowResult): Outcome | undefined => {
  if (verdict === 'inconclusive' && kind === 'contract') return inconclusive(reason);
  return verdict === 'skipped' || verdict === 'inconclusive'
    ? { tag: 'skipped', type: verdict, message: reason }
    : undefined;
};

/** Returns the case of a row. It passed or was not judged, unless a rule of its kind found something. */
const rowCase = (row: RowResult, finding: Finding | undefined): Case => {
  const { kind, credential, operation, at } = row;
  const rules = kind === 'contract' ? CONTRACT_RULES : WANTED_RULES;
  const reported = finding !== undefined && rules.has(finding.rule) ? outcomeOf(finding) : undefined;
  return {
    suite: kind === 'contract' ? credential : `wanted: ${credential}`,
    name: operation,
    at,
    outcome: reported ?? unjudged(row),
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
    ...(finding.state === 'noted' && { output: sentenceOf(finding) }),
  };
};

/** Returns an error for each reason why a run is inconclusive, however many of its cases passed. */
const conclusionCases = ({ inconclusive: reasons }: Findings): Case[] =>
  reasons.map((reason, i) => ({
    suite: 'the run',
    name: `conclusion ${i + 1}`,
    outcome: inconclusive(reason),
  }));

const NO_CHANGE: Case = { suite: 'changes', name: 'no change' };

/** Returns an error for each probe that cannot be compared. */
const undecidedCases = ({ undecided }: DiffDocument): Case[] =>
  undecided.map(({ before, after }) => ({
    suite: 'undecided',
    name: `${after.credential} ${after.operation}`,
    outcome: inconclusive(turnWords({ before: before.answer, after: after.answer })),
  }));

const diffCases = (document: DiffDocument): Case[] => [
  ...(document.changes.length === 0
    ? [NO_CHANGE]
    : findingsForMachines(diffFindings(document)).map(findingCase)),
  ...undecidedCases(document),
];

/** Returns a case for each interaction of the pacts. Failures are reported by the cases of findings. */
const pactCases = ({ run }: CheckDocument): Case[] =>
  (run.pacts ?? []).flatMap((result) =>
    result.interactions.map((interaction): Case => {
      const skipped = interaction.verdict === 'skipped';
      return {
        suite: `pact: ${result.pact}`,
        name: interactionName(interaction),
        ...(skipped && {
          outcome: { tag: 'skipped', type: 'skipped', message: interaction.reasons.join('; ') },
        }),
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
    ...(diff?.changes.length === 0 ? [NO_CHANGE] : []),
  ];
}

/** Renders a run that did not start: a single case with an error. */
export function notConcludedJunit(document: NotConcludedDocument): string {
  const cases = conclusionCases({ list: [], inconclusive: [document.reason], exitCode: 3 });
  return write({ title: notConcludedLabel(document), site: document.site, cases });
}

/** Renders a comparison for the test pages of CI systems: a case per change. */
export function diffJunit(document: DiffDocument): string {
  const { base, head } = document;
  const note = standInSentence(base.origin, head.origin);
  const title = `${base.name} → ${head.name}${note === '' ? '' : `. ${note}`}`;
  return write({ title, cases: diffCases(document) });
}

/** Renders a run for the test pages of CI systems: a case per row, and per finding without a row. */
export function checkJunit(document: CheckDocument): string {
  const { run, askedWith } = document;
  return write({
    title: reportTitle(run.recordings),
    site: askedWith?.site,
    cases: checkCases(document),
  });
}
