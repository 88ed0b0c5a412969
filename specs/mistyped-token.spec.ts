import { asAnonymous, contract, contractOf, everyOperation, ignored, known, refused } from './contract.ts';

// Tokens that were never issued: with one character changed, truncated, or empty.

contract('mistyped', {
  ...asAnonymous('all'),
  'GET /rest/api/3/myself': refused(401),
  'GET /rest/agile/1.0/board': refused(401),
  // Surprising: refused with 401 until 2023. Now a wrong secret lists projects as for an anonymous caller:
  // https://github.com/hesedcasa/jira/blob/d51f95f5316e049337cd01973222e068e8ca2aee/test/e2e/connection.e2e.test.ts
  'GET /rest/api/3/project/search': ignored(200),
  'GET /rest/api/3/project/{projectIdOrKey}': ignored(404),
  'GET /rest/api/3/issueLinkType': known(ignored(200), {
    grade: 'reported',
    date: '2026-09-21',
    source: 'https://github.com/sooperset/mcp-atlassian/issues/1690',
    note: 'A wrong or a stale credential: the source does not distinguish the two. Observed through a tool, which showed an empty list.',
  }),
  'GET /rest/api/3/project/{projectIdOrKey}/versions': ignored(404),
});

contractOf('2022-11', 'mistyped', everyOperation(refused(401), '2022-11'), {
  claim: 'thread, claim 7: a token that never existed gets a standard 401',
});

contract('truncated', asAnonymous('core'));

contract('empty-token', {
  ...asAnonymous('core'),
  'GET /rest/api/3/myself': refused(401),
  'GET /rest/api/3/project/search': ignored(200),
  'GET /rest/api/3/serverInfo': ignored(200),
  'GET /rest/api/3/search/jql': ignored(200),
  'GET /rest/api/3/issue/{issueIdOrKey}': ignored(404),
});

// Neither the account nor the token exists: https://github.com/brekkylab/backlot/pull/134
contract('unknown-account', {
  ...asAnonymous('all'),
  'GET /rest/api/3/myself': refused(401),
  'GET /rest/api/3/project/search': ignored(200),
  'GET /rest/api/3/serverInfo': ignored(200),
  'GET /rest/api/3/issueLinkType': ignored(200),
  'GET /rest/api/3/search/jql': ignored(200),
  'GET /rest/api/3/field': ignored(200),
  'GET /rest/api/3/issue/{issueIdOrKey}': ignored(404),
  'GET /rest/api/3/project/{projectIdOrKey}/role': ignored(404),
});

contractOf('2022-11', 'unknown-account', everyOperation(refused(401), '2022-11'));
