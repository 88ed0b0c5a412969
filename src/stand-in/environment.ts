import { SYNTHETIC_IDENTITY, type Identity } from '../contract/identity.ts';

/**
 * Returns the variables of `.env` for a live run against a stand-in.
 *
 * @param origin the origin of the stand-in
 */
export function environmentFor(
  origin: string,
  identity: Identity = SYNTHETIC_IDENTITY,
): Record<string, string> {
  return {
    JIRA_SITE: origin,
    JIRA_API_ORIGIN: origin,
    JIRA_EMAIL: identity.email,
    JIRA_API_TOKEN: identity.apiToken,
    JIRA_OTHER_EMAIL: identity.otherEmail,
    JIRA_REVOKED_TOKEN: identity.revokedToken,
    JIRA_EXPIRED_TOKEN: identity.expiredToken,
    ...(identity.scopedEmail !== identity.email && { JIRA_SCOPED_EMAIL: identity.scopedEmail }),
    JIRA_SCOPED_TOKEN: identity.scopedToken,
    JIRA_UNDERSCOPED_TOKEN: identity.underScopedToken,
    JIRA_DEACTIVATED_EMAIL: identity.deactivatedEmail,
    JIRA_DEACTIVATED_TOKEN: identity.deactivatedToken,
    JIRA_ADMIN_API_KEY: identity.adminKey,
    JIRA_REVOKED_ADMIN_API_KEY: identity.revokedAdminKey,
    JIRA_WATCHED_TOKEN: identity.watchedToken,
    JIRA_WATCHED_ADMIN_API_KEY: identity.watchedAdminKey,
    JIRA_PROJECT_KEY: 'EXAMPLE',
    JIRA_ISSUE_KEY: 'EXAMPLE-1',
  };
}
