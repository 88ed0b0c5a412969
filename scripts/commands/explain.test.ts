import { execFileSync } from 'node:child_process';
import { appendFileSync, writeFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { clearSecrets } from '../../src/secrets/redaction.ts';
import { explainSchema } from '../../src/report/machine/explain-schema.ts';
import { useFolder } from '../temporary-project.fixture.ts';
import { callCommand, type Called } from './commands.fixture.ts';
import { explainCommand } from './explain.ts';

useFolder();

afterEach(clearSecrets);

const explain = (...args: readonly string[]): Promise<Called> => callCommand(explainCommand, args);

const piped = (text: string, ...args: readonly string[]): Promise<Called> =>
  callCommand(explainCommand, args, {
    stdin: async function* () {
      yield Buffer.from(text);
    },
  });

const DEAD = ['--status', '200', '--header', 'x-seraph-loginreason: AUTHENTICATED_FAILED'];

const SECRET = 'a-password-of-17c';

const har = (...entries: readonly object[]): string => JSON.stringify({ log: { entries } });

const ENTRY = {
  request: {
    method: 'GET',
    url: `https://acme.atlassian.net/rest/api/3/project?x=${SECRET}`,
    headers: [{ name: 'Authorization', value: `Basic ${btoa(`someone@leak.example.com:${SECRET}`)}` }],
  },
  response: { status: 200, headers: [{ name: 'server', value: SECRET }], content: { text: SECRET } },
};

/** An entry of a host. */
const at = (host: string, port = ''): object => ({
  ...ENTRY,
  request: { ...ENTRY.request, url: `https://${host}${port}/rest/api/3/project` },
});

describe('explain', () => {
  it.each<[number, string[]]>([
    [0, ['v3 project']],
    [0, ['GET /rest/api/3/project', 'v3 myself']],
    [0, ['https://acme.atlassian.net/rest/api/latest/project/A?b']],
    [1, [...DEAD, '--sent', 'basic']],
    [1, ['v3 project', ...DEAD, '--sent', 'basic']],
    [3, [...DEAD, '--sent', 'none']],
    [0, ['--status', '404', '--header', 'X-AAccountID: x', '--sent', 'basic']],
    [3, ['--status', '503', '--sent', 'bearer']],
    [2, []],
    [2, DEAD],
    [2, ['--header', 'a: b']],
    [2, ['--sent', 'basic']],
    [2, ['v3 project', '--sent', 'basic']],
    [2, ['no such thing']],
    [2, ['no-such.har']],
    [2, ['v3 project', 'v3 myself', ...DEAD, '--sent', 'basic']],
    [2, ['--status', '200', '--header', 'a', '--sent', 'basic']],
    [2, ['--status', '200', '--body', 'no-such-file', '--sent', 'basic']],
    [2, ['-']],
  ])('exits with %d: %j', async (code, args) => {
    const called = await explain(...args);
    expect({ code: called.code, err: called.err.trim().split('\n').length }).toEqual({ code, err: 1 });
    expect([called.out, called.err].filter((text) => text !== '')).toHaveLength(1);
    expect(called.out).not.toMatch(/undefined|\[object/);
  });

  it('reads a response or a HAR file from the standard input', async () => {
    const response = 'HTTP/2 200\r\ncontent-type: application/json\r\n\r\n[]';
    expect(await piped(response, '-', 'v3 project', '--sent', 'basic')).toMatchObject({ code: 1 });
    expect(await piped(response, '-')).toMatchObject({ code: 2, out: '' });
    expect(await piped(har(ENTRY), '-')).toMatchObject({ code: 1 });
    expect(
      await piped('[]', '--status', '200', '--body', '-', ...DEAD.slice(2), '--sent', 'basic'),
    ).toMatchObject({ code: 1 });
    expect(await piped('something', '-')).toMatchObject({ code: 2, out: '' });
    expect(await piped('{"log":', '-')).toMatchObject({ code: 2, out: '' });
    expect(await piped('{"log":5}', '-')).toMatchObject({ code: 2, out: '' });
    expect(await piped('a\0b', '-')).toMatchObject({ code: 2, out: '' });
  });

  it.each(['text', 'markdown', 'json', 'html'])(
    'prints no credential of a HAR file, as %s',
    async (format) => {
      writeFileSync(
        'a.har',
        har(ENTRY, {
          ...ENTRY,
          request: { ...ENTRY.request, url: `https://acme.atlassian.net/rest/${SECRET}` },
        }),
      );
      const { code, out, err } = await explain('a.har', '--format', format);
      expect(code).toBe(1);
      for (const text of [out, err]) {
        expect(text).not.toContain(SECRET);
        expect(text).not.toContain('leak.example.com');
        expect(text).not.toContain(btoa(`someone@leak.example.com:${SECRET}`));
      }
    },
  );

  it('refuses a response that is too large in one sentence', async () => {
    writeFileSync('large.txt', 'HTTP/1.1 200 OK\r\n\r\n');
    // As large, with little to write: it has to be text.
    for (let i = 0; i < 129; i += 1) appendFileSync('large.txt', 'x'.repeat(2 ** 20));
    const { code, out, err } = await explain('large.txt', '--sent', 'basic');
    expect({ code, out, lines: err.trim().split('\n').length }).toEqual({ code: 2, out: '', lines: 1 });
    expect(err).toContain('MiB');
  });

  describe('of a HAR file of several hosts', () => {
    const several = har(
      at('acme.atlassian.net'),
      at('other.atlassian.net'),
      at('jira.example.com'),
      at('127.0.0.1', ':8443'),
      at('127.0.0.1', ':8444'),
      at('api.atlassian.com'),
    );

    it.each<[string[], number[]]>([
      [[], [1, 2, 4, 5, 6]],
      [['acme.atlassian.net'], [1]],
      [['https://acme.atlassian.net/'], [1]],
      [
        ['ACME.atlassian.net', 'jira.example.com'],
        [1, 3],
      ],
      [['127.0.0.1'], [4, 5]],
      [['127.0.0.1:8444'], [5]],
      [['api.atlassian.com'], [6]],
      [['atlassian.net'], []],
    ])('with --host %j judges the requests %j', async (hosts, expected) => {
      const options = hosts.flatMap((host) => ['--host', host]);
      const { out } = await piped(several, '-', ...options, '--format', 'json');
      const [{ lines, ignored }] = JSON.parse(out).explanations;
      expect(lines.map(({ number }: { readonly number: number }) => number)).toEqual(expected);
      expect(ignored.otherHosts).toBe(6 - expected.length);
    });

    it.each([
      ['--host', ''],
      ['--host', 'a/b'],
      ['--host', 'a b'],
    ])('refuses %s %j', async (...option) => {
      expect(await piped(several, '-', ...option)).toMatchObject({ code: 2, out: '' });
    });

    it('refuses --host where there is no HAR file', async () => {
      expect(await explain('v3 project', '--host', 'acme.atlassian.net')).toMatchObject({ code: 2, out: '' });
    });
  });

  it.each([
    '{"log":{"entries":[{},]}}',
    '{"log":{"entries":[{}]}',
    '{"log":{"entries":[{}]}} x',
    '{"log":{"entries":[{"a":}]}}',
    '{"log":{"entries":{}}}',
    '{"errorMessages":[]}',
  ])('refuses %s in one sentence', async (text) => {
    const { code, out, err } = await piped(text, '-');
    expect({ code, out, lines: err.trim().split('\n').length }).toEqual({ code: 2, out: '', lines: 1 });
  });

  it('reads a HAR file that PowerShell wrote', async () => {
    writeFileSync('a.har', Buffer.from(`\uFEFF${har(ENTRY)}`, 'utf16le'));
    expect(await explain('a.har')).toMatchObject({ code: 1 });
  });

  it('waits for no pipe without a writer', async () => {
    execFileSync('mkfifo', ['pipe.har']);
    expect(await explain('pipe.har')).toMatchObject({ code: 2, out: '' });
  });

  it('fits its schema', async () => {
    for (const args of [
      ['v3 project', '/rest/no/such', 'admin orgs'],
      [...DEAD, '--sent', 'basic'],
    ]) {
      const { out } = await explain(...args, '--format', 'json');
      expect(explainSchema.strict().safeParse(JSON.parse(out)).error).toBeUndefined();
    }
    const { out } = await piped(har(ENTRY), '-', '--format', 'json');
    expect(explainSchema.strict().safeParse(JSON.parse(out)).error).toBeUndefined();
    expect(JSON.parse((await explain('--schema')).out)).toHaveProperty('properties.explanations');
  });

  it('prints a line for each explanation with --quiet', async () => {
    const { out } = await explain('v3 project', 'v3 myself', '--quiet');
    expect(out.trim().split('\n')).toHaveLength(2);
  });
});
