import type { Basis } from '../src/contract/basis.ts';
import { HEADER_SURVEY, SERVICE_ACCOUNT, SWEEP, THREAD } from '../src/contract/sources.ts';

/** Evidence for rows without a recording, if several spec files share it. */

/** The sweep distinguishes "refused before it ran" from "ran", without the status of what ran. */
export const SWEPT: Basis = {
  grade: 'measured',
  date: '2026-09-30',
  source: SWEEP,
  note: 'In the sweep of every published operation, this one ran without a credential; its status was not recorded.',
};

/** Every authenticated answer had the account's id, whatever the operation. */
export const ANY_ROUTE: Basis = {
  grade: 'reported',
  date: '2026-09-22',
  source: HEADER_SURVEY,
  note: 'Of 78 answers, every authenticated one had x-aaccountid; the status depends on what the account may do.',
};

/** Atlassian's document of Jira Software lists no anonymous alternative for the boards. */
export const BOARD_DOCUMENTED: Basis = {
  grade: 'documented',
  date: '2022-07-17',
  source: 'https://github.com/salto-io/jira-swaggers',
  note: "A copy of Atlassian's Jira Software document: 401 if the user is not logged in. The version of 2026-05-27 lists no anonymous alternative either; no exact answer to a missing credential is public.",
};

/** A rejected token whose cause was not investigated, on an account without projects or on no account. */
export const REJECTED_2025: Basis = {
  grade: 'reported',
  date: '2025-12-03',
  source: 'A public note on how to reach an API, which is not linked.',
  note: 'A token of 192 characters that was rejected; whether it was revoked, expired or mistyped is not known.',
};

/** How the gateway answers an unknown credential, inferred from its answers to similar ones. */
export const AS_OTHERS_AT_GATEWAY: Basis = {
  grade: 'inferred',
  date: '2026-03-08',
  source: SERVICE_ACCOUNT,
  note: 'No public source shows this probe. A rejected pair got 401 at the gateway, and so did a truncated token on the Confluence side.',
};

/** The thread's statement about 2022, which names neither operation nor status. */
export const THREAD_2022: Basis = {
  grade: 'reported',
  date: '2022-11-30',
  source: THREAD,
  note: 'The message says "anonymous access" and names neither an operation nor a status.',
};
