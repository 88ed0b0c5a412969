import type { Account } from './corpus.ts';
import { failure, ok, textIn, type Operation } from './operation.ts';
import { sliceOf } from './pages.ts';
import { accountJson, type View } from './view.ts';

/** Anonymous callers find no users: documented for `user/search`. */
const users: Operation = ({ view, parameter }) => {
  const query = textIn(parameter('query') ?? parameter('username')).toLowerCase();
  const fits = ({ emailAddress, displayName }: Account): boolean =>
    `${emailAddress} ${displayName}`.toLowerCase().includes(query);
  const found = view.account && fits(view.account) ? [accountJson(view, view.account)] : [];
  return ok(sliceOf(found, parameter).items);
};

const user: Operation = ({ view, parameter }) =>
  view.account && textIn(parameter('accountId')) === view.account.accountId
    ? ok(accountJson(view, view.account))
    : failure(404, 'The stand-in made this up: the user does not exist or you may not see it.');

/** The account's own answer. An anonymous caller is refused before. */
const ofAccount =
  (answer: (view: View, account: Account) => unknown): Operation =>
  ({ view }) =>
    ok(answer(view, view.owner));

/** The cookie session: no check of a token. A working one gets 401 there (measured 2020-08-11, with `x-aaccountid`). */
const session: Operation = ({ view }) =>
  failure(
    401,
    view.account
      ? 'Login failed'
      : // Measured 2019-04-17.
        'You are not authenticated. Authentication required to perform this operation.',
  );

export const ACCOUNT_OPERATIONS: Readonly<Record<string, Operation>> = {
  'GET /rest/api/3/myself': ofAccount((view, account) => ({
    ...accountJson(view, account),
    groups: { size: 0, items: [] },
    applicationRoles: { size: 0, items: [] },
  })),
  'GET /rest/api/3/user': user,
  'GET /rest/api/3/user/search': users,
  'GET /rest/api/3/user/assignable/search': users,
  'GET /rest/api/3/users': users,
  'GET /rest/api/3/users/search': users,
  'GET /rest/auth/1/session': session,
  'POST /rest/auth/1/session': session,
  'DELETE /rest/auth/1/session': session,
  // Measured from 2025-05 to 2026-08: success carries `data.me.user.name`.
  'POST /gateway/api/graphql': ofAccount((_view, { accountId, displayName }) => ({
    data: { me: { user: { accountId, name: displayName } } },
  })),
};
