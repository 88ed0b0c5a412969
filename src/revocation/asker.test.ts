import { afterAll, describe, expect, it } from 'vitest';
import { SYNTHETIC_IDENTITY } from '../contract/identity.ts';
import { clearSecrets } from '../secrets/redaction.ts';
import { DEFAULT_POLITENESS, RateLimiter } from '../http/rate-limiter.ts';
import { AccountBook } from '../live/account-book.ts';
import { anonymiserFor } from '../live/site-anonymiser.ts';
import { Asker } from './asker.ts';
import { MYSELF, SEARCH } from './measurement.fixture.ts';
import type { MemorySiteOptions } from './memory-site.fixture.ts';
import type { SubjectId } from './subjects.ts';
import { openLaboratory } from './watch.fixture.ts';

const ORGS = 'GET https://api.atlassian.com/admin/v1/orgs';

afterAll(() => clearSecrets());

function asking(subject: SubjectId = 'api-token', options: MemorySiteOptions = {}) {
  const lab = openLaboratory(undefined, options);
  const { clock, settings, site } = lab;
  const { signal } = new AbortController();
  const limiter = new RateLimiter({ ...DEFAULT_POLITENESS, minInterval: 0, maxAttempts: 1 }, clock, signal);
  const client = site.open([], limiter, clock);
  const anonymiser = anonymiserFor(settings, false);
  return {
    ...lab,
    asker: new Asker(subject, { settings, client, clock, anonymiser, book: new AccountBook() }),
  };
}

describe('an answer', () => {
  it('becomes a line with the times of the request and of the answer', async () => {
    const { asker, clock } = asking('api-token', { latency: 40 });
    const sent = clock.now();
    expect(await asker.ask('watched', MYSELF, 3)).toMatchObject({
      kind: 'probe',
      who: 'watched',
      round: 3,
      operation: MYSELF,
      sent,
      got: sent + 80,
      date: Math.floor((sent + 40) / 1000) * 1000,
      status: 200,
      treatment: 'accepted',
      standIn: true,
    });
  });

  it('includes the reason of a failed login if the site gives one', async () => {
    const { asker, revoke } = asking();
    expect(await asker.ask('watched', SEARCH, 1)).not.toHaveProperty('loginReason');
    revoke(0);
    expect(await asker.ask('watched', SEARCH, 2)).toMatchObject({
      treatment: 'ignored',
      loginReason: 'AUTHENTICATED_FAILED',
    });
  });

  it("has no date if the site gives none, and is not the stand-in's if it does not say so", async () => {
    const { asker, site } = asking();
    site.inject({ kind: 'answer', before: true, status: 200, body: '{}' });
    const line = await asker.ask('watched', MYSELF, 1);
    expect(line).toMatchObject({ status: 200 });
    expect(line).not.toHaveProperty('date');
    expect(line).not.toHaveProperty('standIn');
  });

  it('may be missing, with a reason', async () => {
    const { asker, site } = asking();
    site.inject({ kind: 'reset' });
    expect(await asker.ask('watched', MYSELF, 1)).toEqual({ failure: expect.any(String) });
  });

  it('includes the response if it changed, per operation and credential', async () => {
    const { asker, revoke } = asking();
    const keeps = async (who: 'watched' | 'control', operation: typeof MYSELF | typeof SEARCH) =>
      'response' in (await asker.ask(who, operation, 1));
    expect(await keeps('watched', MYSELF)).toBe(true);
    expect(await keeps('watched', MYSELF)).toBe(false);
    expect(await keeps('watched', SEARCH)).toBe(true);
    expect(await keeps('control', MYSELF)).toBe(true);
    expect(await keeps('watched', MYSELF)).toBe(false);
    revoke(0);
    expect(await keeps('watched', MYSELF)).toBe(true);
    expect(await keeps('control', MYSELF)).toBe(false);
    expect(await keeps('watched', MYSELF)).toBe(false);
  });
});

describe('the credentials that are sent', () => {
  it('are the token that is revoked, and the one that keeps working', async () => {
    const { asker, revoke } = asking();
    revoke(0);
    expect(await asker.ask('watched', MYSELF, 1)).toMatchObject({ treatment: 'refused' });
    expect(await asker.ask('control', MYSELF, 1)).toMatchObject({ treatment: 'accepted' });
  });

  it.each([
    ['api-token', MYSELF, 'watchedToken', 'apiToken'],
    ['admin-key', ORGS, 'watchedAdminKey', 'adminKey'],
  ] as const)('of a %s is that of its own variable', async (subject, operation, watched, control) => {
    for (const [dead, who] of [
      [watched, 'watched'],
      [control, 'control'],
    ] as const) {
      const { asker, site } = asking(subject);
      site.revoke(SYNTHETIC_IDENTITY[dead]);
      for (const one of ['watched', 'control'] as const) {
        const treatment = one === who ? 'refused' : 'accepted';
        expect(await asker.ask(one, operation, 1)).toMatchObject({ treatment });
      }
    }
  });

  it('are sent as often as necessary, dead or not', async () => {
    const { asker, revoke } = asking();
    revoke(0);
    for (let round = 0; round < 20; round += 1) {
      expect(await asker.ask('watched', MYSELF, round)).toMatchObject({ status: 401 });
    }
  });

  it('are not sent any more once the account must solve a CAPTCHA', async () => {
    const { asker, site } = asking();
    await asker.ask('watched', MYSELF, 1);
    expect(asker.challenge).toBeUndefined();
    site.inject({ kind: 'captcha', times: 1 });
    await asker.ask('watched', MYSELF, 1);
    expect(asker.challenge).toEqual(expect.any(String));
    expect(await asker.ask('control', MYSELF, 1)).toHaveProperty('failure');
    expect(site.requests).toHaveLength(2);
  });
});

describe('a site that does not return account ids', () => {
  it('is recognised by the control: then an answer without an account id is not a sign of death', async () => {
    const { asker } = asking('api-token', { accountIdHeader: false });
    const before = await asker.ask('watched', SEARCH, 1);
    await asker.ask('control', MYSELF, 1);
    const after = await asker.ask('watched', SEARCH, 1);
    expect([before, after]).toMatchObject([{ treatment: 'ignored' }, { treatment: 'inconclusive' }]);
  });

  it('is not recognised by a failing control or by the watched credential', async () => {
    const { asker, site } = asking('api-token', { accountIdHeader: false });
    site.inject({ kind: 'odd', status: 401, times: 1 });
    await asker.ask('control', MYSELF, 1);
    await asker.ask('watched', MYSELF, 1);
    expect(await asker.ask('watched', SEARCH, 1)).toMatchObject({ treatment: 'ignored' });
  });
});
