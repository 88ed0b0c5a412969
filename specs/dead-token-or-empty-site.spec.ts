import { tellsApart } from './contract.ts';

// The question of the thread: an account may simply have no projects, so how can a token be checked? By /myself,
// which answers 200 with the account, or 401. Atlassian names it as the workaround in
// https://jira.atlassian.com/browse/JRACLOUD-93811
tellsApart(['revoked', 'expired', 'mistyped', 'empty-token', 'unknown-account'], {
  by: 'GET /rest/api/3/myself',
  notBy: 'GET /rest/api/3/project/search',
  claim: 'thread, claim 3: /myself tells a dead token from an empty site, the project list does not',
});
