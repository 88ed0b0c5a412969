import { describe, expect, it } from 'vitest';
import { isConclusive } from '../classify/answer.ts';
import { probeKey, type Probe } from '../contract/probe.ts';
import { Anonymiser } from '../evidence/anonymiser.ts';
import type { RawResponse } from '../evidence/raw-response.ts';
import { fastClock } from '../http/clock.fixture.ts';
import type { Gate, LiveClient, Outcome } from '../http/client.ts';
import { DEFAULT_POLITENESS, RateLimiter, type Politeness } from '../http/rate-limiter.ts';
import type { PlannedRequest } from '../http/planned-request.ts';
import { AccountBook, MAX_FAILED_LOGINS } from './account-book.ts';
import { settingsFor } from './live.fixture.ts';
import { notAsked, Observer } from './observer.ts';
import { attempt, historyOf } from './attempts.fixture.ts';

const SITE = 'http://127.0.0.1:8080';
const GATEWAY = 'http://127.0.0.1:8081';

const MYSELF = 'GET /rest/api/3/myself';
const PROJECT = 'GET /rest/api/3/project';
const ORGS = 'GET https://api.atlassian.com/admin/v1/orgs';

type Failure = Extract<Outcome, { failure: string }>;
type Reply = Partial<RawResponse> | Failure;

const LATE: Failure = { failure: 'no answer came in time', stopped: false, slow: true };
const BROKEN_OFF: Failure = { failure: 'the connection broke off', stopped: false };
const STOPPED: Failure = { failure: 'the run was interrupted', stopped: true };

const CAPTCHA: Partial<RawResponse> = {
  status: 403,
  headers: { 'x-seraph-loginreason': 'AUTHENTICATION_DENIED' },
};

const AT = Date.parse('2026-11-24T03:00:00Z');

interface Observed {
  readonly observer: Observer;
  readonly limiter: RateLimiter;
  readonly book: AccountBook;
  readonly requests: PlannedRequest[];
  /** How many requests were under way at a time. */
  readonly most: () => number;
}

type Answering = (request: PlannedRequest, number: number) => Reply;

/** An observer of a site that answers so, at once. */
function observed(answer: Answering, politeness: Partial<Politeness> = { concurrency: 1 }): Observed {
  const settings = settingsFor(SITE, { JIRA_API_ORIGIN: GATEWAY });
  const limiter = new RateLimiter(
    { ...DEFAULT_POLITENESS, minInterval: 0, ...politeness },
    fastClock(),
    new AbortController().signal,
  );
  const requests: PlannedRequest[] = [];
  let underWay = 0;
  let most = 0;
  const reply = (request: PlannedRequest, gate: Gate | undefined): Outcome => {
    requests.push(request);
    const one = answer(request, requests.length);
    if ('failure' in one) return one;
    const wire = { status: 200, headers: {}, text: '{}', ...one };
    gate?.onHead(wire);
    return { wire, at: AT };
  };
  const client: LiveClient = {
    ask: async (request, gate) => {
      const shut = gate?.refusal() ?? limiter.stopped;
      if (shut !== undefined) return { failure: shut, stopped: true };
      underWay += 1;
      most = Math.max(most, underWay);
      await Promise.resolve();
      underWay -= 1;
      return reply(request, gate);
    },
    close: () => Promise.resolve(),
  };
  const book = new AccountBook();
  const target = { ...settings, cloudId: 'a-cloud', parameters: {} };
  const anonymiser = new Anonymiser();
  const observer = new Observer({ settings, target: () => target, client, limiter, book, anonymiser });
  return { observer, limiter, book, requests, most: () => most };
}

const probes = (operation: Probe['operation'], ...credentials: Probe['credential'][]): Probe[] =>
  credentials.map((credential) => ({ credential, operation }));

const VALID = probes(MYSELF, 'valid');
const REVOKED_PROJECT = probes(PROJECT, 'revoked');

/** Status of each answer of each probe, and why the last one did not come. */
const summary = ({ observer }: Observed): unknown[] =>
  observer.histories.map(({ probe, attempts: answers, failure }) => [
    probe.credential,
    answers.map(({ answer }) => answer.status),
    failure,
  ]);

describe('sent probes', () => {
  it('are sent once each, recorded in order, and counted', async () => {
    const one = observed(() => ({ status: 401 }));
    const asked: number[] = [];
    const wanted = probes(MYSELF, 'valid', 'missing', 'revoked');
    expect(await one.observer.ask(wanted, (count) => asked.push(count))).toEqual([]);
    expect(asked).toEqual([1, 2, 3]);
    expect(summary(one)).toEqual([
      ['valid', [401], undefined],
      ['missing', [401], undefined],
      ['revoked', [401], undefined],
    ]);
    expect(one.observer.answered).toBe(3);
    expect(one.observer.histories[0]?.attempts[0]?.exchange.meta).toEqual({
      origin: 'recorded',
      date: new Date(AT).toISOString(),
    });
  });

  it('are added to earlier attempts', async () => {
    const one = observed((_, number) => (number === 2 ? BROKEN_OFF : { status: 400 + number }));
    for (let round = 0; round < 3; round += 1) await one.observer.ask(VALID);
    expect(summary(one)).toEqual([['valid', [401, 403], undefined]]);
    const broken = observed((_, number) => (number === 2 ? BROKEN_OFF : {}));
    for (let round = 0; round < 2; round += 1) await broken.observer.ask(VALID);
    expect(summary(broken)).toEqual([['valid', [200], BROKEN_OFF.failure]]);
  });

  it('are sent with the given concurrency', async () => {
    const one = observed(() => ({}), { concurrency: 2 });
    await one.observer.ask([...probes(MYSELF, 'valid', 'missing'), ...probes(PROJECT, 'valid', 'missing')]);
    expect(one.most()).toBe(2);
  });

  it('are sent one after the other if they are failed logins of one account', async () => {
    const one = observed(() => ({ status: 401 }), { concurrency: 4 });
    await one.observer.ask([
      ...probes(MYSELF, 'revoked', 'mistyped'),
      ...probes(PROJECT, 'revoked', 'mistyped'),
    ]);
    expect(one.most()).toBe(1);
    expect(one.requests).toHaveLength(4);
    const others = observed(() => ({ status: 401 }), { concurrency: 4 });
    await others.observer.ask(probes(MYSELF, 'revoked', 'email-mismatch', 'deactivated'));
    expect(others.most()).toBe(3);
  });

  it('come from the stand-in if it identifies itself', async () => {
    const one = observed((_, number) => ({ headers: number === 2 ? { 'x-stand-in': 'yes' } : {} }));
    expect(one.observer.origin).toBe('recorded');
    for (let round = 0; round < 3; round += 1) await one.observer.ask(VALID);
    expect(one.observer.origin).toBe('stand-in');
    const origins = one.observer.histories[0]?.attempts.map(({ exchange }) => exchange.meta.origin);
    expect(origins).toEqual(['recorded', 'stand-in', 'stand-in']);
  });
});

describe('a CAPTCHA', () => {
  it('of the own account ends the run', async () => {
    const one = observed((_, number) => (number === 2 ? CAPTCHA : {}));
    await one.observer.ask(probes(MYSELF, 'valid', 'revoked', 'missing', 'mistyped'));
    expect(one.limiter.stopped).toBeDefined();
    expect(one.requests).toHaveLength(2);
    expect(one.observer.mayAsk({ credential: 'missing', operation: PROJECT })).toBe(false);
    const [, , missing] = one.observer.histories;
    expect(missing).toMatchObject({ attempts: [], failure: expect.any(String) as string });
  });

  it('of another account only stops requests for it', async () => {
    const one = observed((_, number) => (number === 1 ? CAPTCHA : {}));
    await one.observer.ask(probes(MYSELF, 'deactivated'));
    await one.observer.ask(probes(PROJECT, 'deactivated', 'valid'));
    expect(one.limiter.stopped).toBeUndefined();
    expect(one.requests).toHaveLength(2);
    expect(one.observer.mayAsk({ credential: 'deactivated', operation: PROJECT })).toBe(false);
    expect(one.observer.mayAsk({ credential: 'revoked', operation: PROJECT })).toBe(true);
  });
});

it('sends a failed login no more often than allowed', async () => {
  const one = observed(() => ({ status: 401 }));
  for (let round = 0; round <= MAX_FAILED_LOGINS; round += 1) {
    await one.observer.ask(REVOKED_PROJECT);
    expect(one.observer.mayAsk({ credential: 'revoked', operation: PROJECT })).toBe(
      round + 1 < MAX_FAILED_LOGINS,
    );
  }
  expect(one.requests).toHaveLength(MAX_FAILED_LOGINS);
});

describe('timeouts', () => {
  const WANTED = [
    ...probes(MYSELF, 'valid', 'missing'),
    ...probes(PROJECT, 'valid', 'missing'),
    ...probes('GET /rest/api/3/label', 'valid'),
  ];

  it('two in a row leave the rest unsent, to check whether the site answers', async () => {
    const one = observed(() => LATE);
    expect(await one.observer.ask(WANTED)).toEqual(WANTED.slice(2));
    expect(one.requests).toHaveLength(2);
    // The next time begins anew.
    expect(await one.observer.ask(WANTED.slice(2))).toEqual(WANTED.slice(4));
  });

  it.each<[string, Reply]>([
    ['an answer', {}],
    ['a failure of another kind', BROKEN_OFF],
  ])('two with %s between them do not', async (_, other) => {
    const one = observed((__, number) => (number % 2 === 1 ? LATE : other));
    expect(await one.observer.ask(WANTED)).toEqual([]);
    expect(one.requests).toHaveLength(WANTED.length);
  });

  it('count only for the site: the gateway has its own host', async () => {
    const one = observed(({ origin }) => (origin === GATEWAY ? LATE : {}));
    const wanted = [
      ...probes(MYSELF, 'gateway-scoped', 'gateway-bearer', 'gateway-scope-missing'),
      ...probes(MYSELF, 'valid'),
    ];
    expect(await one.observer.ask(wanted)).toEqual([]);
  });

  it('are recorded', async () => {
    const one = observed((_, number) => (number === 1 ? LATE : BROKEN_OFF));
    await one.observer.ask(probes(MYSELF, 'valid', 'missing'));
    const isLate = probes(MYSELF, 'valid', 'missing', 'revoked').map((probe) => one.observer.isLate(probe));
    expect(isLate).toEqual([true, false, false]);
  });
});

describe('a place with its own host', () => {
  const GATEWAYS = ['gateway-scoped', 'gateway-bearer', 'gateway-mistyped', 'gateway-rejected'] as const;

  it('gets no further requests after two that could not reach it', async () => {
    const one = observed(() => BROKEN_OFF);
    const [first, second, ...rest] = GATEWAYS.map(
      (credential) => ({ credential, operation: MYSELF }) as const,
    );
    expect(one.observer.unreached('gateway')).toBeUndefined();
    await one.observer.ask([first ?? [], second ?? []].flat());
    expect(one.observer.unreached('gateway')).toBe(BROKEN_OFF.failure);
    await one.observer.ask(rest);
    expect(one.requests).toHaveLength(2);
    expect(summary(one).slice(2)).toEqual(
      rest.map(({ credential }) => [credential, [], expect.stringContaining(new URL(GATEWAY).host)]),
    );
    expect(one.observer.whyNot({ credential: 'admin-key', operation: ORGS })).toBeUndefined();
    expect(one.observer.whyNot({ credential: 'valid', operation: MYSELF })).toBeUndefined();
  });

  it.each<[string, Answering]>([
    ['answered once', (_, number) => (number === 1 ? { status: 401 } : BROKEN_OFF)],
    ['answers again', (_, number) => (number === 2 ? { status: 401 } : BROKEN_OFF)],
    ['was not asked, because the run stopped', () => STOPPED],
  ])('is not unreachable if it %s', async (_, answering) => {
    const one = observed(answering);
    await one.observer.ask(probes(MYSELF, ...GATEWAYS));
    expect(one.observer.unreached('gateway')).toBeUndefined();
    expect(one.requests).toHaveLength(4);
  });

  it('is not unreachable after a single failure', async () => {
    const one = observed(() => BROKEN_OFF);
    await one.observer.ask(probes(MYSELF, 'gateway-scoped'));
    expect(one.observer.whyNot({ credential: 'gateway-bearer', operation: MYSELF })).toBeUndefined();
  });

  it('is never the site, which the controls check', async () => {
    const one = observed(() => BROKEN_OFF);
    await one.observer.ask(probes(MYSELF, 'valid', 'missing', 'revoked'));
    expect(one.observer.unreached('site')).toBeUndefined();
  });
});

describe('an operation without a usable answer', () => {
  const MANY = ['valid', 'missing', 'empty-token', 'no-colon', 'not-base64', 'bearer-token'] as const;

  it.each<[string, Reply, number]>([
    ['a server error', { status: 503 }, 4],
    ['throttling', { status: 429 }, 4],
    ['a broken connection', BROKEN_OFF, 4],
  ])('gets no further credentials after four: %s', async (_, reply, count) => {
    const one = observed(() => reply);
    for (const credential of MANY) await one.observer.ask(probes(PROJECT, credential));
    expect(one.requests).toHaveLength(count);
    const why = one.observer.whyNot({ credential: 'revoked', operation: PROJECT });
    expect(why).toContain(PROJECT);
    expect(why).toContain('failure' in reply ? reply.failure : String(reply.status));
    // What was asked already may be asked again, and another operation is another matter, as is the gateway.
    expect(one.observer.whyNot({ credential: 'valid', operation: PROJECT })).toBeUndefined();
    expect(one.observer.whyNot({ credential: 'revoked', operation: MYSELF })).toBeUndefined();
    expect(one.observer.whyNot({ credential: 'gateway-scoped', operation: PROJECT })).toBeUndefined();
  });

  it('gets no further credentials after two timeouts', async () => {
    const one = observed(() => LATE);
    for (const credential of MANY) await one.observer.ask(probes(PROJECT, credential));
    expect(one.requests).toHaveLength(2);
  });

  it('is reset by the first usable answer', async () => {
    const one = observed((_, number) => (number === 4 ? { status: 401 } : { status: 503 }));
    for (const credential of MANY) await one.observer.ask(probes(PROJECT, credential));
    expect(one.requests).toHaveLength(6);
  });

  it('does not count if the run stopped before the request', async () => {
    const one = observed(() => STOPPED);
    for (const credential of MANY) await one.observer.ask(probes(PROJECT, credential));
    expect(one.requests).toHaveLength(6);
    expect(summary(one)[0]).toEqual(['valid', [], `not asked: ${STOPPED.failure}`]);
  });

  it('does not include one that refuses every credential', async () => {
    const one = observed(() => ({ status: 403, text: '{"errorMessages":["No."]}' }));
    for (const credential of MANY) await one.observer.ask(probes(PROJECT, credential));
    expect(one.requests).toHaveLength(6);
  });
});

describe('separately sent probes', () => {
  it('are not part of the run', async () => {
    const one = observed(() => ({ status: 401 }));
    const [valid, missing] = await one.observer.askApart(probes(MYSELF, 'valid', 'missing'));
    expect(valid).toMatchObject({ probe: VALID[0], attempts: [{ answer: { status: 401 } }] });
    expect(missing).toMatchObject({
      probe: { credential: 'missing' },
      attempts: [{ answer: { status: 401 } }],
    });
    expect(one.observer.histories).toEqual([]);
    // They count as answers all the same.
    expect(one.observer.answered).toBe(2);
  });

  it.each<[string, Answering, number, object]>([
    ['again after a timeout', (_, number) => (number === 1 ? LATE : {}), 2, { attempts: [{}] }],
    ['no third time', () => LATE, 2, { attempts: [], failure: LATE.failure }],
    ['only once after any other failure', () => BROKEN_OFF, 1, { attempts: [], failure: BROKEN_OFF.failure }],
  ])('are sent %s', async (_, answering, count, expected) => {
    const one = observed(answering);
    expect(await one.observer.askApart(VALID)).toMatchObject([expected]);
    expect(one.requests).toHaveLength(count);
  });

  it('become part of the run when adopted, with their last answer', () => {
    const one = observed(() => ({}));
    const answers = [attempt({ status: 503 }), attempt({ status: 503 }), attempt({ status: 401 })];
    one.observer.adopt([historyOf(answers, 'a failure'), historyOf([], 'a failure', VALID[0])]);
    expect(one.observer.histories).toEqual([{ probe: REVOKED_PROJECT[0], attempts: [answers[2]] }]);
  });
});

describe('an answer that is not trusted', () => {
  it('is discarded with a reason, and earlier answers are kept', async () => {
    const one = observed((_, number) => (number === 3 ? BROKEN_OFF : { status: 200 + number }));
    await one.observer.ask(probes(MYSELF, 'valid', 'missing', 'mistyped', 'revoked'));
    await one.observer.ask(VALID);
    const [valid] = one.observer.histories;
    const order = valid?.attempts.map((answer) =>
      [2, 3, 4].map((count) => one.observer.isWithin(answer, count)),
    );
    expect(order).toEqual([
      [true, true, true],
      [false, false, true],
    ]);
    one.observer.forgetAfter(2, 'the controls failed');
    expect(summary(one)).toEqual([
      ['valid', [201], 'the controls failed'],
      ['missing', [202], undefined],
      // What had a reason of its own keeps it.
      ['mistyped', [], BROKEN_OFF.failure],
      ['revoked', [], 'the controls failed'],
    ]);
  });

  it('leaves a reason if there was neither an answer nor a reason', () => {
    const one = observed(() => ({}));
    one.observer.recall([historyOf([])]);
    one.observer.forgetAfter(0, 'the controls failed');
    expect(summary(one)).toEqual([['revoked', [], 'the controls failed']]);
  });

  it('is never one of another observer', () => {
    const one = observed(() => ({}));
    const answer = attempt({ status: 401 });
    one.observer.recall([historyOf([answer])]);
    const [history] = one.observer.histories;
    // It was given before any of this run was.
    expect(history?.attempts.map((again) => one.observer.isWithin(again, 0))).toEqual([true]);
  });
});

describe('the traits of the site', () => {
  const ACCOUNT = '{"accountId":"a"}';

  it('are learned from the answers so far, and apply from then on', async () => {
    // This site names no account in a header: a 200 without one says nothing.
    const one = observed(({ path }) => ({ text: path.endsWith('/myself') ? ACCOUNT : '[]' }));
    await one.observer.ask(VALID);
    await one.observer.ask(REVOKED_PROJECT);
    one.observer.learnTraits();
    await one.observer.ask(REVOKED_PROJECT);
    const conclusive = one.observer.histories[1]?.attempts.map(({ answer }) => isConclusive(answer));
    expect(conclusive).toEqual([true, false]);
  });

  it('are used to classify recalled answers', async () => {
    const one = observed(() => ({ text: ACCOUNT }));
    await one.observer.ask(VALID);
    one.observer.learnTraits();
    const earlier = attempt({ status: 200, body: { text: '[]' } });
    expect(isConclusive(earlier.answer)).toBe(true);
    one.observer.recall([historyOf([earlier])]);
    expect(one.observer.histories[1]).toMatchObject({
      probe: REVOKED_PROJECT[0],
      attempts: [{ exchange: earlier.exchange, answer: { treatment: 'inconclusive' } }],
    });
  });
});

it('lists the probes that a run did not reach, each with the reason', () => {
  const asked = historyOf([], undefined, VALID[0]);
  const left = notAsked([...VALID, ...REVOKED_PROJECT], [asked], (probe) => `because of ${probeKey(probe)}`);
  expect(left).toEqual([
    { ...REVOKED_PROJECT[0], verdict: 'inconclusive', reason: `because of revoked ${PROJECT}` },
  ]);
});
