import { devNull } from 'node:os';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SYNTHETIC_IDENTITY } from '../../src/contract/identity.ts';
import { readHistory } from '../../src/history/history.ts';
import { AccountBook } from '../../src/live/account-book.ts';
import { environmentFor } from '../../src/config/stand-in-environment.ts';
import type { MakeCommand } from '../main.ts';
import { challenge, openChallenger, type Asked, type Challenger } from './challenger.fixture.ts';
import { useFolder } from '../temporary-project.fixture.ts';
import { checkCommand } from './check.ts';
import { type Called } from './commands.fixture.ts';
import { doctorCommand } from './doctor.ts';
import { nightlyCommand } from './nightly.ts';
import { pactVerifyCommand } from './pact-verify.ts';
import { recordCommand } from './record.ts';
import { watchRevocationCommand } from './watch-revocation.ts';

const { email, apiToken, revokedToken } = SYNTHETIC_IDENTITY;

const project = useFolder();

let gate: Challenger;

beforeEach(async () => {
  gate = await openChallenger(project.site.origin);
});

afterEach(() => gate.close());

const FAST = ['--settings', devNull, '--confirm-after', '0'];

const call = (
  command: MakeCommand,
  args: readonly string[],
  env: Record<string, string> = environmentFor(gate.origin),
  accounts?: AccountBook,
): Promise<Called> => project.call(command, args, { env, ...(accounts && { accounts }) });

const carriesCredential = ({ authorization }: Asked): boolean => authorization !== undefined;

const isRevoked = ({ secret }: Asked): boolean => secret === revokedToken;

const isMyself = ({ url }: Asked): boolean => url.endsWith('/myself');

/** Challenges the first request of a kind, and no other: whatever is sent after it was sent in spite of that. */
const challengeOnce = (
  kind: (asked: Asked) => boolean,
  status?: number,
  headers?: Record<string, string | string[]>,
): void => {
  let done = false;
  gate.answer = (asked, response) => {
    if (done || !kind(asked)) return undefined;
    done = true;
    return challenge(response, status, headers);
  };
};

/** With two requests at a time, one may have been in flight. */
const UNDER_WAY = 1;

/** How a command ended, and whether it left the account alone. */
const endingOf = ({ code, out, err }: Called): Record<string, unknown> => {
  const text = `${out}${err}`;
  return {
    code,
    namesVariable: text.includes('JIRA_EMAIL'),
    namesReason: text.includes('CAPTCHA'),
    showsEmail: text.toLowerCase().includes(email),
    sentAfter: Math.max(UNDER_WAY, gate.after().filter(carriesCredential).length),
  };
};

const LEFT_ALONE = {
  code: 3,
  namesVariable: true,
  namesReason: true,
  showsEmail: false,
  sentAfter: UNDER_WAY,
};

const tells = ([entry]: ReturnType<typeof readHistory>): void => {
  expect(entry).toMatchObject({ outcome: 'inconclusive' });
  expect(entry?.reason).toContain('JIRA_EMAIL');
};

const prefixed = (prefix: string, env: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(env).map(([name, value]) => [prefix + name, value]));

describe('nightly leaves an account alone', { timeout: 60_000 }, () => {
  it('whose CAPTCHA the doctor saw', async () => {
    challengeOnce((asked) => isRevoked(asked) && isMyself(asked));
    expect(endingOf(await call(nightlyCommand, FAST))).toEqual(LEFT_ALONE);
    tells(readHistory());
  });

  it('whose valid token met a CAPTCHA in the middle of the run', async () => {
    challengeOnce(
      ({ secret, user, url }) => secret === apiToken && user === email && !url.endsWith('/myself'),
    );
    expect(endingOf(await call(nightlyCommand, FAST))).toEqual(LEFT_ALONE);
    tells(readHistory());
  });

  it('whose valid token meets a CAPTCHA as a control', async () => {
    challengeOnce(({ secret, user }) => secret === apiToken && user === email);
    expect(endingOf(await call(nightlyCommand, [...FAST, '--no-doctor']))).toEqual(LEFT_ALONE);
    tells(readHistory());
  });

  it('on the second site of the same account', async () => {
    const second = await openChallenger(project.site.origin);
    challengeOnce(isRevoked);
    const ended = await call(nightlyCommand, [...FAST, '--site', 'acme', '--site', 'beta'], {
      ...prefixed('ACME_', environmentFor(gate.origin)),
      ...prefixed('BETA_', { ...environmentFor(second.origin), JIRA_EMAIL: email.toUpperCase() }),
    });
    expect(endingOf(ended)).toEqual(LEFT_ALONE);
    expect(second.asked.filter(carriesCredential)).toEqual([]);
    expect(readHistory().map(({ outcome }) => outcome)).toEqual(['inconclusive', 'inconclusive']);
    expect(readHistory()[1]?.reason).toMatch(/BETA_JIRA_EMAIL.*ACME_JIRA_EMAIL/);
    await second.close();
  });

  it('and continues with a second site of another account', async () => {
    const second = await openChallenger(project.site.origin);
    const other = { ...environmentFor(second.origin), JIRA_EMAIL: 'else@example.com' };
    challengeOnce(isRevoked);
    await call(nightlyCommand, [...FAST, '--site', 'acme', '--site', 'beta'], {
      ...prefixed('ACME_', environmentFor(gate.origin)),
      ...prefixed('BETA_', other),
    });
    expect(second.asked.filter(carriesCredential).length).toBeGreaterThan(0);
    await second.close();
  });

  it.each([429, 500, 503, 200, 404])('where the CAPTCHA comes with status %d', async (status) => {
    challengeOnce((asked) => isRevoked(asked) && !isMyself(asked), status);
    expect(endingOf(await call(nightlyCommand, FAST))).toEqual(LEFT_ALONE);
  });

  it.each<[string, Record<string, string | string[]>]>([
    ['another letter case', { 'x-authentication-denied-reason': 'captcha_challenge; login-url=x' }],
    [
      'a second header line',
      { 'x-authentication-denied-reason': ['OTHER', 'CAPTCHA_CHALLENGE; login-url=x'] },
    ],
    ['the login reason alone', { 'X-Seraph-LoginReason': 'authentication_denied' }],
    [
      'the last of several reasons',
      { 'x-seraph-loginreason': ['OUT', 'AUTHENTICATED_FAILED, AUTHENTICATION_DENIED'] },
    ],
  ])('where the CAPTCHA is written with %s', async (_, headers) => {
    challengeOnce((asked) => isRevoked(asked), 503, headers);
    expect(endingOf(await call(nightlyCommand, FAST))).toEqual(LEFT_ALONE);
  });

  it('where the answer breaks off after its headers', async () => {
    let done = false;
    gate.answer = (asked, response) => {
      if (done || !isRevoked(asked)) return undefined;
      done = true;
      response.writeHead(403, { 'x-seraph-loginreason': 'AUTHENTICATION_DENIED', 'content-length': '99' });
      response.write('half');
      setImmediate(() => response.socket?.resetAndDestroy());
      return 'challenged';
    };
    expect(endingOf(await call(nightlyCommand, FAST))).toEqual(LEFT_ALONE);
  });

  it('but not another account, if only that of JIRA_OTHER_EMAIL met one', async () => {
    const other = SYNTHETIC_IDENTITY.otherEmail;
    challengeOnce(({ user }) => user === other);
    const { code, out, err } = await call(nightlyCommand, [...FAST, '--core']);
    expect(code).toBe(3);
    expect(`${out}${err}`).toContain('JIRA_OTHER_EMAIL');
    expect(gate.after().filter(({ user }) => user === other)).toEqual([]);
    expect(gate.after().filter(({ user }) => user === email).length).toBeGreaterThan(50);
  });
});

describe('every command leaves an account alone', { timeout: 60_000 }, () => {
  it('that JIRA_SCOPED_EMAIL names in other letters', async () => {
    const other = email.toUpperCase();
    challengeOnce(({ user }) => user === other);
    const env = { ...environmentFor(gate.origin), JIRA_SCOPED_EMAIL: other };
    expect(endingOf(await call(checkCommand, ['--live', ...FAST], env))).toEqual(LEFT_ALONE);
  });

  it.each(['JIRA_OTHER_EMAIL', 'JIRA_DEACTIVATED_EMAIL'])(
    'before it asks, where %s names it in other letters: it is meant to be another',
    async (variable) => {
      const env = { ...environmentFor(gate.origin), [variable]: email.toUpperCase() };
      const { code, err } = await call(checkCommand, ['--live', ...FAST], env);
      expect(code).toBe(2);
      expect(err).toContain(variable);
    },
  );

  it.each<[string, MakeCommand, readonly string[]]>([
    ['doctor', doctorCommand, FAST],
    ['check --live', checkCommand, ['--live', ...FAST]],
    ['record', recordCommand, ['mine', '--into', '.', ...FAST]],
    ['pact:verify --live', pactVerifyCommand, ['--live', ...FAST]],
  ])('%s', async (_, command, args) => {
    challengeOnce(isRevoked, 503);
    expect(endingOf(await call(command, args))).toEqual(LEFT_ALONE);
  });

  it.each([
    ['the control', apiToken],
    ['the watched token', SYNTHETIC_IDENTITY.watchedToken],
  ])('watch-revocation, if %s meets the CAPTCHA', async (_, secret) => {
    challengeOnce((asked) => asked.secret === secret, 429);
    const args = ['--yes', '--revoked-at', 'now', '--settings', devNull];
    expect(endingOf(await call(watchRevocationCommand, args))).toEqual(LEFT_ALONE);
    expect(gate.after()).toEqual([]);
  });

  it('also the next one in the same process', async () => {
    const accounts = new AccountBook();
    challengeOnce(isRevoked);
    await call(doctorCommand, FAST, environmentFor(gate.origin), accounts);
    const args = ['--yes', '--revoked-at', 'now', '--settings', devNull];
    for (const [command, more] of [
      [checkCommand, ['--live', ...FAST]],
      [watchRevocationCommand, args],
    ] as const) {
      expect(endingOf(await call(command, more, environmentFor(gate.origin), accounts))).toEqual(LEFT_ALONE);
    }
  });

  it('whose other request waits to be tried again', async () => {
    // Both are under way at once: the first fails in passing as soon as the second has met a CAPTCHA.
    let fail: (() => void) | undefined;
    let held: string | undefined;
    gate.answer = (asked, response) => {
      if (isMyself(asked)) return undefined;
      if (asked.secret === apiToken && asked.user === email && !fail) {
        held = asked.url;
        fail = () => void response.writeHead(502).end();
        return 'answered';
      }
      if (asked.user !== email || asked.secret === apiToken || !fail) return undefined;
      challenge(response);
      fail();
      return 'challenged';
    };
    expect(endingOf(await call(checkCommand, ['--live', ...FAST]))).toEqual(LEFT_ALONE);
    const tries = gate.asked.filter(
      ({ url, user, secret }) => url === held && user === email && secret === apiToken,
    );
    expect(tries).toHaveLength(1);
  });
});
