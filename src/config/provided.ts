import { credentialNamed, type CredentialName } from '../contract/credentials.ts';
import type { OperationId } from '../contract/operations.ts';
import { operationOf } from '../contract/operations.ts';
import type { Settings } from './settings.ts';
import { variableOf } from './variables.ts';

/** The variable of each path parameter; `type` is always `project`. */
const PARAMETER_VARIABLES = { projectIdOrKey: 'JIRA_PROJECT_KEY', issueIdOrKey: 'JIRA_ISSUE_KEY' } as const;

/** Returns the values of the path parameters that the settings provide. */
export function parametersOf({ projectKey, issueKey }: Settings): Record<string, string> {
  return {
    type: 'project',
    ...(projectKey && { projectIdOrKey: projectKey }),
    ...(issueKey && { issueIdOrKey: issueKey }),
  };
}

/** Returns why a credential cannot be sent with these settings, and how to provide it; undefined if it can. */
export function missingFor(name: CredentialName, { identity, hasGateway }: Settings): string | undefined {
  const { needs, place } = credentialNamed(name);
  if (place !== 'site' && !hasGateway) {
    return 'not provided: set JIRA_API_ORIGIN (no public source names the gateway of this cloud)';
  }
  if (place === 'site' && identity.apiToken === '') {
    return 'not provided: set JIRA_API_TOKEN; without it no answer of the site can be judged';
  }
  const missing = needs.find((part) => identity[part] === '');
  if (missing === 'serviceToken' && identity.scopedToken !== '') {
    return "not sent: JIRA_SCOPED_TOKEN is a user's token; only a service account's (ATSTT3…) is sent as Bearer";
  }
  if (missing === 'scopedToken' && identity.serviceToken !== '') {
    return "not sent: JIRA_SCOPED_TOKEN is a service account's token, which is sent as Bearer (gateway-bearer)";
  }
  if (missing === undefined) return undefined;
  const variable = variableOf(missing);
  if (!variable) return `not sent: this tool has no setting for a ${missing}`;
  return `not provided: set ${variable.name} (${variable.how})`;
}

/** Returns why an operation cannot be requested, and what to set; undefined if it can. */
export function missingForOperation(id: OperationId, settings: Settings): string | undefined {
  const { path } = operationOf(id);
  const provided = parametersOf(settings);
  const missing = Object.entries(PARAMETER_VARIABLES).find(
    ([name]) => path.includes(`{${name}}`) && !(name in provided),
  );
  return missing && `not provided: set ${missing[1]}, which the path of the operation needs`;
}
