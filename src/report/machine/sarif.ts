import type { Level } from '../../change/levels.ts';
import { jsonText } from '../../json.ts';
import type { Log, ReportingDescriptor, Result, Suppression } from 'sarif';
import { JRACLOUD_93811 } from '../../contract/sources.ts';
import type { Origin } from '../../evidence/exchange.ts';
import type { Finding, FindingRule, Findings } from '../../findings/finding.ts';
import { findingsForMachines } from '../../findings/findings.ts';
import { TOOL, TOOL_NAME } from '../../run/tool-version.ts';
import type { CheckDocument } from '../documents/check/check-document.ts';
import type { DiffDocument } from '../documents/diff/diff-document.ts';
import { originOfSite } from '../documents/history/history-document.ts';
import type { NotConcludedDocument } from '../documents/night/night-document.ts';
import { checkFindings, diffFindings } from '../documents/settled-document.ts';
import { ruleHelp, type RuleHelp } from './rule-help.ts';
import { driverOf, invocationOf, SARIF_SCHEMA, withoutLinks } from './sarif-parts.ts';
import { siteOf } from './site-of.ts';
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

/** What a rule means and what to do about it, in the two forms that viewers show. */
const helpOf = ({ impact, remediation }: RuleHelp): ReportingDescriptor['help'] => ({
  text: `What it means: ${impact}\nWhat to do: ${remediation}\nWhere it is discussed: ${JRACLOUD_93811}`,
  markdown: `**What it means.** ${impact}\n\n**What to do.** ${remediation}\n\n**Where it is discussed.** [JRACLOUD-93811](${JRACLOUD_93811})`,
});

function descriptor(id: FindingRule): ReportingDescriptor {
  const help = ruleHelp(id);
  return {
    id,
    shortDescription: { text: help.title },
    fullDescription: { text: `${help.title} ${help.impact}` },
    help: helpOf(help),
    helpUri: JRACLOUD_93811,
    defaultConfiguration: { level: LEVEL[help.level] },
  };
}

/** Says that a finding is known, and why. A run with such a statement has to make one, if an empty one, about every result. */
const suppressionsOf = ({ acknowledged }: Finding): Suppression[] =>
  acknowledged
    ? [
        {
          kind: 'external',
          status: 'accepted',
          justification: withoutLinks([acknowledged.reason, acknowledged.link].filter(Boolean).join(' ')),
        },
      ]
    : [];

/**
 * Returns the category of a run, `jira-token-contract/acme/`. Code scanning replaces the results of the same category only, so
 * that each site needs one of its own.
 */
const categoryOf = (name: string): string => {
  const part = name.replace(/^https?:\/\//, '').replaceAll(/[^\w.-]+/g, '-');
  return `${TOOL_NAME}/${part.replace(/^-+|-+$/g, '') || 'site'}/`;
};

/** Returns the SARIF level of a finding. A failing one is at least a warning, even if it is a fix. */
const levelOf = ({ fails, level }: Finding): NonNullable<Result['level']> =>
  !fails ? 'note' : LEVEL[level] === 'note' ? 'warning' : LEVEL[level];

const resultOf = (finding: Finding, rules: readonly string[]): Result => {
  const { path, line } = finding.probe ? specRow(finding.probe) : RUNNER;
  const name = finding.probe ? `${finding.probe.credential} ${finding.probe.operation}` : finding.rule;
  return {
    ruleId: finding.rule,
    ruleIndex: rules.indexOf(finding.rule),
    level: levelOf(finding),
    message: { text: withoutLinks(fullMessage(finding) || finding.title) },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: path, uriBaseId: '%SRCROOT%' },
          region: { startLine: line },
        },
        logicalLocations: [{ fullyQualifiedName: name }],
      },
    ],
    partialFingerprints: {
      'jiraTokenContract/v1': finding.fingerprint,
      // The one that code scanning goes by: without it, an alert would close and open again whenever a row moves in its file.
      primaryLocationLineHash: finding.fingerprint,
    },
    suppressions: suppressionsOf(finding),
  };
};

/** Facts about a run that SARIF has no field for. */
interface Properties {
  readonly sureness?: Sureness;
  /** The origin of the answers: those of the stand-in are not Jira's. */
  readonly origin?: Origin;
  /** The origin of the answers before, if two runs are compared. */
  readonly originBefore?: Origin;
}

interface Contents {
  /** What the run is about: its site, or the two sides of a comparison. */
  readonly about: string;
  readonly findings: Findings;
  readonly properties: Properties;
}

function write({ about, findings, properties }: Contents): string {
  const { inconclusive } = findings;
  const shown = findingsForMachines(findings);
  const rules = [...new Set(shown.map(({ rule }) => rule))];
  const log: Log = {
    $schema: SARIF_SCHEMA,
    version: '2.1.0',
    runs: [
      {
        tool: { driver: driverOf(TOOL, rules.map(descriptor)) },
        automationDetails: { id: categoryOf(about) },
        invocations: [invocationOf(inconclusive)],
        // An empty list would close open alerts, so an inconclusive run has no list.
        ...((inconclusive.length === 0 || shown.length > 0) && {
          results: shown.map((finding) => resultOf(finding, rules)),
        }),
        columnKind: 'utf16CodeUnits',
        properties: { ...properties },
      },
    ],
  };
  return jsonText(log);
}

/** Renders a run that did not start: the reason, and no list of results. */
export function notConcludedSarif({ site, reason, history }: NotConcludedDocument): string {
  const [past] = history.sites;
  return write({
    about: site,
    findings: { list: [], inconclusive: [reason], exitCode: 3 },
    properties: past?.nights ? { origin: originOfSite(past) } : {},
  });
}

/** Renders a comparison for code scanning. Each result points to its row of the contract. */
export function diffSarif(document: DiffDocument): string {
  const { base, head } = document;
  return write({
    about: `${base.name}-to-${head.name}`,
    findings: diffFindings(document),
    properties: { origin: head.origin, originBefore: base.origin },
  });
}

/** Renders a run for code scanning. Each result points to its row of the contract. */
export function checkSarif(document: CheckDocument): string {
  return write({
    about: siteOf(document),
    findings: checkFindings(document),
    properties: { sureness: sureness(document), origin: document.run.recordings.origin },
  });
}
