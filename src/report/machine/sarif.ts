import type { Level } from '../../change/levels.ts';
import { jsonText } from '../../json.ts';
import type { Invocation, Log, ReportingDescriptor, Result } from 'sarif';
import { RULES } from '../../change/rules.ts';
import { JRACLOUD_93811 } from '../../contract/sources.ts';
import type { Origin } from '../../evidence/exchange.ts';
import type { Finding, Findings } from '../../findings/finding.ts';
import { findingsForMachines } from '../../findings/findings.ts';
import { TOOL } from '../../run/tool-version.ts';
import type { CheckDocument } from '../documents/check/check-document.ts';
import type { DiffDocument } from '../documents/diff/diff-document.ts';
import { originOfSite } from '../documents/history/history-document.ts';
import type { NotConcludedDocument } from '../documents/night/night-document.ts';
import { checkFindings, diffFindings } from '../documents/settled-document.ts';
import { RUNNER, specRow } from './spec-row.ts';
import { fullMessage } from '../documents/states.ts';
import { sureness, type Sureness } from '../documents/summary.ts';

const LEVEL: Record<Level, NonNullable<Result['level']>> = {
  critical: 'error',
  major: 'error',
  minor: 'warning',
  notice: 'note',
  info: 'note',
};

const descriptor =
  (findings: readonly Finding[]) =>
  (id: string): ReportingDescriptor => {
    const title = findings.find(({ rule }) => rule === id)?.title ?? id;
    const rule = RULES.find((candidate) => candidate.id === id);
    return {
      id,
      shortDescription: { text: title },
      helpUri: JRACLOUD_93811,
      ...(rule && { fullDescription: { text: rule.impact }, help: { text: rule.remediation } }),
    };
  };

/** Returns the SARIF level of a finding. A failing one is at least a warning, even if it is a fix. */
const levelOf = ({ fails, level }: Finding): NonNullable<Result['level']> =>
  !fails ? 'note' : LEVEL[level] === 'note' ? 'warning' : LEVEL[level];

const result = (finding: Finding): Result => {
  const { path, line } = finding.probe ? specRow(finding.probe) : RUNNER;
  const name = finding.probe ? `${finding.probe.credential} ${finding.probe.operation}` : finding.rule;
  return {
    ruleId: finding.rule,
    level: levelOf(finding),
    message: { text: fullMessage(finding) || finding.title },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: path, uriBaseId: '%SRCROOT%' },
          region: { startLine: line },
        },
        logicalLocations: [{ fullyQualifiedName: name }],
      },
    ],
    partialFingerprints: { 'jiraTokenContract/v1': finding.fingerprint },
  };
};

/** Returns whether the run was conclusive. Without an invocation, code scanning assumes that it was. */
const invocation = (inconclusive: readonly string[]): Invocation => ({
  executionSuccessful: inconclusive.length === 0,
  ...(inconclusive.length > 0 && {
    toolExecutionNotifications: inconclusive.map((reason) => ({
      level: 'error' as const,
      message: { text: `Not concluded: ${reason}` },
    })),
  }),
});

/** Facts about a run that SARIF has no field for. */
interface Properties {
  readonly sureness?: Sureness;
  /** The origin of the answers: those of the stand-in are not Jira's. */
  readonly origin?: Origin;
  /** The origin of the answers before, if two runs are compared. */
  readonly originBefore?: Origin;
}

function write(findings: Findings, properties: Properties): string {
  const [name = '', version = ''] = TOOL.split(' ');
  const { inconclusive } = findings;
  const shown = findingsForMachines(findings);
  const log: Log = {
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name,
            version,
            informationUri: JRACLOUD_93811,
            rules: [...new Set(shown.map(({ rule }) => rule))].map(descriptor(shown)),
          },
        },
        invocations: [invocation(inconclusive)],
        // An empty list would close open alerts, so an inconclusive run has no list.
        ...((inconclusive.length === 0 || shown.length > 0) && { results: shown.map(result) }),
        columnKind: 'utf16CodeUnits',
        properties: { ...properties },
      },
    ],
  };
  return jsonText(log);
}

/** Renders a run that did not start: the reason, and no list of results. */
export function notConcludedSarif({ reason, history }: NotConcludedDocument): string {
  const [site] = history.sites;
  return write(
    { list: [], inconclusive: [reason], exitCode: 3 },
    site?.nights ? { origin: originOfSite(site) } : {},
  );
}

/** Renders a comparison for code scanning. Each result points to its row of the contract. */
export function diffSarif(document: DiffDocument): string {
  const { base, head } = document;
  return write(diffFindings(document), { origin: head.origin, originBefore: base.origin });
}

/** Renders a run for code scanning. Each result points to its row of the contract. */
export function checkSarif(document: CheckDocument): string {
  return write(checkFindings(document), {
    sureness: sureness(document),
    origin: document.run.recordings.origin,
  });
}
