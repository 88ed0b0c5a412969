import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { compare } from '../../change/compare.ts';
import type { Change } from '../../change/change.ts';
import type { Answer } from '../../classify/answer.ts';
import { classify } from '../../classify/classify.ts';
import { MEASURED_SITE } from '../../classify/site-traits.ts';
import { environmentFor } from '../../config/stand-in-environment.ts';
import { CREDENTIALS } from '../../contract/credentials.ts';
import { ignored, refused } from '../../contract/expectation.ts';
import { SYNTHETIC_IDENTITY } from '../../contract/identity.ts';
import { OPERATIONS } from '../../contract/operations.ts';
import type { Probe } from '../../contract/probe.ts';
import type { Exchange } from '../../evidence/exchange.ts';
import { readRecordings } from '../../evidence/recordings.ts';
import type { RowResult } from '../../run/row-result.ts';
import { LIVE_INFO, liveRunOf, runOfRecordings } from '../../run/run.fixture.ts';
import { snapshotOfRecordings, snapshotOfRun } from '../../run/snapshot.ts';
import { openStandIn, type StandIn } from '../../stand-in/stand-in.ts';
import type { CheckDocument } from '../documents/check/check-document.ts';
import { curlCommand, PREPARATION, standaloneCommand } from '../by-hand/curl.ts';
import { render } from '../formats.ts';
import { FILE_LAYOUT } from '../layout.ts';
import { reproduceScript } from './reproduce.ts';

/** The shells that the script must run in, each with the arguments before those of the script. */
const SHELLS = [
  ['dash', '-eu'],
  ['bash', '-eu'],
  ['busybox', 'sh', '-eu'],
] as const;

let folder: string;
let site: StandIn;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'reproduce-'));
  site = await openStandIn();
});

afterEach(async () => {
  await site.close();
  rmSync(folder, { recursive: true, force: true });
});

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs a script with the settings of the stand-in, unless others are given. */
async function inShell(
  [program, ...before]: readonly string[],
  script: string,
  env: Readonly<Record<string, string>> = {},
  args: readonly string[] = [],
): Promise<Ended> {
  const file = join(folder, 'reproduce.sh');
  writeFileSync(file, script);
  const child = spawn(program ?? 'sh', [...before, file, ...args], {
    env: {
      PATH: process.env['PATH'] ?? '',
      JIRA_PASSWORD: SYNTHETIC_IDENTITY.password,
      ...environmentFor(site.origin),
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { code: child.exitCode, out, err };
}

function publicDocument(): CheckDocument {
  const run = runOfRecordings(readRecordings('public-2026-09'));
  const [base, head] = [snapshotOfRecordings(readRecordings('public-2022-11')), snapshotOfRun(run)];
  return { run, file: 'run.json', diff: { base, head, ...compare(base, head), failOn: 'minor' } };
}

const scriptOf = (document: CheckDocument): string => render('bug-report', 'sh', document, FILE_LAYOUT);

/** Of the change from 2022-11 to 2026-09: tokens that were refused and are ignored. */
const PUBLIC = scriptOf(publicDocument());

/** A broken row with an answer. */
const broken = (probe: Probe, answer: RowResult['answer']): RowResult => ({
  ...probe,
  kind: 'contract',
  era: '2026-09',
  expected: answer?.treatment === 'refused' ? ignored(200) : refused(401),
  verdict: 'broken',
  answer,
  sources: [],
});

const documentOf = (rows: readonly RowResult[], changes?: readonly Change[]): CheckDocument => ({
  run: liveRunOf(rows),
  file: 'run.json',
  diff: changes
    ? { base: LIVE_INFO, head: LIVE_INFO, changes, undecided: [], unchanged: 0, failOn: 'minor' }
    : null,
});

/** Every credential on a core operation, so that the script contains every way of sending one. */
const EVERY = scriptOf(
  documentOf(
    CREDENTIALS.map(({ name, place }) =>
      broken(
        {
          credential: name,
          operation:
            place === 'admin' ? 'GET https://api.atlassian.com/admin/v1/orgs' : 'GET /rest/api/3/project',
        },
        { status: 200, treatment: 'ignored', mark: 'no-account-id' },
      ),
    ),
  ),
);

/** The status, headers and body of a response. */
type Served = readonly [status: number, headers: Readonly<Record<string, string>>, body: string];

/** The answer to a token that works. */
const ACCOUNT: Served = [200, { 'x-aaccountid': 'account-0' }, '{"accountId":"account-0"}'];

/** Opens a site that answers as told, given the path and the credential. */
async function serve(
  answer: (path: string, authorization: string) => Served,
): Promise<{ settings: Record<string, string>; close: () => void }> {
  const server = createServer(({ url = '', headers: { authorization = '' } }, response) => {
    const [status, headers, body] = answer(url, authorization);
    response.writeHead(status, headers);
    response.end(body);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const origin = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
  return {
    settings: { JIRA_SITE: origin, JIRA_API_ORIGIN: origin, JIRA_CLOUD_ID: '1' },
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** Every credential, by hand. */
const PROBES_BY_HAND = CREDENTIALS.map(({ name }): Probe => ({
  credential: name,
  operation: 'GET /rest/api/3/project/{projectIdOrKey}',
}));

const linesOf = ({ out }: Ended, start: RegExp): string[] =>
  out.split('\n').filter((line) => start.test(line));

describe.each(SHELLS.map((shell) => [shell.join(' '), shell] as const))('reproduce.sh in %s', (_, shell) => {
  it('reproduces what is reported, and shows the headers that decide', async () => {
    const ended = await inShell(shell, PUBLIC);
    expect(ended).toMatchObject({ code: 0, err: '' });
    const reproduced = linesOf(ended, /^reproduced /);
    expect(reproduced.length).toBeGreaterThan(5);
    for (const line of reproduced) {
      expect(line).toMatch(/x-aaccountid/);
      expect(line).toMatch(/x-seraph-loginreason/);
    }
    expect(linesOf(ended, /^NOT/)).toEqual([]);
    // The first request is the control.
    expect(site.requests[0]).toMatchObject({ path: '/rest/api/3/myself', state: 'account' });
  });

  it.each(['wanted', '2022-11'] as const)(
    'reproduces nothing on a site that behaves as of %s',
    async (era) => {
      site.become(era);
      const ended = await inShell(shell, PUBLIC);
      expect(ended.code).toBe(1);
      expect(linesOf(ended, /^NOT/).length).toBeGreaterThan(5);
      expect(linesOf(ended, /^reproduced/)).toEqual([]);
    },
  );

  it('reproduces if a part still behaves as reported', async () => {
    const undo = site.inject({
      kind: 'answer',
      status: 401,
      headers: { 'www-authenticate': 'OAuth realm="x"' },
      when: ({ path }) => path.endsWith('/serverInfo'),
    });
    const ended = await inShell(shell, PUBLIC);
    undo();
    expect(ended.code).toBe(0);
    expect(linesOf(ended, /^NOT/)).toHaveLength(1);
  });

  it.each<[string, Record<string, string>]>([
    ['a wrong token', { JIRA_API_TOKEN: 'garbage' }],
    ['a revoked token', { JIRA_API_TOKEN: SYNTHETIC_IDENTITY.revokedToken }],
    ['a wrong email', { JIRA_EMAIL: 'nobody@example.com' }],
  ])('concludes nothing with %s, and sends the control alone', async (_name, env) => {
    const ended = await inShell(shell, PUBLIC, env);
    expect(ended.code).toBe(3);
    expect(linesOf(ended, /^(?:reproduced|NOT)/)).toEqual([]);
    expect(site.requests).toHaveLength(1);
  });

  it('sends nothing without settings, and names what is missing', async () => {
    const none = { JIRA_SITE: '', JIRA_EMAIL: '', JIRA_API_TOKEN: '' };
    const ended = await inShell(shell, PUBLIC, none);
    expect(ended.code).toBe(2);
    for (const name of Object.keys(none)) expect(ended.out).toContain(name);
    expect(site.requests).toEqual([]);
  });

  it.each<[string, Record<string, string>]>([
    ['a site without a scheme', { JIRA_SITE: 'acme.atlassian.net' }],
    ['http elsewhere', { JIRA_SITE: 'http://acme.atlassian.net' }],
    ['a path after the site', { JIRA_SITE: 'https://acme.atlassian.net/jira' }],
    ['a line break in the token', { JIRA_API_TOKEN: 'a\nb' }],
  ])('sends nothing with %s, and says so in one sentence', async (_name, env) => {
    const { code, out, err } = await inShell(shell, PUBLIC, env);
    expect(code).toBe(2);
    expect(err.trim().split('\n')).toHaveLength(1);
    expect(`${out}${err}`).toContain(Object.keys(env)[0]);
    expect(site.requests).toEqual([]);
  });

  it.each(['/', '///'])('bears %s after the site', async (slashes) => {
    const origin = `${site.origin}${slashes}`;
    const ended = await inShell(shell, PUBLIC, { JIRA_SITE: origin, JIRA_API_ORIGIN: origin });
    expect(ended.code).toBe(0);
    expect(site.requests.filter(({ path }) => path.startsWith('//'))).toEqual([]);
  });

  it('concludes nothing if nobody answers', async () => {
    const ended = await inShell(shell, PUBLIC, { JIRA_SITE: 'http://127.0.0.1:1' });
    expect(ended.code).toBe(3);
    expect(linesOf(ended, /^(?:reproduced|NOT)/)).toEqual([]);
  });

  it.each([
    ['429', { kind: 'throttle' }],
    ['503', { kind: 'status', status: 503 }],
    ['a broken connection', { kind: 'reset' }],
    ['half an answer', { kind: 'reset-mid-body' }],
    ['a page of a proxy', { kind: 'wrong-type' }],
    ['a suspended site', { kind: 'suspended' }],
  ] as const)('concludes nothing from %s, whether at the control or after it', async (_name, fault) => {
    const undo = site.inject(fault);
    expect((await inShell(shell, PUBLIC)).code).toBe(3);
    undo();
    site.inject({ ...fault, when: ({ path }) => !path.endsWith('/myself') });
    const ended = await inShell(shell, PUBLIC, {}, ['guard-loosened']);
    expect(ended.code).toBe(3);
    expect(linesOf(ended, /^(?:reproduced|NOT)/)).toEqual([]);
  });

  it('stops if answers are too slow', async () => {
    site.inject({ kind: 'stall-headers', when: ({ path }) => !path.endsWith('/myself') });
    const ended = await inShell(shell, PUBLIC, { MAX_TIME: '1' });
    expect(ended.code).toBe(3);
    expect(site.requests.length).toBeLessThanOrEqual(4);
  });

  it('stops at the first sign of a CAPTCHA', async () => {
    site.inject({ kind: 'captcha', when: ({ path }) => !path.endsWith('/myself') });
    const ended = await inShell(shell, PUBLIC);
    expect(ended.code).toBe(3);
    expect(site.requests).toHaveLength(2);
  });

  it('sends the requests of one rule if it is named, and knows its rules', async () => {
    const ended = await inShell(shell, PUBLIC, {}, ['refusal-changed']);
    expect(ended.code).toBe(0);
    expect(linesOf(ended, /^reproduced/)).toHaveLength(1);
    const before = site.requests.length;
    expect((await inShell(shell, PUBLIC, {}, ['no-such-rule'])).code).toBe(2);
    expect(site.requests).toHaveLength(before);
  });

  it('sends every credential, with a control at each place, and looks up the id of the site', async () => {
    const ended = await inShell(shell, EVERY);
    expect(ended.err).toBe('');
    expect(linesOf(ended, /^skipped/)).toEqual([]);
    expect(linesOf(ended, /^control passed/)).toHaveLength(3);
    expect(linesOf(ended, /^(?:reproduced|NOT|inconclusive)/)).toHaveLength(CREDENTIALS.length);
    expect(ended.code).toBe(0);
  });

  it('skips what the reader has no credential for, with one line each', async () => {
    const ended = await inShell(shell, EVERY, {
      JIRA_REVOKED_TOKEN: '',
      JIRA_EXPIRED_TOKEN: '',
      JIRA_PASSWORD: '',
    });
    expect(ended.code).toBe(0);
    const skipped = linesOf(ended, /^skipped/);
    for (const name of ['JIRA_REVOKED_TOKEN', 'JIRA_EXPIRED_TOKEN', 'JIRA_PASSWORD'])
      expect(skipped.filter((line) => line.includes(name)).length).toBeGreaterThan(0);
    expect(skipped).toHaveLength(4);
  });

  it('prints no secret, whatever the site repeats, and leaves no file behind', async () => {
    const values = Object.values(SYNTHETIC_IDENTITY).filter((value) => value.length > 15);
    const encoded = CREDENTIALS.flatMap(({ header }) => header(SYNTHETIC_IDENTITY)?.split(' ')[1] ?? []);
    const temporary = join(folder, 'temporary');
    execFileSync('mkdir', [temporary]);
    const anyone = (ended: Ended): string[] =>
      [...values, ...encoded].filter((value) => `${ended.out}${ended.err}`.includes(value));
    site.inject({ kind: 'hostile', when: ({ path }) => !path.endsWith('/myself') });
    const ended = await inShell(shell, EVERY, { TMPDIR: temporary });
    expect(anyone(ended)).toEqual([]);
    // oxlint-disable-next-line no-control-regex -- that is what they are
    expect(ended.out).not.toMatch(/[\u0000-\u0009\u000B-\u001F\u007F]/);
    expect(readdirSync(temporary)).toEqual([]);
    const echoed = {
      'x-seraph-loginreason': SYNTHETIC_IDENTITY.apiToken,
      'x-failure-category': encoded[0] ?? '',
    };
    site.inject({ kind: 'answer', status: 401, headers: { ...echoed, 'x-aaccountid': '' } });
    expect(anyone(await inShell(shell, EVERY))).toEqual([]);
  });

  it('sends nothing where a program is missing', async () => {
    const bin = join(folder, 'bin');
    execFileSync('mkdir', [bin]);
    for (const name of ['awk', 'base64', 'sed', 'tr', shell[0]]) {
      symlinkSync(
        execFileSync('sh', ['-c', `command -v ${name}`], { encoding: 'utf8' }).trim(),
        join(bin, name),
      );
    }
    const { code, err } = await inShell(shell, PUBLIC, { PATH: bin });
    expect(code).toBe(2);
    expect(err).toContain('curl');
  });

  it('runs no command that is hidden in a name', async () => {
    const mark = join(folder, 'ran');
    const evil = [
      "'; touch MARK; '",
      '$(touch MARK)',
      '`touch MARK`',
      '\ntouch MARK\n',
      '\rtouch MARK',
      '\u2028touch MARK',
      '%s%n\\',
      '"; touch MARK; "',
    ].map((words) => words.replaceAll('MARK', mark));
    for (const words of evil) {
      const { run } = publicDocument();
      const recordings = { ...run.recordings, dates: { from: words, to: words }, name: words };
      const rows = [
        broken(
          { credential: 'mistyped', operation: 'GET /rest/api/3/project' },
          {
            status: 200,
            treatment: 'ignored',
            mark: 'no-account-id',
            failureCategory: words,
            loginReason: words,
          },
        ),
      ].map((row) => ({ ...row, expected: { ...ignored(200), failureCategory: words } }));
      // Without what render() takes out of texts, too.
      const document: CheckDocument = { run: { ...run, recordings, rows }, file: words, diff: null };
      for (const script of [scriptOf(document), reproduceScript(document)]) {
        const { code } = await inShell(shell, script);
        expect([words, code !== 2]).toEqual([words, true]);
      }
    }
    expect(readdirSync(folder)).not.toContain('ran');
  });
});

describe('reproduce.sh', () => {
  it.each([
    ['of the public sets', PUBLIC],
    ['of every credential', EVERY],
    ['of nothing', scriptOf(documentOf([]))],
    ['by hand', ['#!/bin/sh', ...PREPARATION, ...PROBES_BY_HAND.map(curlCommand), ''].join('\n')],
    ['of the tickets', ['#!/bin/sh', ...PROBES_BY_HAND.map(standaloneCommand), ''].join('\n')],
  ])('%s is clean under shellcheck', (_name, script) => {
    const { stdout, status } = spawnSync('shellcheck', ['-s', 'sh', '-'], {
      input: script,
      encoding: 'utf8',
    });
    expect(stdout).toBe('');
    expect(status).toBe(0);
  });

  it('names only variables that it uses', () => {
    expect(
      PUBLIC.match(/JIRA_\w+/g)?.filter((name) => /REVOKED|ADMIN|CLOUD|API_ORIGIN|SCOPED/.test(name)),
    ).toEqual(['JIRA_API_ORIGIN']);
  });
});

/** A change under a rule, with the answer that is reported and one that is not, from a site that answers all others alike. */
const MARKED: [Change['rule'], Probe, Answer, Answer, Served, Served][] = [
  [
    'signal-lost',
    { credential: 'mistyped', operation: 'GET /rest/api/3/project' },
    { status: 200, treatment: 'ignored', mark: 'login-failed', loginReason: 'AUTHENTICATED_FAILED' },
    { status: 200, treatment: 'ignored', mark: 'no-account-id', loginReason: null },
    [200, {}, '[]'],
    [200, { 'x-seraph-loginreason': 'AUTHENTICATED_FAILED' }, '[]'],
  ],
  [
    'data-exposed',
    { credential: 'missing', operation: 'GET /rest/api/3/project' },
    { status: 200, treatment: 'ignored', mark: 'no-account-id', shape: [] },
    { status: 200, treatment: 'ignored', mark: 'no-account-id', shape: [{ id: 'string' }] },
    [200, {}, '[{"id":"1"}]'],
    [200, {}, ' [ ] '],
  ],
  [
    'data-exposed',
    { credential: 'missing', operation: 'GET /rest/api/3/project/search' },
    { status: 200, treatment: 'ignored', mark: 'no-account-id', shape: { values: [] } },
    { status: 200, treatment: 'ignored', mark: 'no-account-id', shape: { values: [{ id: 'string' }] } },
    [200, {}, '{"total":1,"values":[{"id":"1"}]}'],
    [200, {}, '{"total":0,"values":[]}'],
  ],
  [
    'another-account',
    { credential: 'valid', operation: 'GET /rest/api/3/project' },
    { status: 200, treatment: 'accepted', mark: 'account-id' },
    { status: 200, treatment: 'accepted', mark: 'another-account' },
    [200, { 'x-aaccountid': 'account-9' }, '[]'],
    [200, { 'x-aaccountid': 'account-0' }, '[]'],
  ],
  [
    'refusal-reason-changed',
    { credential: 'gateway-mistyped', operation: 'GET /rest/api/3/project' },
    {
      status: 401,
      treatment: 'refused',
      mark: 'unauthorized',
      failureCategory: 'FAILURE_CLIENT_SCOPE_CHECK',
    },
    { status: 401, treatment: 'refused', mark: 'unauthorized', failureCategory: 'FAILURE_CLIENT_AUTH' },
    [401, { 'x-failure-category': 'FAILURE_CLIENT_AUTH' }, ''],
    [401, { 'x-failure-category': 'FAILURE_CLIENT_SCOPE_CHECK' }, ''],
  ],
  [
    'operation-removed',
    { credential: 'valid', operation: 'GET /rest/api/3/project' },
    { status: 200, treatment: 'accepted', mark: 'account-id' },
    { status: 410, treatment: 'inconclusive', mark: 'operation-removed' },
    [410, {}, '{"errorMessages":["gone"]}'],
    [200, { 'x-aaccountid': 'account-0' }, '[]'],
  ],
  [
    'valid-refused',
    { credential: 'valid', operation: 'GET /rest/api/3/project' },
    { status: 200, treatment: 'accepted', mark: 'account-id' },
    { status: 200, treatment: 'ignored', mark: 'no-account-id' },
    [200, {}, '[]'],
    [200, { 'x-aaccountid': 'account-0' }, '[]'],
  ],
];

/** A change of a probe under a rule, in a run in which the valid token is accepted elsewhere. */
function changedDocument(rule: Change['rule'], probe: Probe, before: Answer, after: Answer): CheckDocument {
  const row: RowResult = { ...broken(probe, after), verdict: 'kept' };
  const elsewhere = { credential: 'valid', operation: 'GET /rest/api/3/label' } as const;
  return documentOf(
    [
      row,
      { ...broken(elsewhere, { status: 200, treatment: 'accepted', mark: 'account-id' }), verdict: 'kept' },
    ],
    [{ ...probe, rule, level: 'major', before, after, fingerprint: '0'.repeat(16), sources: [] }],
  );
}

it.each(MARKED)('reproduce.sh tells a %s on %o by what distinguishes it', async (...marked) => {
  const [rule, probe, before, after, reported, other] = marked;
  const script = scriptOf(changedDocument(rule, probe, before, after));
  const path = probe.operation.slice('GET '.length);
  const served = { now: reported };
  const server = await serve((asked) => (asked.endsWith(path) ? served.now : ACCOUNT));
  const codes: unknown[] = [];
  for (const answer of [reported, other]) {
    served.now = answer;
    codes.push((await inShell(['dash'], script, server.settings)).code);
  }
  server.close();
  expect(codes).toEqual([0, 1]);
});

it('reproduce.sh uses another control if the report is about the usual one', async () => {
  const probe = { credential: 'valid', operation: 'GET /rest/api/3/myself' } as const;
  const before = { status: 200, treatment: 'accepted', mark: 'account-id' } as const;
  const script = scriptOf(
    changedDocument('valid-refused', probe, before, {
      status: 401,
      treatment: 'refused',
      mark: 'unauthorized',
    }),
  );
  const server = await serve((path) => (path.endsWith('/myself') ? [401, {}, ''] : ACCOUNT));
  expect((await inShell(['dash'], script, server.settings)).code).toBe(0);
  server.close();
});

const RESPONSES: Served[] = [
  [200, { 'x-aaccountid': 'account-1' }, '[]'],
  [200, { 'X-Seraph-LoginReason': 'OUT, AUTHENTICATED_FAILED' }, '[]'],
  [200, {}, '{"accountId":"x"}'],
  [200, {}, '{"nested":{"accountId":"x"}}'],
  [200, {}, '{"broken": '],
  [200, { 'content-type': 'text/html' }, '<!doctype html><html></html>'],
  [200, {}, ''],
  [400, {}, '{"errorMessages":["x"]}'],
  [400, { 'x-aaccountid': 'a' }, '{"errorMessages":["x"]}'],
  [401, {}, '{"errorMessages":["{\\"errorMessages\\": []}"]}'],
  [401, { 'www-authenticate': 'OAuth realm="x"' }, '{"errorMessages":["x"]}'],
  [401, {}, 'Client must be authenticated to access this resource.'],
  [401, {}, '{"a":{"errorMessages":[]}}'],
  [403, {}, '{"error": "Failed to parse Connect Session Auth Token"}'],
  [403, {}, '{"errorMessages":["x"],"errors":{}}'],
  [403, {}, '<html></html>'],
  [403, { 'x-authentication-denied-reason': 'CAPTCHA_CHALLENGE; login-url=x' }, ''],
  [200, { 'x-seraph-loginreason': 'AUTHENTICATION_DENIED' }, '[]'],
  [404, {}, '{"errorMessage":"x","errorCode":"OTHER"}'],
  [404, {}, '{"errorMessages":["x"]}'],
  [410, {}, '{"errorMessages":["x"]}'],
  [302, { location: 'https://id.atlassian.com/x' }, ''],
  [302, { location: 'https://id.atlassian.com.example.com/x' }, ''],
  [302, { location: '/LOGIN.jsp' }, ''],
  [302, { location: '/jira' }, ''],
  [407, {}, ''],
  [429, {}, ''],
  [503, {}, ''],
  [405, {}, ''],
  [422, {}, '{}'],
];

const PROBES: Probe[] = [
  { credential: 'mistyped', operation: 'GET /rest/api/3/myself' },
  { credential: 'mistyped', operation: 'GET /rest/api/3/project' },
  { credential: 'mistyped', operation: 'GET /rest/api/3/label' },
  { credential: 'gateway-mistyped', operation: 'GET /rest/api/3/project' },
];

it.each(SHELLS.map((shell) => [shell.join(' '), shell] as const))(
  'reproduce.sh in %s understands an answer as this project does',
  async (_, shell) => {
    const controls = new Set(
      CREDENTIALS.filter(({ name }) => name === 'valid' || name === 'gateway-scoped').map(({ header }) =>
        header(SYNTHETIC_IDENTITY),
      ),
    );
    const served = { now: ACCOUNT };
    const server = await serve((_path, authorization) =>
      controls.has(authorization) ? ACCOUNT : served.now,
    );
    const cases = RESPONSES.flatMap((response) =>
      PROBES.slice(0, shell[0] === 'dash' ? undefined : 2).map((probe) => [response, probe] as const),
    );
    const different: unknown[] = [];
    for (const [response, probe] of cases) {
      const [status, headers, body] = response;
      served.now = response;
      const lower = Object.fromEntries(
        Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
      );
      const exchange: Exchange = {
        ...probe,
        response: { status, headers: lower, body: { text: body } },
        meta: { origin: 'recorded', date: '2026-09-30T00:00:00Z' },
      };
      const answer = classify(exchange, MEASURED_SITE);
      const conclusive = answer.treatment !== 'inconclusive';
      // If the answer is inconclusive, a report could not be about it; the script must not conclude anything either.
      const script = reproduceScript(
        documentOf([
          {
            ...broken(
              probe,
              conclusive ? answer : { ...answer, treatment: 'ignored', mark: 'no-account-id' },
            ),
            expected: refused(499),
          },
        ]),
      );
      expect(script).toContain('probe contract-broken');
      const { code, out } = await inShell(shell, script, server.settings);
      if (code !== (conclusive ? 0 : 3)) different.push([response, probe, answer.treatment, code, out]);
    }
    server.close();
    expect(different).toEqual([]);
  },
);

it('every operation of the contract is sent to the path that this project asks', async () => {
  const operations = OPERATIONS.filter((operation) => !('admin' in operation));
  const script = scriptOf(
    documentOf(
      operations.map(({ id }) =>
        broken(
          { credential: 'mistyped', operation: id },
          { status: 200, treatment: 'ignored', mark: 'no-account-id' },
        ),
      ),
    ),
  );
  await inShell(['dash'], script);
  expect(new Set(site.requests.slice(1).map(({ path }) => path)).size).toBe(operations.length);
});
