/**
 * How Jira treated a credential.
 *
 * - `accepted`: it acted as the account.
 * - `ignored`: it ran the operation as if nobody were logged in.
 * - `refused`: it said no.
 * - `inconclusive`: the answer says nothing about the credential (429, 5xx, captcha, suspended site).
 */
export const TREATMENTS = ['accepted', 'ignored', 'refused', 'inconclusive'] as const;

export type Treatment = (typeof TREATMENTS)[number];
