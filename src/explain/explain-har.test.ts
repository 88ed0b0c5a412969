import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { explanationExitCode } from './exit-code.ts';
import { credentialsIn, HarReader, type HarExplanation } from './explain-har.ts';
import { INDEX } from './explain.fixture.ts';
import type { Sent } from './explain-response.ts';

const HOSTS = {
  isSite: ({ hostname }: Pick<URL, 'hostname'>): boolean => hostname.endsWith('.atlassian.net'),
  isGateway: (host: string): boolean => host === 'api.atlassian.com',
};

const BASIC = 'Basic YTpi';

interface Given {
  readonly path: string;
  readonly status?: number;
  readonly authorization?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly host?: string;
  readonly text?: string;
}

const fields = (headers: Readonly<Record<string, string>>) =>
  Object.entries(headers).map(([name, value]) => ({ name, value }));

const entry = ({ path, status = 200, authorization, headers, host = 'acme.atlassian.net', text }: Given) => ({
  request: {
    method: 'GET',
    url: `https://${host}${path}`,
    headers: authorization === undefined ? [] : fields({ Authorization: authorization }),
  },
  response: {
    status,
    headers: fields(headers ?? { 'Content-Type': 'application/json' }),
    ...(text !== undefined && { content: { text } }),
  },
});

const explain = (entries: readonly unknown[], sent?: Sent): HarExplanation => {
  const reader = new HarReader(INDEX, HOSTS, sent);
  for (const one of entries) reader.add(one);
  return reader.explanation();
};

const WORKS = { authorization: BASIC, headers: { 'X-AAccountId': 'x' } };
const DEAD = { authorization: BASIC };

describe('a HAR file', () => {
  it('shows since when the credential was dead', () => {
    const har = explain([
      entry({ path: '/rest/api/3/myself', ...WORKS }),
      entry({ path: '/rest/api/3/project/search?maxResults=1', ...DEAD }),
      entry({ path: '/rest/api/3/myself', ...DEAD, status: 401 }),
      entry({ path: '/rest/api/3/field', ...DEAD, status: 429 }),
    ]);
    expect(har.lines.map(({ state }) => state)).toEqual(['works', 'dead', 'dead', 'cannot-tell']);
    expect(har.firstDead).toMatchObject({ number: 2, operation: 'GET /rest/api/3/project/search' });
    expect(har.after).toEqual({ requests: 2, dead: 1 });
    // Another answer of the site names the account, so the absence is no property of the site.
    expect(har.lines[1]?.sure).toBe('certain');
    expect(explanationExitCode(har)).toBe(1);
  });

  it('is less sure where no answer of the site names an account', () => {
    const har = explain([entry({ path: '/rest/api/3/project', ...DEAD })]);
    expect(har.lines[0]).toMatchObject({ state: 'dead', sure: 'likely' });
  });

  it('takes nothing to have been sent unless it is on record or said', () => {
    const bare = [entry({ path: '/rest/api/3/project' }), entry({ path: '/rest/api/3/project', ...DEAD })];
    expect(explain(bare).lines.map(({ state }) => state)).toEqual(['none', 'dead']);
    expect(explain(bare, 'basic').lines.map(({ state }) => state)).toEqual(['dead', 'dead']);
    expect(explain(bare, 'none').lines.map(({ sent }) => sent)).toEqual(['none', 'basic']);
    expect(explain(bare)).toMatchObject({ withoutAuthorization: 1, assumed: undefined });
    expect(explanationExitCode(explain(bare.slice(0, 1)))).toBe(3);
  });

  it('knows that a preflight has no Authorization, whatever is said', () => {
    const one = entry({ path: '/rest/api/3/project' });
    const preflight = { ...one, request: { ...one.request, method: 'OPTIONS' } };
    expect(explain([preflight], 'basic')).toMatchObject({
      lines: [{ state: 'none' }],
      withoutAuthorization: 0,
    });
  });

  it('leaves out what is not an answer of a Jira API, and counts it', () => {
    const har = explain([
      entry({ path: '/x', host: 'cdn.example.com' }),
      entry({ path: '/rest/api/3/myself', host: 'acme.atlassian.net.example.com' }),
      entry({ path: '/browse/A-1' }),
      entry({ path: '/wiki/rest/api/content', ...DEAD }),
      entry({ path: '/rest/api/3/myself', status: 0 }),
      5,
      null,
      { request: {} },
    ]);
    expect(har.lines).toEqual([]);
    expect(har.ignored).toEqual({ otherHosts: 2, otherPaths: 2, unanswered: 1, malformed: 3 });
    expect(explanationExitCode(har)).toBe(3);
  });

  it('is judged where each request went', () => {
    const har = explain([
      entry({ host: 'api.atlassian.com', path: '/ex/jira/1-2/rest/api/3/project', ...DEAD }),
      entry({ host: 'api.atlassian.com', path: '/admin/v1/orgs', ...DEAD, status: 401 }),
    ]);
    expect(har.lines.map(({ signal }) => signal)).toEqual(['no-anonymous-there', 'unauthorized']);
  });

  it('reads a body in base64', () => {
    const body = Buffer.from('<!doctype html>').toString('base64');
    const har = explain([
      {
        ...entry({ path: '/rest/api/3/project', ...DEAD }),
        response: { status: 200, content: { text: body, encoding: 'base64' } },
      },
    ]);
    expect(har.lines[0]?.signal).toBe('edge-page');
  });

  it('repeats nothing that may be a secret', () => {
    const secret = 'S3cr3t-5f1c9a@example.com';
    const har = explain([
      entry({
        path: `/rest/unknown/${secret}/x;jsessionid=${secret}?token=${secret}#${secret}`,
        authorization: `Bearer ${secret}`,
        headers: { 'set-cookie': secret, 'x-aaccountid': secret, server: secret },
        text: secret,
      }),
      entry({ path: `/rest/api/3/issue/${secret}`, authorization: `Basic ${secret}` }),
    ]);
    expect(har.lines).toHaveLength(2);
    expect(JSON.stringify(har)).not.toContain('S3cr3t');
    expect(JSON.stringify(har)).not.toContain('5f1c9a');
  });

  it('holds credentials, which are found whatever the case of the name', () => {
    const one = entry({ path: '/' });
    const named = { ...one, request: { ...one.request, headers: fields({ aUTHORIZATION: BASIC }) } };
    expect([named, 7].map(credentialsIn)).toEqual([[BASIC], []]);
  });

  it('is explained or counted, whatever an entry holds', () => {
    const header = fc.record({
      name: fc.oneof(fc.string(), fc.constantFrom('__proto__', 'constructor', 'x-aaccountid')),
      value: fc.string(),
    });
    const any = fc.record({
      request: fc.record({
        method: fc.oneof(fc.constantFrom('GET', 'POST', 'get'), fc.string()),
        url: fc.oneof(
          fc.string(),
          fc.string().map((text) => `https://acme.atlassian.net/rest/${text}`),
        ),
        headers: fc.array(header),
      }),
      response: fc.record({
        status: fc.integer({ min: -1, max: 1000 }),
        headers: fc.array(header),
        content: fc.oneof(fc.constant(undefined), fc.record({ text: fc.string(), encoding: fc.string() })),
      }),
    });
    fc.assert(
      fc.property(fc.array(fc.oneof(any, fc.jsonValue()), { maxLength: 8 }), (entries) => {
        const { lines, ignored } = explain(entries, 'basic');
        const counted = Object.values(ignored).reduce((sum, number) => sum + number, 0);
        expect(lines.length + counted).toBe(entries.length);
      }),
    );
  });
});
