/** The behaviours by date, and the one that Atlassian is asked to implement. */
export const BEHAVIOURS = ['2019-11', '2019-12', '2022-11', '2026-09', 'wanted'] as const;

/** The name of a behaviour. */
export type Behaviour = (typeof BEHAVIOURS)[number];

/**
 * How a site interprets an `Authorization` header.
 *
 * - `none`: there is no header. `account`: it is valid for the account.
 * - `dead`: a token that was issued but does not work here: revoked, expired, of a deactivated account, or with scopes, which
 *   the site does not accept.
 * - `mismatch`: a working token with the email of another account.
 * - `unusable`: a user with a secret that was never issued as a token.
 * - `unreadable`: Basic without a user or a colon, or not base64.
 * - `opaque-bearer`, `jws-bearer`: Bearer with a value that is not, or is, in the format of a JWS.
 * - `other-scheme`: anything else, including `bearer` in lower case.
 */
export type State =
  | 'none'
  | 'account'
  | 'dead'
  | 'mismatch'
  | 'unusable'
  | 'unreadable'
  | 'opaque-bearer'
  | 'jws-bearer'
  | 'other-scheme';

/** How a request is answered: for the account, anonymously, or with one of the refusals. */
export type Reply = 'account' | 'anonymous' | 'generic-401' | 'edge-401' | 'connect-403';

const ANONYMOUS: Record<State, Reply> = {
  none: 'anonymous',
  account: 'account',
  dead: 'anonymous',
  mismatch: 'anonymous',
  unusable: 'anonymous',
  unreadable: 'anonymous',
  'opaque-bearer': 'anonymous',
  'jws-bearer': 'generic-401',
  'other-scheme': 'anonymous',
};

/** An unusable secret was refused at the edge, on every route: reported from 2019-06 to 2023-03-26. */
const EDGE: Record<State, Reply> = { ...ANONYMOUS, unusable: 'edge-401' };

/**
 * The reply of each behaviour to each state. If no source describes a state in an era, the reply is that of the next era for
 * which one does.
 */
export const REPLIES: Record<Behaviour, Record<State, Reply>> = {
  // The thread: a revoked or expired token used to get 401, and from 2019-12 on 200 and an empty list.
  '2019-11': { ...EDGE, dead: 'generic-401' },
  '2019-12': EDGE,
  '2022-11': EDGE,
  // https://github.com/brekkylab/backlot/pull/134 and /issues/135
  '2026-09': { ...ANONYMOUS, 'opaque-bearer': 'connect-403' },
  // https://jira.atlassian.com/browse/JRACLOUD-93811
  wanted: {
    none: 'anonymous',
    account: 'account',
    dead: 'generic-401',
    mismatch: 'generic-401',
    unusable: 'generic-401',
    unreadable: 'generic-401',
    'opaque-bearer': 'generic-401',
    'jws-bearer': 'generic-401',
    'other-scheme': 'generic-401',
  },
};
