import { expect, it } from 'vitest';
import { demandsCaptcha } from './captcha.ts';

const DENIED = 'x-authentication-denied-reason';
const REASON = 'x-seraph-loginreason';

it.each<[boolean, Readonly<Record<string, readonly string[]>>]>([
  [true, { [DENIED]: ['CAPTCHA_CHALLENGE; login-url=https://site.example/login.jsp'] }],
  [true, { [DENIED]: ['captcha_challenge'] }],
  [true, { [REASON]: ['AUTHENTICATION_DENIED'] }],
  [true, { [REASON]: ['OUT', 'Authentication_Denied'] }],
  [true, { [DENIED]: ['something else'], [REASON]: ['AUTHENTICATION_DENIED'] }],
  [false, {}],
  [false, { [DENIED]: [], [REASON]: [] }],
  [false, { [REASON]: ['AUTHENTICATED_FAILED'] }],
  [false, { [REASON]: ['OK'], [DENIED]: ['NOT_ALLOWED'] }],
  // Each word counts only in its own header.
  [false, { [REASON]: ['CAPTCHA_CHALLENGE'], [DENIED]: ['AUTHENTICATION_DENIED'] }],
  [false, { 'www-authenticate': ['CAPTCHA', 'AUTHENTICATION_DENIED'] }],
])('returns %s for %j', (expected, headers) => {
  expect(demandsCaptcha((name) => headers[name] ?? [])).toBe(expected);
});
