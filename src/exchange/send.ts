import { request, type Dispatcher } from 'undici';
import type { KeptResponse } from '../evidence/exchange.ts';
import type { PlannedRequest } from './target.ts';

const USER_AGENT = 'jira-token-contract (+https://jira.atlassian.com/browse/JRACLOUD-93811)';

/**
 * Sends one request and reads its answer whole. Redirects are answers: they are never followed.
 *
 * @param dispatcher undici's, with the host lock in it
 */
export async function send(planned: PlannedRequest, dispatcher: Dispatcher): Promise<Required<KeptResponse>> {
  const { origin, path, query, authorization } = planned;
  const response = await request(new URL(path, origin), {
    dispatcher,
    method: 'GET',
    query: { ...query },
    headers: {
      accept: 'application/json',
      'user-agent': USER_AGENT,
      ...(authorization === null ? {} : { authorization }),
    },
  });
  const headers = Object.entries(response.headers).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  );
  return {
    status: response.statusCode,
    headers: Object.fromEntries(headers),
    absent: [],
    body: { text: await response.body.text() },
  };
}
