/**
 * How Jira treated a credential.
 *
 * - `accepted`: it acted as the account.
 * - `ignored`: it ran the operation as if the caller were not logged in.
 * - `refused`: it refused the request.
 * - `inconclusive`: the answer shows nothing about the credential (429, 5xx, CAPTCHA, suspended site).
 */
export const TREATMENTS = ['accepted', 'ignored', 'refused', 'inconclusive'] as const;

export type Treatment = (typeof TREATMENTS)[number];
