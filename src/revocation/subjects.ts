import type { CredentialName } from '../contract/credentials.ts';
import type { Identity } from '../contract/identity.ts';
import type { OperationId } from '../contract/operations.ts';
import type { VariableName } from '../config/variables.ts';

/** A kind of credential that can be watched while it is revoked. */
interface Subject {
  readonly id: string;
  /** As in a sentence: "the API token of JIRA_WATCHED_TOKEN". */
  readonly noun: string;
  readonly variable: VariableName;
  /** The credential of the contract as which it is sent, and the part of the identity that it replaces. */
  readonly credential: CredentialName;
  readonly part: keyof Identity;
  /** The part of the identity with the credential to be watched. */
  readonly watched: keyof Identity;
  /** The default operations; the first refuses anonymous requests. */
  readonly operations: readonly [OperationId, ...OperationId[]];
  /** The page where the user revokes it. */
  readonly page: string;
}

/** The kinds of credential. The site treats a dead token as anonymous, so an operation that allows anonymous requests is sent as well. */
export const SUBJECTS = [
  {
    id: 'api-token',
    noun: 'the API token of JIRA_WATCHED_TOKEN',
    variable: 'JIRA_WATCHED_TOKEN',
    credential: 'valid',
    part: 'apiToken',
    watched: 'watchedToken',
    operations: ['GET /rest/api/3/myself', 'GET /rest/api/3/project/search'],
    page: 'https://id.atlassian.com/manage-profile/security/api-tokens',
  },
  {
    id: 'admin-key',
    noun: 'the Admin API key of JIRA_WATCHED_ADMIN_API_KEY',
    variable: 'JIRA_WATCHED_ADMIN_API_KEY',
    credential: 'admin-key',
    part: 'adminKey',
    watched: 'watchedAdminKey',
    operations: ['GET https://api.atlassian.com/admin/v1/orgs'],
    page: 'https://admin.atlassian.com',
  },
] as const satisfies readonly Subject[];

/** The id of a kind of credential. */
export type SubjectId = (typeof SUBJECTS)[number]['id'];

/** Returns the kind of credential with an id. */
export function subjectOf(id: SubjectId): Subject {
  return SUBJECTS.find((subject) => subject.id === id) ?? SUBJECTS[0];
}
