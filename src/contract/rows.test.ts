import { describe, expect, it } from 'vitest';
import { rowSentence, rowsOf, statusPhrase, type ContractRow } from './rows.ts';
import { credentialNamed } from './credentials.ts';
import { accepted, because, empty, ignored, refused } from './expectation.ts';

const MYSELF = 'GET /rest/api/3/myself';
const PROJECT = 'GET /rest/api/3/project';

describe('the rows of a table', () => {
  it('are its entries, in the order of the operations, each with its expectation', () => {
    expect(rowsOf('2026-09', 'revoked', { [PROJECT]: ignored(200), [MYSELF]: refused(401) })).toEqual([
      { era: '2026-09', credential: 'revoked', operation: MYSELF, expected: refused(401) },
      { era: '2026-09', credential: 'revoked', operation: PROJECT, expected: ignored(200) },
    ]);
    expect(rowsOf('2026-09', 'revoked', {})).toEqual([]);
  });
});

describe('an expectation', () => {
  it('is a treatment and a set of statuses', () => {
    expect(accepted(200)).toEqual({ treatment: 'accepted', statuses: [200] });
    expect(ignored()).toEqual({ treatment: 'ignored', statuses: [] });
    expect(refused(401, 403)).toEqual({ treatment: 'refused', statuses: [401, 403] });
  });

  it('can require no data and a reason for the refusal, and keeps the rest', () => {
    expect(empty(ignored(200))).toEqual({ treatment: 'ignored', statuses: [200], empty: true });
    expect(because('FAILURE_CLIENT_AUTH', refused(401))).toEqual({
      treatment: 'refused',
      statuses: [401],
      failureCategory: 'FAILURE_CLIENT_AUTH',
    });
  });
});

const row = (expected: ContractRow['expected']): string =>
  rowSentence({ era: '2026-09', credential: 'revoked', operation: MYSELF, expected });

describe('a row as a sentence', () => {
  it('names credential, operation and every status', () => {
    const words = row(refused(401, 403));
    for (const part of [credentialNamed('revoked').noun, MYSELF, '401', '403']) expect(words).toContain(part);
  });

  it('distinguishes treatments, answers without data, and a status that is not on record', () => {
    const all = [accepted(200), ignored(200), refused(200), empty(ignored(200)), ignored()].map(row);
    expect(new Set(all).size).toBe(all.length);
    expect(statusPhrase([])).not.toMatch(/^$|\d/);
    expect(statusPhrase([200])).toBe('200');
    expect(statusPhrase([200, 404]).match(/\d+/g)).toEqual(['200', '404']);
  });
});
