import type { Basis } from '../src/contract/basis.ts';
import { HEADERS, SWEEP, THREAD } from '../src/contract/sources.ts';

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

/** What the thread says of 2022, where it names neither operation nor status. */
export const THREAD_2022: Basis = {
  grade: 'reported',
  date: '2022-11-30',
  source: THREAD,
  note: 'The message says "anonymous access" and names neither an operation nor a status.',
};
