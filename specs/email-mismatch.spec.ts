import { THREAD_2022 } from './basis.ts';
import { asAnonymous, contract, contractOf, ignored, known, refused } from './contract.ts';

// The token works, but not with this email.

contract('email-mismatch', {
  ...asAnonymous('core'),
  'GET /rest/api/3/myself': refused(401),
  'GET /rest/api/3/serverInfo': ignored(200),
});

contractOf(
  '2022-11',
  'email-mismatch',
  {
    // https://github.com/apache/devlake/issues/3277
    'GET /rest/api/3/serverInfo': ignored(200),
    'GET /rest/api/3/project': known(ignored(), THREAD_2022),
  },
  { claim: "thread, claim 9: a valid token with another account's email falls back to anonymous access" },
);

contract('unknown-email', { ...asAnonymous('core'), 'GET /rest/api/3/myself': refused(401) });

contractOf('2022-11', 'unknown-email', { 'GET /rest/api/3/serverInfo': ignored(200) });
