import {
  asAnonymous,
  contract,
  contractOf,
  everyOperation,
  ignored,
  known,
  operations,
  refused,
} from './contract.ts';

// Surprising: the one explicit refusal of a bad credential is not a 401. The gateway in front of Jira takes an opaque
// Bearer for a Connect session token: https://github.com/brekkylab/backlot/issues/135
contract('bearer-token', {
  ...operations(
    'core',
    known(refused(403), {
      grade: 'inferred',
      date: '2026-09-04',
      source: 'https://github.com/brekkylab/backlot/issues/135',
      note: 'Six operations were measured, including open ones: the refusal precedes every operation.',
    }),
  ),
  'GET /rest/api/3/myself': refused(403),
  'GET /rest/api/3/project/search': refused(403),
  'GET /rest/api/3/serverInfo': refused(403),
  'GET /rest/api/3/search/jql': refused(403),
  'GET /rest/api/3/issue/{issueIdOrKey}': refused(403),
  'GET /rest/api/3/field': refused(403),
  'GET /rest/agile/1.0/board': refused(403),
});

// In 2022 an opaque Bearer still counted as a missing credential.
contractOf('2022-11', 'bearer-token', {
  'GET /rest/api/3/myself': refused(401),
  'GET /rest/api/2/project': ignored(200),
});

// The scheme is case-sensitive and needs exactly one space after it: https://github.com/brekkylab/backlot/pull/134
contract('lowercase-bearer', { ...asAnonymous('core'), 'GET /rest/api/3/project/search': ignored(200) });

// Passwords were announced to get 401 permanently; in 2025 a user saw 200 without data:
// https://github.com/super-productivity/super-productivity/issues/4120
contract('password', asAnonymous('core'));

contractOf('2022-11', 'password', everyOperation(refused(401), '2022-11'));
