import type { Log, ReportingDescriptor, Result } from 'sarif';
import { digest } from '../../change/fingerprint.ts';
import { capitalise } from '../../capitalise.ts';
import type { ConformanceResult, ScenarioResult } from '../../conformance/result.ts';
import { scenarioNamed } from '../../conformance/scenarios.ts';
import { isFailing, type Verdict } from '../../conformance/verdicts.ts';
import { JRACLOUD_93811 } from '../../contract/sources.ts';
import { jsonText } from '../../json.ts';
import { messageOf } from '../documents/conformance/failures.ts';
import { VERDICT_WORDS } from '../documents/conformance/verdict-words.ts';
import { driverOf, invocationOf, SARIF_SCHEMA, withoutLinks } from './sarif-parts.ts';

/** The file at which results are shown: that of the uses and known failures. */
const PLACE = 'conformance.yml';

const LEVEL: Partial<Record<Verdict, NonNullable<Result['level']>>> = {
  acted: 'error',
  leaked: 'error',
  silent: 'error',
};

const levelOf = (verdict: Verdict): NonNullable<Result['level']> => LEVEL[verdict] ?? 'warning';

/** Code scanning rejects rules without descriptions and help. */
function ruleOf(id: Verdict): ReportingDescriptor {
  const { means, advice } = VERDICT_WORDS[id];
  const text = [`${capitalise(means)}.`, advice].filter(Boolean).join(' ');
  return {
    id,
    shortDescription: { text: means },
    fullDescription: { text },
    help: { text },
    helpUri: JRACLOUD_93811,
    defaultConfiguration: { level: levelOf(id) },
  };
}

function resultOf(one: ScenarioResult, rules: readonly Verdict[]): Result {
  const { use, scenario, verdict, known, isUnexpected } = one;
  const fingerprint = digest([use, scenario, verdict]);
  return {
    ruleId: verdict,
    ruleIndex: rules.indexOf(verdict),
    level: isUnexpected ? levelOf(verdict) : 'note',
    message: {
      text: withoutLinks(`${use}, ${scenario}: ${scenarioNamed(scenario).sentence} ${messageOf(one)}`),
    },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: PLACE, uriBaseId: '%SRCROOT%' },
          region: { startLine: 1 },
        },
        logicalLocations: [{ fullyQualifiedName: `${use} ${scenario}` }],
      },
    ],
    partialFingerprints: {
      'jiraTokenContract/v1': fingerprint,
      // The one that code scanning goes by: without it, it would go by the line, which is the same for all.
      primaryLocationLineHash: fingerprint,
    },
    suppressions:
      known && !isUnexpected
        ? [{ kind: 'external', status: 'accepted', justification: withoutLinks(known.reason) }]
        : [],
  };
}

/** Renders a run for code scanning: a rule for each verdict, a result for each failure. */
export function conformanceSarif({ tool, origin, results, inconclusive }: ConformanceResult): string {
  const [name = ''] = tool.split(' ');
  const shown = results.filter((one) => isFailing(one.verdict) || one.isUnexpected);
  const rules = [...new Set(shown.map(({ verdict }) => verdict))];
  const log: Log = {
    $schema: SARIF_SCHEMA,
    version: '2.1.0',
    runs: [
      {
        tool: { driver: driverOf(tool, rules.map(ruleOf)) },
        automationDetails: { id: `${name}/conformance/` },
        invocations: [invocationOf(inconclusive)],
        // An empty list would close open alerts, so an inconclusive run has no list.
        ...((inconclusive.length === 0 || shown.length > 0) && {
          results: shown.map((one) => resultOf(one, rules)),
        }),
        properties: { origin },
        columnKind: 'utf16CodeUnits',
      },
    ],
  };
  return jsonText(log);
}
