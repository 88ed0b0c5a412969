import { SERVICE_ACCOUNT } from '../src/contract/sources.ts';
import { AS_OTHERS_AT_GATEWAY } from './basis.ts';
import { accepted, because, contract, known, refused } from './contract.ts';

// api.atlassian.com/ex/jira/{cloudId} answers differently: 401 with its own JSON body, also for operations that are
// open on the site.

contract('gateway-scoped', {
  // https://github.com/stablyai/orca/pull/20092
  'GET /rest/api/3/myself': accepted(200),
});

// A service account's token works as Bearer; with Basic it gets 401.
contract('gateway-bearer', {
  'GET /rest/api/3/field/search': accepted(200),
  'GET /rest/api/3/myself': known(accepted(), {
    grade: 'reported',
    date: '2026-08',
    source: 'https://github.com/airbytehq/airbyte/tree/master/airbyte-integrations/connectors/source-jira',
    note: 'A connector relies on Bearer being accepted; it names no status for this operation.',
  }),
});

// Surprising: a working token gets 401 as well. Only the body and x-failure-category distinguish the two. The header
// was measured with this body on the Confluence side of the same gateway:
// https://github.com/kovetskiy/mark/issues/917
contract('gateway-scope-missing', {
  'GET /rest/agile/1.0/board': because('FAILURE_CLIENT_SCOPE_CHECK', refused(401)),
});

contract('gateway-mistyped', {
  'GET /rest/api/3/myself': known(refused(401), AS_OTHERS_AT_GATEWAY),
  'GET /rest/agile/1.0/board': known(refused(401), AS_OTHERS_AT_GATEWAY),
});

contract('gateway-email-mismatch', {
  'GET /rest/api/3/myself': known(refused(401), AS_OTHERS_AT_GATEWAY),
  'GET /rest/agile/1.0/board': refused(401),
});

contract('gateway-rejected', {
  'GET /rest/api/3/field': known(because('FAILURE_CLIENT_AUTH', refused(401)), {
    grade: 'measured',
    date: '2026-05-01',
    source: 'A public application log that is not linked because it contains credentials.',
    note: 'An OAuth access token five minutes past its expiry, on an operation that is open on the site.',
  }),
  'GET /rest/agile/1.0/board': known(refused(401), {
    grade: 'reported',
    date: '2026-03-08',
    source: SERVICE_ACCOUNT,
    note: 'A rejected pair with a working token; no raw capture of a dead API token at the gateway is public.',
  }),
});
