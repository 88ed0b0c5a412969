/** Public sources that several tables cite. */

/** "API Token expiry and error handling", Atlassian Community, 2019-12 to 2023-02: the origin of this project. */
export const THREAD =
  'https://community.atlassian.com/t5/Jira-questions/API-Token-expiry-and-error-handling/qaq-p/1246938';

/** Atlassian's own open bug: invalid credentials are treated as anonymous. */
export const JRACLOUD_93811 = 'https://jira.atlassian.com/browse/JRACLOUD-93811';

/** A sweep of every published operation without a credential, 2026-09-30: whether it was refused up front or ran. */
export const SWEEP =
  'https://github.com/brekkylab/backlot/blob/1ef8429ec0ebed16e134d0f1cd30b448ffd0cdea/backlot/data/jira_unserved.json';

/** Forms of credentials on eight routes and two sites, each row checked by two people, 2026-09-04. */
export const CREDENTIAL_FORMS = 'https://github.com/brekkylab/backlot/pull/134';

/** A service account's token on the site and at the gateway, as Bearer and with Basic, 2026-03-07 and 2026-03-08. */
export const SERVICE_ACCOUNT =
  'https://github.com/pabloaugusto/dotfiles/blob/19210da6bed4ad0fb2e71b6aad32f1315dcaea93/docs/atlassian-ia/2026-03-07-diagnostico-auth-e-acesso-atlassian.md';

/** Headers of 78 responses, 2026-09-22: every authenticated answer has `x-aaccountid`. */
export const HEADER_SURVEY =
  'https://github.com/brekkylab/backlot/blob/01f6124bde135691b4ae80361ce096604cd4e64f/backlot/routers/atlassian.py';

/**
 * Atlassian's description of the platform's API. In that of 2026-07-21, most operations that run anonymously document 401
 * for authentication credentials that are incorrect or missing.
 */
export const OPENAPI = 'https://developer.atlassian.com/cloud/jira/platform/swagger-v3.v3.json';
