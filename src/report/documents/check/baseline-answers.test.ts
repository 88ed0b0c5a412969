import { expect, it } from 'vitest';
import { probeKey } from '../../../contract/probe.ts';
import { openLibrary } from '../../../evidence/recording-library.ts';
import { readBaseline } from '../../../run/snapshot.ts';
import { baselineAnswers } from './baseline-answers.ts';

const LIBRARY = openLibrary();

it('are the answers of a baseline with the responses that are stored, and never without the answer', () => {
  const baseline = readBaseline('public-2022-11', LIBRARY);
  const before = baselineAnswers(baseline);
  const { exchanges } = LIBRARY.read('public-2022-11');
  expect(Object.keys(before)).toHaveLength(exchanges.length);
  for (const exchange of exchanges) {
    const { answer, response } = before[probeKey(exchange)] ?? {};
    expect(response).toEqual(exchange.response);
    expect(answer?.status).toBe(exchange.response.status);
  }
  const bare = Object.values(baselineAnswers({ answers: baseline.answers }));
  expect(bare).toHaveLength(exchanges.length);
  expect(bare.some((answer) => 'response' in answer)).toBe(false);
});
