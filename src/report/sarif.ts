import type { Level } from '../change/levels.ts';
import { jsonText } from '../evidence/json-text.ts';
import type { Log, ReportingDescriptor, Result } from 'sarif';
import { RULES } from '../change/rules.ts';
import { JRACLOUD_93811 } from '../contract/sources.ts';
import { TOOL } from '../run/tool.ts';
import type { Format } from './document.ts';
import { plain } from './plain.ts';
import { checkProblems, diffProblems, type Problem } from './problems.ts';
import { specRow } from './spec-row.ts';

const LEVEL: Record<Level, NonNullable<Result['level']>> = {
  critical: 'error',
  major: 'error',
  minor: 'warning',
  notice: 'note',
  info: 'note',
};

const descriptor =
  (problems: readonly Problem[]) =>
  (id: string): ReportingDescriptor => {
    const title = problems.find(({ rule }) => rule === id)?.title ?? id;
    const rule = RULES.find((one) => one.id === id);
    return {
      id,
      shortDescription: { text: title },
      helpUri: JRACLOUD_93811,
      ...(rule && { fullDescription: { text: rule.means }, help: { text: rule.advice } }),
    };
  };

const result = (problem: Problem): Result => {
  const { path, line } = specRow(problem);
  return {
    ruleId: problem.rule,
    level: problem.fails ? LEVEL[problem.level] : 'note',
    message: { text: plain(problem.message) },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: path, uriBaseId: '%SRCROOT%' },
          region: { startLine: line },
        },
        logicalLocations: [{ fullyQualifiedName: `${problem.credential} ${problem.operation}` }],
      },
    ],
    partialFingerprints: { 'jiraTokenContract/v1': problem.fingerprint },
  };
};

function write(problems: readonly Problem[]): string {
  const [name = '', version = ''] = TOOL.split(' ');
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
            rules: [...new Set(problems.map(({ rule }) => rule))].map(descriptor(problems)),
          },
        },
        results: problems.map(result),
        columnKind: 'utf16CodeUnits',
      },
    ],
  };
  return jsonText(log);
}

/** For code scanning. A result points at the row of the contract that it is about. */
export const sarif: Format = {
  extension: 'sarif',
  diff: (document) => write(diffProblems(document)),
  check: (document) => write(checkProblems(document)),
};
