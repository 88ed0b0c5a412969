import { credentialNamed, type CredentialName } from '../contract/credentials.ts';
import type { OperationId } from '../contract/operations.ts';
import { operationOf } from '../contract/operations.ts';
import type { Settings } from './settings.ts';
import { variableOf } from './variables.ts';

/** The variable behind each brace of a path; `type` is always given. */
const BRACES = { projectIdOrKey: 'JIRA_PROJECT_KEY', issueIdOrKey: 'JIRA_ISSUE_KEY' } as const;

/** What the braces of a path stand for, as far as it is provided. */
export function parametersOf({ projectKey, issueKey }: Settings): Record<string, string> {
  return {
    type: 'project',
    ...(projectKey && { projectIdOrKey: projectKey }),
    ...(issueKey && { issueIdOrKey: issueKey }),
  };
}

/** Why a credential cannot be asked with these settings, and how to provide it; undefined where it can. */
export function missingFor(name: CredentialName, { identity, hasGateway }: Settings): string | undefined {
  const { needs, place } = credentialNamed(name);
  if (place !== 'site' && !hasGateway) {
    return 'not provided: set JIRA_API_ORIGIN (no public source names the gateway of this cloud)';
  }
  if (place === 'site' && identity.apiToken === '') {
    return 'not provided: set JIRA_API_TOKEN, without which no answer of the site can be judged';
  }
  const missing = needs.find((part) => identity[part] === '');
  if (missing === 'serviceToken' && identity.scopedToken !== '') {
    return "not sent: JIRA_SCOPED_TOKEN is a user's; a service account's (ATSTT3…) goes as Bearer";
  }
  if (missing === 'scopedToken' && identity.serviceToken !== '') {
    return "not sent: JIRA_SCOPED_TOKEN is a service account's, which goes as Bearer (gateway-bearer)";
  }
  if (missing === undefined) return undefined;
  const variable = variableOf(missing);
  if (!variable) return `not sent: this tool does not ask for a ${missing}`;
  return `not provided: set ${variable.name} (${variable.how})`;
}

/** Why an operation cannot be asked, and how to change that; undefined where it can. */
export function missingForOperation(id: OperationId, settings: Settings): string | undefined {
  const { path } = operationOf(id);
  const given = parametersOf(settings);
  const missing = Object.entries(BRACES).find(([name]) => path.includes(`{${name}}`) && !(name in given));
  return missing && `not provided: set ${missing[1]}, which the path of the operation needs`;
}
