import { execFileSync, spawnSync } from 'node:child_process';
import { readdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CREDENTIALS } from '../../contract/credentials.ts';
import { ignored } from '../../contract/expectation.ts';
import { SYNTHETIC_IDENTITY } from '../../contract/identity.ts';
import type { Probe } from '../../contract/probe.ts';
import { curlCommand, PREPARATION, standaloneCommand } from '../by-hand/curl.ts';
import type { CheckDocument } from '../documents/check/check-document.ts';
import {
  broken,
  documentOf,
  publicDocument,
  scriptOf,
  SHELLS,
  useWorkshop,
  type Ended,
} from './reproduce.fixture.ts';
import { reproduceScript } from './reproduce.ts';

const workshop = useWorkshop();

/** Of the change from 2022-11 to 2026-09: tokens that were refused and are ignored. */
const PUBLIC = scriptOf(publicDocument());

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

/** Every credential, by hand. */
const PROBES_BY_HAND = CREDENTIALS.map(({ name }): Probe => ({
  credential: name,
  operation: 'GET /rest/api/3/project/{projectIdOrKey}',
}));

const linesOf = ({ out }: Ended, start: RegExp): string[] =>
  out.split('\n').filter((line) => start.test(line));

describe.each(SHELLS.map((shell) => [shell.join(' '), shell] as const))('reproduce.sh in %s', (_, shell) => {
  it('reproduces what is reported, and shows the headers that decide', async () => {
    const ended = await workshop.inShell(shell, PUBLIC);
    expect(ended).toMatchObject({ code: 0, err: '' });
    const reproduced = linesOf(ended, /^reproduced /);
    expect(reproduced.length).toBeGreaterThan(5);
    for (const line of reproduced) {
      expect(line).toMatch(/x-aaccountid/);
      expect(line).toMatch(/x-seraph-loginreason/);
    }
    expect(linesOf(ended, /^NOT/)).toEqual([]);
    // The first request is the control.
    expect(workshop.site.requests[0]).toMatchObject({ path: '/rest/api/3/myself', state: 'account' });
  });

  it.each(['wanted', '2022-11'] as const)(
    'reproduces nothing on a site that behaves as of %s',
    async (era) => {
      workshop.site.become(era);
      const ended = await workshop.inShell(shell, PUBLIC);
      expect(ended.code).toBe(1);
      expect(linesOf(ended, /^NOT/).length).toBeGreaterThan(5);
      expect(linesOf(ended, /^reproduced/)).toEqual([]);
    },
  );

  it('reproduces if a part still behaves as reported', async () => {
    const undo = workshop.site.inject({
      kind: 'answer',
      status: 401,
      headers: { 'www-authenticate': 'OAuth realm="x"' },
      when: ({ path }) => path.endsWith('/serverInfo'),
    });
    const ended = await workshop.inShell(shell, PUBLIC);
    undo();
    expect(ended.code).toBe(0);
    expect(linesOf(ended, /^NOT/)).toHaveLength(1);
  });

  it.each<[string, Record<string, string>]>([
    ['a wrong token', { JIRA_API_TOKEN: 'garbage' }],
    ['a revoked token', { JIRA_API_TOKEN: SYNTHETIC_IDENTITY.revokedToken }],
    ['a wrong email', { JIRA_EMAIL: 'nobody@example.com' }],
  ])('concludes nothing with %s, and sends the control alone', async (_name, env) => {
    const ended = await workshop.inShell(shell, PUBLIC, env);
    expect(ended.code).toBe(3);
    expect(linesOf(ended, /^(?:reproduced|NOT)/)).toEqual([]);
    expect(workshop.site.requests).toHaveLength(1);
  });

  it('sends nothing without settings, and names what is missing', async () => {
    const none = { JIRA_SITE: '', JIRA_EMAIL: '', JIRA_API_TOKEN: '' };
    const ended = await workshop.inShell(shell, PUBLIC, none);
    expect(ended.code).toBe(2);
    for (const name of Object.keys(none)) expect(ended.out).toContain(name);
    expect(workshop.site.requests).toEqual([]);
  });

  it.each<[string, Record<string, string>]>([
    ['a site without a scheme', { JIRA_SITE: 'acme.atlassian.net' }],
    ['http elsewhere', { JIRA_SITE: 'http://acme.atlassian.net' }],
    ['a path after the site', { JIRA_SITE: 'https://acme.atlassian.net/jira' }],
    ['a line break in the token', { JIRA_API_TOKEN: 'a\nb' }],
  ])('sends nothing with %s, and says so in one sentence', async (_name, env) => {
    const { code, out, err } = await workshop.inShell(shell, PUBLIC, env);
    expect(code).toBe(2);
    expect(err.trim().split('\n')).toHaveLength(1);
    expect(`${out}${err}`).toContain(Object.keys(env)[0]);
    expect(workshop.site.requests).toEqual([]);
  });

  it.each(['/', '///'])('bears %s after the site', async (slashes) => {
    const origin = `${workshop.site.origin}${slashes}`;
    const ended = await workshop.inShell(shell, PUBLIC, { JIRA_SITE: origin, JIRA_API_ORIGIN: origin });
    expect(ended.code).toBe(0);
    expect(workshop.site.requests.filter(({ path }) => path.startsWith('//'))).toEqual([]);
  });

  it('concludes nothing if nobody answers', async () => {
    const ended = await workshop.inShell(shell, PUBLIC, { JIRA_SITE: 'http://127.0.0.1:1' });
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
    const undo = workshop.site.inject(fault);
    expect((await workshop.inShell(shell, PUBLIC)).code).toBe(3);
    undo();
    workshop.site.inject({ ...fault, when: ({ path }) => !path.endsWith('/myself') });
    const ended = await workshop.inShell(shell, PUBLIC, {}, ['guard-loosened']);
    expect(ended.code).toBe(3);
    expect(linesOf(ended, /^(?:reproduced|NOT)/)).toEqual([]);
  });

  it('stops if answers are too slow', async () => {
    workshop.site.inject({ kind: 'stall-headers', when: ({ path }) => !path.endsWith('/myself') });
    const ended = await workshop.inShell(shell, PUBLIC, { MAX_TIME: '1' });
    expect(ended.code).toBe(3);
    expect(workshop.site.requests.length).toBeLessThanOrEqual(4);
  });

  it.each(['throttle', 'status'] as const)('stops asking a site that answers with %s only', async (kind) => {
    workshop.site.inject({ kind, when: ({ path }) => !path.endsWith('/myself') });
    expect((await workshop.inShell(shell, PUBLIC)).code).toBe(3);
    expect(workshop.site.requests).toHaveLength(4);
  });

  it('stops at the first sign of a CAPTCHA', async () => {
    workshop.site.inject({ kind: 'captcha', when: ({ path }) => !path.endsWith('/myself') });
    const ended = await workshop.inShell(shell, PUBLIC);
    expect(ended.code).toBe(3);
    expect(workshop.site.requests).toHaveLength(2);
  });

  it('sends the requests of one rule if it is named, and knows its rules', async () => {
    const ended = await workshop.inShell(shell, PUBLIC, {}, ['refusal-changed']);
    expect(ended.code).toBe(0);
    expect(linesOf(ended, /^reproduced/)).toHaveLength(1);
    const before = workshop.site.requests.length;
    expect((await workshop.inShell(shell, PUBLIC, {}, ['no-such-rule'])).code).toBe(2);
    expect(workshop.site.requests).toHaveLength(before);
  });

  it('sends every credential, with a control at each place, and looks up the id of the site', async () => {
    const ended = await workshop.inShell(shell, EVERY);
    expect(ended.err).toBe('');
    expect(linesOf(ended, /^skipped/)).toEqual([]);
    expect(linesOf(ended, /^control passed/)).toHaveLength(3);
    expect(linesOf(ended, /^(?:reproduced|NOT|inconclusive)/)).toHaveLength(CREDENTIALS.length);
    expect(ended.code).toBe(0);
  });

  it('skips what the reader has no credential for, with one line each', async () => {
    const ended = await workshop.inShell(shell, EVERY, {
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
    const temporary = join(workshop.folder, 'temporary');
    execFileSync('mkdir', [temporary]);
    const anyone = (ended: Ended): string[] =>
      [...values, ...encoded].filter((value) => `${ended.out}${ended.err}`.includes(value));
    workshop.site.inject({ kind: 'hostile', when: ({ path }) => !path.endsWith('/myself') });
    const ended = await workshop.inShell(shell, EVERY, { TMPDIR: temporary });
    expect(anyone(ended)).toEqual([]);
    // oxlint-disable-next-line no-control-regex -- that is what they are
    expect(ended.out).not.toMatch(/[\u0000-\u0009\u000B-\u001F\u007F]/);
    expect(readdirSync(temporary)).toEqual([]);
    const echoed = {
      'x-seraph-loginreason': SYNTHETIC_IDENTITY.apiToken,
      'x-failure-category': encoded[0] ?? '',
    };
    workshop.site.inject({ kind: 'answer', status: 401, headers: { ...echoed, 'x-aaccountid': '' } });
    expect(anyone(await workshop.inShell(shell, EVERY))).toEqual([]);
  });

  it('sends nothing where a program is missing', async () => {
    const bin = join(workshop.folder, 'bin');
    execFileSync('mkdir', [bin]);
    for (const name of ['awk', 'base64', 'sed', 'tr', shell[0]]) {
      symlinkSync(
        execFileSync('sh', ['-c', `command -v ${name}`], { encoding: 'utf8' }).trim(),
        join(bin, name),
      );
    }
    const { code, err } = await workshop.inShell(shell, PUBLIC, { PATH: bin });
    expect(code).toBe(2);
    expect(err).toContain('curl');
  });

  it('runs no command that is hidden in a name', async () => {
    const mark = join(workshop.folder, 'ran');
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
        const { code } = await workshop.inShell(shell, script);
        expect([words, code !== 2]).toEqual([words, true]);
      }
    }
    expect(readdirSync(workshop.folder)).not.toContain('ran');
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
    const [head = '', body = ''] = PUBLIC.split('\nset +ax\n');
    const used = new Set(body.match(/(?<=\$\{?)JIRA_\w+/g));
    expect(new Set(body.match(/JIRA_\w+/g))).toEqual(used);
    expect(new Set(head.match(/JIRA_\w+/g))).toEqual(used);
  });
});
