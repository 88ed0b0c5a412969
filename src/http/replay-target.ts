import { SYNTHETIC_IDENTITY } from '../contract/identity.ts';
import type { RequestTarget } from './planned-request.ts';

/** The fictitious target of replayed requests. Its hosts are reserved: a request that escaped would reach no server. */
export const REPLAY_TARGET: RequestTarget = {
  site: 'https://jira-site.example.com',
  api: 'https://atlassian-api.example.com',
  cloudId: '00000000-0000-4000-8000-000000000000',
  identity: SYNTHETIC_IDENTITY,
  parameters: { projectIdOrKey: 'EXAMPLE', issueIdOrKey: 'EXAMPLE-1', type: 'project' },
};
