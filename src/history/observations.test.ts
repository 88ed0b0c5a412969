import { describe, expect, it } from 'vitest';
import { readSetInfo } from '../evidence/recordings.ts';
import type { Entry } from './entry.ts';
import { observationsOf, publicObservations } from './observations.ts';
import { openLibrary } from '../evidence/recording-library.ts';

const LIBRARY = openLibrary();

const MYSELF = 'GET /rest/api/3/myself';

const entry: Entry = {
  schema: 'jira-token-contract/history/1',
  name: 'live-1',
  site: 'https://a.example.com',
  origin: 'recorded',
  at: '2026-11-26T03:00:00.000Z',
  tool: 'a test',
  outcome: 'kept',
  broken: 0,
  news: 0,
  answers: {
    revoked: { [MYSELF]: 'refused 401' },
    'no such': { [MYSELF]: 'x 1' },
    valid: { 'GET /no-such': 'x 1' },
  },
};

it('has the answer, the time and the run, for probes in the tables', () => {
  expect(observationsOf([entry, { ...entry, name: 'live-2', answers: {} }])).toEqual([
    {
      credential: 'revoked',
      operation: MYSELF,
      at: '2026-11-26T03:00:00.000Z',
      answer: 'refused 401',
      seenBy: 'live-1',
    },
  ]);
});

describe('the public observations', () => {
  const all = publicObservations(LIBRARY);

  it('have the answer, the date and the set', () => {
    expect(all).toContainEqual({
      credential: 'revoked',
      operation: 'GET /rest/api/3/project',
      at: expect.stringMatching(/^2019-/) as string,
      answer: 'refused 401',
      seenBy: 'public-2019-11',
    });
    expect(all.filter(({ at }) => !/^\d{4}/.test(at))).toEqual([]);
  });

  it('are of transcribed sets only, each probe once per set, and never inconclusive', () => {
    const sets = [...new Set(all.map(({ seenBy }) => seenBy))];
    expect(sets.map((name) => readSetInfo(name).origin)).toEqual(sets.map(() => 'transcribed'));
    const probes = all.map(({ seenBy, credential, operation }) => `${seenBy} ${credential} ${operation}`);
    expect(new Set(probes).size).toBe(probes.length);
    expect(all.filter(({ answer }) => answer.startsWith('inconclusive'))).toEqual([]);
  });
});
