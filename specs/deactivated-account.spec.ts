import { asAnonymous, contract, known, refused } from './contract.ts';

contract(
  'deactivated',
  {
    ...asAnonymous('core'),
    'GET /rest/api/3/myself': known(refused(401), {
      grade: 'documented',
      date: 'undated',
      source: 'https://jira.atlassian.com/browse/AX-684',
      note: 'Says that tokens stop with 401 when the account is deactivated, and names no operation.',
    }),
  },
  { claim: 'thread, claim 6: a token ends when its account is deactivated' },
);
