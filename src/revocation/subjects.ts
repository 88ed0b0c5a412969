import type { CredentialName } from '../contract/credentials.ts';
import type { Identity } from '../contract/identity.ts';
import type { OperationId } from '../contract/operations.ts';
import type { VariableName } from '../config/variables.ts';

/** A kind of credential that can be watched while it dies. */
interface Subject {
  readonly id: string;
  /** "the API token of JIRA_WATCHED_TOKEN". */
  readonly noun: string;
  readonly variable: VariableName;
  /** The credential of the contract whose header it is sent in, and the part of an identity that it takes. */
  readonly credential: CredentialName;
  readonly part: keyof Identity;
  /** The part that holds the one to be watched. */
  readonly watched: keyof Identity;
  /** What is asked unless the user says otherwise; the first refuses whoever is not logged in. */
  readonly operations: readonly [OperationId, ...OperationId[]];
  /** Where a person makes it stop working. */
  readonly page: string;
}

/** The kinds. The site drops a dead token to anonymous, so an operation that runs for everybody is asked as well. */
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

export type SubjectId = (typeof SUBJECTS)[number]['id'];

/** The kind of that id. */
export function subjectOf(id: SubjectId): Subject {
  return SUBJECTS.find((subject) => subject.id === id) ?? SUBJECTS[0];
}
