import { REJECTED_2025 } from './basis.ts';
import { asAnonymous, contract, contractOf, empty, ignored, known, refused } from './contract.ts';

// Tokens made since 2024-12-15 are valid for at most a year, so every token expires some day.
contract('expired', {
  ...asAnonymous('core'),
  'GET /rest/api/3/myself': refused(401),
  'GET /rest/api/3/project/search': ignored(200),
  'GET /rest/api/3/serverInfo': ignored(200),
  'GET /rest/api/3/project/{projectIdOrKey}/versions': ignored(404),
  // Expired or revoked: the sources of these rows do not distinguish the two.
  'GET /rest/api/3/issue/{issueIdOrKey}': ignored(404),
  'GET /rest/api/3/project/{projectIdOrKey}': ignored(404),
  'GET /rest/api/3/search/jql': ignored(200),
  'GET /rest/api/3/project': known(ignored(200), REJECTED_2025),
});

contractOf(
  '2019-11',
  'expired',
  { 'GET /rest/api/3/project': refused(401) },
  { claim: 'thread, claim 2: the project list used to answer 401 to an expired token' },
);

contractOf(
  '2019-12',
  'expired',
  { 'GET /rest/api/3/project': empty(ignored(200)) },
  { claim: 'thread, claim 2: on the project list, an expired token now gets 200 and an empty array' },
);
