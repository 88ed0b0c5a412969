import { openOperations, wanted } from './contract.ts';

// What Atlassian should do: 401 for every invalid credential, on every operation (thread, claim 10, and
// https://jira.atlassian.com/browse/JRACLOUD-93811). Listed are the probes that get another answer today. Each row is
// expected to fail, and turns red on the day it is fixed: then it moves to the contract.

wanted('mistyped', openOperations('all'));
wanted('revoked', openOperations('all'));
wanted('unknown-account', openOperations('all'));

wanted('empty-token', openOperations('core'));
wanted('truncated', openOperations('core'));
wanted('expired', [...openOperations('core'), 'GET /rest/api/3/project/{projectIdOrKey}/versions']);
wanted('email-mismatch', openOperations('core'));
wanted('unknown-email', openOperations('core'));
wanted('password', openOperations('core'));
wanted('no-colon', openOperations('core'));
wanted('not-base64', [...openOperations('core'), 'GET /rest/api/3/project/{projectIdOrKey}/versions']);
wanted('empty-user', openOperations('core'));
wanted('two-colons', openOperations('core'));
wanted('trailing-newline', openOperations('core'));
wanted('lowercase-bearer', openOperations('core'));
wanted('scoped-on-site', openOperations('core'));
wanted('deactivated', openOperations('core'));

// Refused, but with 403: clients take that for a missing permission.
const FORBIDDEN = [
  ...openOperations('core'),
  'GET /rest/api/3/myself',
  'GET /rest/api/3/label',
  'GET /rest/agile/1.0/board',
] as const;

wanted('bearer-token', [...FORBIDDEN, 'GET /rest/api/3/field']);
wanted('admin-key-on-site', FORBIDDEN);
