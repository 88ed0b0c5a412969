import { describe, expect, it } from 'vitest';
import type { Verdict } from './assert-alive.ts';
import { judgeMyself, MyselfBook } from './myself.ts';

describe('an answer of /myself', () => {
  const named = { 'x-aaccountid': '5b10' };
  it.each<[status: number, headers: Record<string, string>, body: string, state: Verdict['state']]>([
    [200, named, '{"accountId":"5b10"}', 'alive'],
    [200, {}, '{"accountId":"5b10"}', 'alive'],
    [200, {}, '{"accountId":""}', 'cannot tell'],
    [200, {}, '{}', 'cannot tell'],
    [200, {}, '[]', 'cannot tell'],
    [200, {}, 'null', 'cannot tell'],
    [200, {}, '{"accountId"', 'cannot tell'],
    [404, {}, '{"accountId":"5b10"}', 'cannot tell'],
    [200, { 'content-type': 'text/html' }, '{"accountId":"5b10"}', 'cannot tell'],
    [200, { 'x-seraph-loginreason': 'AUTHENTICATED_FAILED' }, '{"accountId":"5b10"}', 'cannot tell'],
    [401, {}, '', 'dead'],
    [401, named, '', 'alive'],
    [401, { 'x-authentication-denied-reason': 'CAPTCHA_CHALLENGE' }, '', 'cannot tell'],
    [403, {}, '', 'cannot tell'],
    [429, {}, '', 'cannot tell'],
    [503, {}, '', 'cannot tell'],
    [302, { location: '/login.jsp' }, '', 'cannot tell'],
  ])('with status %i, %j and the body %s: %s', (status, headers, body, state) => {
    expect(judgeMyself({ status, headers }, body).state).toBe(state);
  });
});

describe('the book of answers', () => {
  it('remembers a thousand credentials, and none of them as it is', async () => {
    const asked: string[] = [];
    const book = new MyselfBook(
      (authorization) => {
        asked.push(authorization);
        return Promise.reject(new Error('no network'));
      },
      () => 0,
    );
    for (let i = 0; i <= 1000; i += 1) expect((await book.verdict(`Basic ${i}`)).state).toBe('cannot tell');
    await book.verdict('Basic 1000');
    expect(asked).toHaveLength(1001);
    await book.verdict('Basic 0');
    expect([asked.length, book.asked]).toEqual([1002, 1002]);
  });
});
