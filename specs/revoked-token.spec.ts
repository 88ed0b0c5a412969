import { THREAD } from '../src/contract/sources.ts';
import { REJECTED_2025 } from './basis.ts';
import { asAnonymous, contract, contractOf, empty, ignored, known, refused } from './contract.ts';

contract('revoked', {
  ...asAnonymous('all'),
  // The one call of the core set that reveals a dead token: https://jira.atlassian.com/browse/JRACLOUD-93811
  'GET /rest/api/3/myself': refused(401),
  'GET /rest/api/3/project/search': ignored(200),
  'GET /rest/api/3/serverInfo': ignored(200),
  'GET /rest/api/3/project/{projectIdOrKey}/versions': ignored(404),
  // Revoked or expired: the sources of these rows do not distinguish the two.
  'GET /rest/api/3/issue/{issueIdOrKey}': ignored(404),
  'GET /rest/api/3/project/{projectIdOrKey}': ignored(404),
  'GET /rest/api/3/search/jql': ignored(200),
  'GET /rest/api/3/issueLinkType': ignored(200),
  'GET /rest/api/3/project': known(ignored(200), REJECTED_2025),
  'GET /rest/api/3/issuetype': known(ignored(200), REJECTED_2025),
});

contractOf(
  '2019-11',
  'revoked',
  { 'GET /rest/api/3/project': refused(401) },
  { claim: 'thread, claim 2: the project list used to answer 401 to a revoked token' },
);

contractOf(
  '2019-12',
  'revoked',
  {
    // Surprising: an account without projects gets the same answer.
    'GET /rest/api/3/project': empty(ignored(200)),
    'GET /rest/api/3/avatar/{type}/system': known(ignored(), {
      grade: 'documented',
      date: '2019-12-10',
      source: THREAD,
      note: 'Atlassian staff names it as an operation that anyone may run, without giving a status.',
    }),
  },
  { claim: 'thread, claims 2 and 5: on the project list, a revoked token now gets 200 and an empty array' },
);

contractOf(
  '2022-11',
  'revoked',
  { 'GET /rest/api/3/project': ignored(200) },
  { claim: 'thread, claim 8: a revoked token falls back to anonymous access' },
);
