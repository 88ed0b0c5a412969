import { ANY_ROUTE } from './basis.ts';
import { accepted, contract, known, operations } from './contract.ts';

// The proof of acceptance is the header x-aaccountid, which no anonymous answer has. If no answer is public, the
// status is left open: it depends on what the account may see.
contract('valid', {
  ...operations('all', known(accepted(), ANY_ROUTE)),
  'GET /rest/api/3/myself': accepted(200),
  'GET /rest/api/3/project': accepted(200),
  'GET /rest/api/3/project/search': accepted(200),
  'GET /rest/api/3/serverInfo': accepted(200),
  'GET /rest/api/3/search/jql': accepted(200),
  'GET /rest/api/3/field': accepted(200),
  'GET /rest/api/3/issue/{issueIdOrKey}': accepted(200),
  'GET /rest/api/3/project/{projectIdOrKey}/versions': accepted(200),
});
