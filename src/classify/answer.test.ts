import { describe, expect, it } from 'vitest';
import type { Treatment } from '../contract/treatment.ts';
import { countedAsSteady, behaviourOf, isConclusive } from './answer.ts';
import { SIGNAL_IDS, SIGNALS, describeSignal, type SignalId } from './signals.ts';

/** The words for changes in Jira that show nothing about the token. */
const NEWS: Partial<Record<SignalId, string>> = {
  unexplained: 'unexplained',
  'operation-removed': 'removed',
  'brown-out': 'brown-out',
  'rolling-out': 'partly',
};

describe.each(SIGNAL_IDS)('an answer with the signal %s', (mark) => {
  it('is conclusive by its treatment, or as a change in Jira', () => {
    expect(isConclusive({ status: 410, treatment: 'inconclusive', mark })).toBe(mark in NEWS);
    for (const treatment of ['accepted', 'ignored', 'refused'] as const) {
      expect(isConclusive({ status: 410, treatment, mark })).toBe(true);
    }
  });

  it('shows its treatment, or the change in Jira, and its status', () => {
    expect(behaviourOf({ status: 410, treatment: 'inconclusive', mark })).toBe(
      `${NEWS[mark] ?? 'inconclusive'} 410`,
    );
    expect(behaviourOf({ status: 200, treatment: 'accepted', mark })).toBe('accepted 200');
    expect(behaviourOf({ status: 401, treatment: 'refused', mark })).toBe('refused 401');
  });

  it('has words of its own', () => {
    expect(SIGNAL_IDS.filter((other) => describeSignal(other) === describeSignal(mark))).toEqual([mark]);
    expect(describeSignal(mark)).not.toBe(mark);
  });
});

describe('an answer that came every time', () => {
  it.each<[SignalId, number, SignalId]>([
    ['unexpected', 422, 'unexplained'],
    ['unexpected', 199, 'unexplained'],
    ['unexpected', 300, 'unexplained'],
    ['forbidden-to-all', 403, 'unexplained'],
    // A success without a sign of the account can mean anything on a site that names no accounts.
    ['unexpected', 200, 'unexpected'],
    ['unexpected', 299, 'unexpected'],
    ['server-error', 503, 'server-error'],
    ['rate-limited', 429, 'rate-limited'],
    ['captcha', 403, 'captcha'],
    ['flapping', 401, 'flapping'],
    ['unauthorized', 401, 'unauthorized'],
  ])('with %s and %d becomes one with %s', (mark, status, steady) => {
    const once = { status, treatment: 'inconclusive', mark, loginReason: null } as const;
    expect(countedAsSteady(once)).toEqual({ ...once, mark: steady });
  });
});

describe('the signals', () => {
  it('have exactly these ids and treatments', () => {
    const treatments = Object.groupBy(SIGNALS, ({ treatment }) => treatment);
    const ids = (treatment: Treatment): string[] => (treatments[treatment] ?? []).map(({ id }) => id);
    expect({
      accepted: ids('accepted'),
      ignored: ids('ignored'),
      refused: ids('refused'),
      inconclusive: ids('inconclusive'),
    }).toEqual({
      accepted: ['another-account', 'account-id', 'own-account', 'no-anonymous-there'],
      ignored: ['login-failed', 'operation-said-no', 'no-account-id'],
      refused: ['unauthorized', 'forbidden', 'login-redirect'],
      inconclusive: [
        'captcha',
        'proxy-login',
        'rate-limited',
        'server-error',
        'site-unavailable',
        'edge-page',
        'forbidden-to-all',
      ],
    });
    expect(new Set(SIGNAL_IDS).size).toBe(SIGNAL_IDS.length);
  });

  it('are those of one answer and those seen only across answers', () => {
    expect(SIGNAL_IDS).toEqual([
      ...SIGNALS.map(({ id }) => id),
      'unexpected',
      'flapping',
      'rolling-out',
      'unexplained',
      'operation-removed',
      'brown-out',
    ]);
  });
});
