import { describe, expect, it } from 'vitest';
import {
  PACT_NAMES,
  pactResultSchema,
  unexpectedInteractions,
  type Interaction,
  type PactResult,
} from './pact-result.ts';

const interaction = (verdict: Interaction['verdict'], more: object = {}): Interaction => ({
  credential: 'revoked',
  operation: 'GET /rest/api/3/myself',
  verdict,
  reasons: ['a reason'],
  ...more,
});

const ALL = [interaction('passed'), interaction('failed'), interaction('skipped')];

it.each([
  ['as-it-is', ['failed']],
  ['wanted', ['passed']],
] as const)('of the pact %s, it is unexpected that interactions are %j', (pact, verdicts) => {
  expect(unexpectedInteractions({ pact, interactions: ALL }).map(({ verdict }) => verdict)).toEqual(verdicts);
});

describe('what a run file says of a pact', () => {
  it.each(PACT_NAMES)('is read as it is written: %s', (pact) => {
    const result: PactResult = { pact, interactions: ALL };
    expect(pactResultSchema.parse(result)).toEqual(result);
  });

  it.each<[string, object]>([
    ['an unknown pact', { pact: 'another' }],
    ['no pact', { pact: undefined }],
    ['no interactions', { interactions: undefined }],
    ['more than there is', { more: 1 }],
    [
      'an interaction with an unknown credential',
      { interactions: [interaction('passed', { credential: 'x' })] },
    ],
    [
      'an interaction with an unknown operation',
      { interactions: [interaction('passed', { operation: 'GET /x' })] },
    ],
    ['an interaction with another verdict', { interactions: [interaction('passed', { verdict: 'kept' })] }],
    ['an interaction without reasons', { interactions: [interaction('passed', { reasons: undefined })] }],
    [
      'an interaction with a reason that is no text',
      { interactions: [interaction('passed', { reasons: [1] })] },
    ],
    [
      'an interaction with more than there is',
      { interactions: [interaction('passed', { request: 'secret' })] },
    ],
  ])('is refused with %s', (_, wrong) => {
    expect(pactResultSchema.safeParse({ pact: 'wanted', interactions: ALL, ...wrong }).success).toBe(false);
  });
});
