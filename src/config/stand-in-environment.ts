import { SYNTHETIC_IDENTITY, type Identity } from '../contract/identity.ts';
import { ALL_VARIABLES, type Variable } from './variables.ts';

/** The value of a variable in an identity; undefined if it provides no part of one, or only repeats another variable. */
function valueOf({ part, parts }: Variable, identity: Identity): string | undefined {
  const provided = part ?? parts?.[0];
  if (provided === undefined) return undefined;
  return provided === 'scopedEmail' && identity.scopedEmail === identity.email
    ? undefined
    : identity[provided];
}

/**
 * Returns the settings with which a live run asks a stand-in: the variables of `.env` by name.
 *
 * @param origin the origin of the stand-in
 */
export function environmentFor(
  origin: string,
  identity: Identity = SYNTHETIC_IDENTITY,
): Record<string, string> {
  const provided = ALL_VARIABLES.flatMap((variable): [string, string][] => {
    const value = valueOf(variable, identity);
    return value === undefined ? [] : [[variable.name, value]];
  });
  return {
    JIRA_SITE: origin,
    JIRA_API_ORIGIN: origin,
    ...Object.fromEntries(provided),
    JIRA_PROJECT_KEY: 'EXAMPLE',
    JIRA_ISSUE_KEY: 'EXAMPLE-1',
  };
}
