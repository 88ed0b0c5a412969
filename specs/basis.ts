import type { Basis } from '../src/contract/basis.ts';
import { HEADERS, SERVICE_ACCOUNT, SWEEP, THREAD } from '../src/contract/sources.ts';

/** Why rows are believed that no recording shows, where more than one spec file leans on it. */

/** The sweep tells "refused before it ran" from "ran", and keeps no status of what ran. */
export const SWEPT: Basis = {
  grade: 'measured',
  date: '2026-09-30',
  source: SWEEP,
  note: 'In the sweep of every published operation this one ran without a credential; its status was not written down.',
};

/** Every authenticated answer carried the account's id, whatever the operation. */
export const ANY_ROUTE: Basis = {
  grade: 'reported',
  date: '2026-09-22',
  source: HEADERS,
  note: 'x-aaccountid was on every authenticated answer of 78; the status depends on what the account may do.',
};

/** Atlassian's document of Jira Software gives the boards no anonymous alternative. */
export const BOARD_DOCUMENTED: Basis = {
  grade: 'documented',
  date: '2022-07-17',
  source: 'https://github.com/salto-io/jira-swaggers',
  note: "A copy of Atlassian's Jira Software document: 401 where the user is not logged in. That of 2026-05-27 gives no anonymous alternative either; no exact answer to a missing credential is public.",
};

/** A rejected token whose cause was not looked for, on an account without projects or on none. */
export const REJECTED_2025: Basis = {
  grade: 'reported',
  date: '2025-12-03',
  source: 'A public note on how an API can be reached, which is not linked.',
  note: 'A token of 192 characters that was rejected; whether it was revoked, expired or mistyped is not known.',
};

/** What the gateway says to a credential that it does not know, by what it said to others. */
export const AS_OTHERS_AT_GATEWAY: Basis = {
  grade: 'inferred',
  date: '2026-03-08',
  source: SERVICE_ACCOUNT,
  note: 'Nobody published this probe. A pair that was rejected got 401 at the gateway, and so did, on the Confluence side, a token that was cut off.',
};

/** What the thread says of 2022, where it names neither operation nor status. */
export const THREAD_2022: Basis = {
  grade: 'reported',
  date: '2022-11-30',
  source: THREAD,
  note: 'The message says "anonymous access" and names neither an operation nor a status.',
};
