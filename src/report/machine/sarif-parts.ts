import type { Invocation, ReportingDescriptor, ToolComponent } from 'sarif';
import { JRACLOUD_93811 } from '../../contract/sources.ts';

/** The schema of SARIF 2.1.0, which each log names. */
export const SARIF_SCHEMA =
  'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';

/** Takes apart what a viewer would show as a link: `[text](target)` is one in the plain text of a message too. */
export const withoutLinks = (text: string): string => text.replaceAll('](', '] (');

/**
 * Returns whether a run was conclusive. Without an invocation, code scanning assumes that it was.
 *
 * @param inconclusive the reasons why it was not
 */
export const invocationOf = (inconclusive: readonly string[]): Invocation => ({
  executionSuccessful: inconclusive.length === 0,
  ...(inconclusive.length > 0 && {
    toolExecutionNotifications: inconclusive.map((reason) => ({
      level: 'error' as const,
      message: { text: withoutLinks(`Not concluded: ${reason}`) },
    })),
  }),
});

/**
 * Returns who found the results.
 *
 * @param tool its name and version, with a space between them
 */
export function driverOf(tool: string, rules: ReportingDescriptor[]): ToolComponent {
  const [name = '', version = ''] = tool.split(' ');
  return {
    name,
    fullName: tool,
    version,
    semanticVersion: version,
    informationUri: JRACLOUD_93811,
    rules,
  };
}
