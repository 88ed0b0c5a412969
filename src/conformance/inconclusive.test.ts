import { expect, it } from 'vitest';
import { inconclusiveBecause } from './inconclusive.ts';
import { observationWith, seenRequest } from './observation.fixture.ts';

const anonymous = seenRequest({ answeredFor: 'anonymous', state: 'none', caller: null });

it('is proven by a program that succeeds with a token that works, and was answered for the account', () => {
  expect(inconclusiveBecause('x', observationWith())).toEqual([]);
  expect(inconclusiveBecause('x', observationWith({ requests: [anonymous, seenRequest()] }))).toEqual([]);
});

it.each([
  ['fails', { succeeded: false }],
  ['does not end', { succeeded: false, exitCode: null, ending: 'time limit' as const }],
  ['asks nothing', { requests: [] }],
  ['asks without the credential', { requests: [anonymous] }],
  ['is refused', { requests: [{ ...anonymous, answeredFor: 'refused' as const, status: 401 }] }],
  ['sends another credential', { requests: [{ ...anonymous, state: 'unusable' as const, caller: 'other' }] }],
])('is not proven by a program that %s', (_what, changes) => {
  expect(inconclusiveBecause('the name', observationWith(changes))).toEqual([
    expect.stringContaining('the name') as string,
  ]);
});

it('tells the reasons apart', () => {
  const reasons = [
    { succeeded: false },
    { succeeded: false, ending: 'time limit' as const },
    { requests: [] },
    { requests: [anonymous] },
  ].map((changes) => inconclusiveBecause('x', observationWith(changes))[0]);
  expect(new Set(reasons).size).toBe(reasons.length);
});

it('names the option that gives a slow program more time', () => {
  const [reason] = inconclusiveBecause('x', observationWith({ succeeded: false, ending: 'time limit' }));
  expect(reason).toContain('--time-limit');
});

it('says nothing of a control that was not run', () => {
  expect(inconclusiveBecause('x', undefined)).toEqual([]);
});
