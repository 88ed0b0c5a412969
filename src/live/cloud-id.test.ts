import { expect, it } from 'vitest';
import type { Outcome } from '../http/client.ts';
import type { PlannedRequest } from '../http/planned-request.ts';
import { cloudIdOf } from './cloud-id.ts';
import { settingsFor } from './live.fixture.ts';

const SITE = 'http://127.0.0.1:8080';
const ID = '00000000-0000-4000-8000-00000000000a';

async function lookUp(
  outcome: Outcome,
  cloudId?: string,
): Promise<{ found: unknown; requests: PlannedRequest[] }> {
  const requests: PlannedRequest[] = [];
  const client = {
    ask: (request: PlannedRequest) => {
      requests.push(request);
      return Promise.resolve(outcome);
    },
    close: () => Promise.resolve(),
  };
  return { found: await cloudIdOf({ ...settingsFor(SITE), cloudId }, client), requests };
}

const answered = (text: string | null, status = 200): Outcome => ({
  wire: { status, headers: {}, text },
  at: 0,
});

it.each([
  `{"cloudId":"${ID}"}`,
  `{ "cloudId" : "${ID}", "more": 1 }`,
  `{"cloudId":\n"${ID}"}`,
  `{"cloudId"\n:"${ID}"}`,
])('is looked up at the site: %s', async (text) => {
  const { found, requests } = await lookUp(answered(text));
  expect(found).toEqual({ id: ID });
  expect(requests).toEqual([{ origin: SITE, path: '/_edge/tenant_info', query: {}, authorization: null }]);
});

it('is not looked up if the settings contain it', async () => {
  const { found, requests } = await lookUp(answered('{}'), 'a-cloud');
  expect(found).toEqual({ id: 'a-cloud' });
  expect(requests).toEqual([]);
});

it.each<[string, Outcome, string]>([
  ['no answer', { failure: 'the connection was reset', stopped: false }, 'the connection was reset'],
  ['a page', answered('<!doctype html>', 404), '404'],
  ['no body', answered(null, 403), '403'],
  ['a short id', answered('{"cloudId":"0-0"}'), '200'],
  ['an invalid id', answered(`{"cloudId":"${ID.replace('a', 'z')}"}`), '200'],
  ['an id with more behind it', answered(`{"cloudId":"${ID}0"}`), '200'],
])('is unknown after %s, and the message says how to set it', async (_, outcome, word) => {
  const { found } = await lookUp(outcome);
  expect(found).toEqual({ unknown: expect.stringContaining('JIRA_CLOUD_ID') as string });
  expect(JSON.stringify(found)).toContain(word);
});
