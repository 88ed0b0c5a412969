import { asAnonymous, contract, known, refused } from './contract.ts';

contract(
  'deactivated',
  {
    ...asAnonymous('core'),
    'GET /rest/api/3/myself': known(refused(401), {
      grade: 'documented',
      date: 'undated',
      source: 'https://jira.atlassian.com/browse/AX-684',
      note: 'States that tokens get 401 once the account is deactivated, without naming an operation.',
    }),
  },
  { claim: 'thread, claim 6: a token stops working when its account is deactivated' },
);
