import { BOARD_DOCUMENTED, SWEPT } from './basis.ts';
import { asAnonymous, contract, contractOf, ignored, known, refused } from './contract.ts';

// How Jira answers a caller without a credential. This table is the key to all others: a credential that Jira treats
// as anonymous gets the same. Which operations refuse was measured for every published one:
// https://github.com/brekkylab/backlot/blob/1ef8429ec0ebed16e134d0f1cd30b448ffd0cdea/backlot/data/jira_unserved.json
contract(
  'missing',
  {
    ...asAnonymous('all', SWEPT),
    'GET /rest/api/3/myself': refused(401),
    'GET /rest/api/2/myself': refused(401),
    'GET /rest/api/3/label': refused(401),
    'GET /rest/api/3/configuration': refused(401),
    'GET /rest/api/3/field/search': refused(401),
    'GET /rest/api/3/role': refused(401),
    'GET /rest/agile/1.0/board': known(refused(401), BOARD_DOCUMENTED),
    'GET /rest/api/3/project/search': ignored(200),
    'GET /rest/api/3/serverInfo': ignored(200),
    'GET /rest/api/3/field': ignored(200),
    // Filtered: on the same site, a valid credential gets more.
    'GET /rest/api/3/issueLinkType': ignored(200),
    'GET /rest/api/3/dashboard': ignored(200),
    'GET /rest/api/3/search/jql': ignored(200),
    // Jira does not admit that private data exists.
    'GET /rest/api/3/project/{projectIdOrKey}': ignored(404),
    'GET /rest/api/3/project/{projectIdOrKey}/versions': ignored(404),
    'GET /rest/api/3/issue/{issueIdOrKey}': ignored(404),
    // 404 for a private project. On a public one the operation runs and itself answers 401, about permissions:
    // https://github.com/brekkylab/backlot/blob/01f6124bde135691b4ae80361ce096604cd4e64f/backlot/routers/atlassian.py
    'GET /rest/api/3/project/{projectIdOrKey}/role': ignored(404, 401),
  },
  {
    claim: 'thread, claim 5: operations such as "get avatars" and the project list run anonymously by design',
  },
);

contractOf('2022-11', 'missing', {
  // https://github.com/tenable/integration-jira-cloud/issues/139
  'GET /rest/api/3/project/{projectIdOrKey}': ignored(404),
});
