import { asAnonymous, contract, ignored, known, refused } from './contract.ts';

// Jira treats a Basic value that it cannot read as a missing credential (https://github.com/brekkylab/backlot/pull/134).
// Only a value with a non-empty user before its first colon is reported as a failed login.

const UNREADABLE = {
  ...asAnonymous('core'),
  'GET /rest/api/3/project/search': ignored(200),
  'GET /rest/api/3/search/jql': ignored(200),
  'GET /rest/api/3/issue/{issueIdOrKey}': ignored(404),
};

contract('no-colon', UNREADABLE);

contract('not-base64', {
  ...UNREADABLE,
  'GET /rest/api/3/myself': refused(401),
  'GET /rest/api/3/project/{projectIdOrKey}/versions': ignored(404),
});

contract('empty-user', UNREADABLE);

contract('two-colons', UNREADABLE);

// What `echo` without -n makes of a pair: base64 that includes a final line break.
contract('trailing-newline', {
  ...asAnonymous('core'),
  'GET /rest/api/3/search/jql': known(ignored(200), {
    grade: 'reported',
    date: '2026-01-27',
    source: 'https://github.com/palashkulsh/jira-cmd/issues/145',
    note: 'A search returns 200 without issues, and lists them once the line break is removed; the route is not named.',
  }),
});
