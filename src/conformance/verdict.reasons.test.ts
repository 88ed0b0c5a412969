import { describe, expect, it } from 'vitest';
import type { SeenRequest } from '../stand-in/stand-in.ts';
import { DEFAULT_NOTICES } from './notices.ts';
import { observationWith, seenRequest } from './observation.fixture.ts';
import type { Observation } from './observation.ts';
import { scenarioNamed, type ScenarioId } from './scenarios.ts';
import { judge } from './verdict.ts';

const VALID = observationWith();
const EMPTY = observationWith({ text: 'nothing\n' });
const anonymous = seenRequest({ answeredFor: 'anonymous', state: 'dead' });
const fault = (changes: Partial<SeenRequest> = {}): SeenRequest =>
  seenRequest({ answeredFor: 'fault', status: 503, ...changes });

const whyOf = (id: ScenarioId, seen: Partial<Observation>, emptySite = EMPTY): string =>
  judge({
    scenario: scenarioNamed(id),
    seen: observationWith(seen),
    valid: VALID,
    emptySite,
    notices: DEFAULT_NOTICES,
  }).why;

/** Situations under one verdict, which people need to tell apart. */
const SITUATIONS: readonly (readonly [string, ScenarioId, readonly Partial<Observation>[]])[] = [
  [
    'silent',
    'revoked',
    [
      { requests: [anonymous], text: EMPTY.text },
      { requests: [anonymous], text: 'other' },
      { requests: [anonymous, seenRequest({ path: '/x' })], text: EMPTY.text },
      { requests: [anonymous], text: 'the token is dead' },
      { requests: [], text: 'other' },
    ],
  ],
  [
    'silent, while nothing can be answered',
    'unavailable',
    [
      { requests: [fault()], text: EMPTY.text },
      { requests: [fault()], text: 'other' },
    ],
  ],
  [
    'misled',
    'revoked',
    [
      { ending: 'time limit', exitCode: null },
      { ending: 'endless requests', exitCode: null },
      { signal: 'SIGSEGV', exitCode: null },
      { exitCode: 1 },
      { exitCode: 22 },
      { drive: 'mcp', exitCode: null },
    ].map((end) => ({ ...end, succeeded: false, requests: [anonymous] }) as Partial<Observation>),
  ],
  [
    'passed',
    'empty-site',
    [{ text: EMPTY.text }, { succeeded: false, text: 'none', requests: [seenRequest({ status: 404 })] }],
  ],
  ['passed, or not met', 'flapping', [{}, { requests: [anonymous, seenRequest()] }]],
  ['passed, in a look-alike', 'unavailable', [{}, { succeeded: false, requests: [fault()], text: 'sorry' }]],
  [
    'false alarm',
    'valid',
    [
      { succeeded: false, text: 'the token is dead' },
      { succeeded: false, text: 'sorry' },
    ],
  ],
];

describe('the reason', () => {
  it.each(SITUATIONS)('of %s tells situations apart', (_what, id, seen) => {
    const reasons = seen.map((one) => whyOf(id, one));
    expect(new Set(reasons).size).toBe(reasons.length);
  });

  it('of passing differs by what was expected', () => {
    const reasons = [
      whyOf('valid', {}),
      whyOf('empty-site', { succeeded: false, text: 'none', requests: [seenRequest({ status: 404 })] }),
      whyOf('unavailable', { succeeded: false, text: 'sorry', requests: [fault()] }),
      whyOf('flapping', {}),
      whyOf('flapping', { requests: [anonymous, seenRequest()] }),
    ];
    expect(new Set(reasons).size).toBe(reasons.length);
  });

  it.each<[ScenarioId, Partial<Observation>]>([
    ['revoked', { ending: 'time limit', exitCode: null }],
    ['revoked', { ending: 'endless requests', exitCode: null }],
    ['revoked', { drive: 'mcp', exitCode: null }],
    ['revoked', { drive: 'http', exitCode: null }],
  ])('in %s names no exit code where there is none: %j', (id, end) =>
    expect(whyOf(id, { ...end, succeeded: false, requests: [anonymous] })).not.toContain('null'),
  );

  it('counts no requests where there is none', () => {
    expect(whyOf('revoked', { requests: [], text: 'other' })).not.toMatch(/\d/);
  });

  it.each<[ScenarioId, Partial<Observation>, RegExp]>([
    ['revoked', { succeeded: false, exitCode: 22, requests: [anonymous] }, /\b22\b/],
    ['revoked', { succeeded: false, signal: 'SIGSEGV', exitCode: null, requests: [anonymous] }, /SIGSEGV/],
    ['revoked', { requests: [anonymous, seenRequest({ path: '/x' })], text: 'a' }, /\b1\b.*\b2\b/],
    ['empty-site', { succeeded: false, text: 'none', requests: [seenRequest({ status: 404 })] }, /\b404\b/],
    ['revoked', { leaks: ['stderr'], requests: [anonymous] }, /stderr/],
    [
      'revoked',
      { requests: [anonymous, seenRequest({ method: 'PUT', path: '/rest/api/3/issue/A-1', isWrite: true })] },
      /PUT.*A-1/,
    ],
  ])('in %s holds what was seen', (id, seen, fact) => expect(whyOf(id, seen)).toMatch(fact));

  it('compares output and requests with the empty site, in whatever order they came', () => {
    const two = [seenRequest(), seenRequest({ path: '/rest/api/3/field' })];
    const empty = observationWith({ text: EMPTY.text, requests: two });
    const lost = two.map((one) => ({ ...one, answeredFor: 'anonymous' as const }));
    const same = whyOf('revoked', { text: EMPTY.text, requests: lost }, empty);
    expect(whyOf('revoked', { text: EMPTY.text, requests: lost.toReversed() }, empty)).toBe(same);
    expect(whyOf('revoked', { text: EMPTY.text, requests: lost.slice(1) }, empty)).not.toBe(same);
    expect(whyOf('revoked', { text: 'other', requests: lost }, empty)).not.toBe(same);
    // What it prints in any case does not make the site look empty.
    const alike = observationWith();
    const lostAlike = { requests: [anonymous] };
    expect(whyOf('revoked', lostAlike, alike)).toBe(whyOf('revoked', { ...lostAlike, text: 'other' }, alike));
  });
});

describe('a program that takes a failure for an empty site', () => {
  const two = [seenRequest(), seenRequest({ path: '/rest/api/3/field' })];

  it('is silent, even if another request was answered', () => {
    const { verdict } = judge({
      scenario: scenarioNamed('unavailable'),
      seen: observationWith({
        text: EMPTY.text,
        requests: [fault(), seenRequest({ path: '/rest/api/3/field' })],
      }),
      valid: observationWith({ requests: two }),
      emptySite: observationWith({ text: EMPTY.text, requests: two }),
      notices: DEFAULT_NOTICES,
    });
    expect(verdict).toBe('silent');
  });
});

it('counts a request without a credential only if the control shows that one is usual', () => {
  const seen = observationWith({ requests: [{ ...anonymous, caller: null }] });
  const { isReached } = judge({
    scenario: scenarioNamed('no-colon'),
    seen,
    valid: undefined,
    emptySite: undefined,
    notices: DEFAULT_NOTICES,
  });
  expect(isReached).toBe(false);
});
