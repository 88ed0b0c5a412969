import { describe, expect, it } from 'vitest';
import { sharedFindings } from './across-sites.ts';
import { heatOfNight } from './heat-of-night.ts';
import type { Night } from './night-document.ts';
import { ASKED, nightOf, RUN, unjudgedNight, withEarlier } from './night.fixture.ts';

const rowsOf = (nights: readonly Night[]) =>
  heatOfNight(nights.map((night) => withEarlier(night)))?.heat.rows ?? [];

describe('what changed on several sites', () => {
  const nights = [
    nightOf('a', [0, 1, 2, 3, 4, 5]),
    nightOf('b', [0, 1, 2, 3, 4]),
    nightOf('c', [0, 1, 2, 3]),
  ];

  it('is attributed to Jira if on all sites, to a site if on that one only', () => {
    const shared = sharedFindings(nights);
    expect(shared.map(({ verdict, on }) => [verdict, on.length])).toEqual([
      ['jira', 3],
      ['jira', 3],
      ['jira', 3],
      ['jira', 3],
      ['some', 2],
      ['site', 1],
    ]);
  });

  it('takes one row for each set of sites, however many probes changed', () => {
    expect(rowsOf(nights).map(({ numbers }) => numbers)).toEqual([
      [4, 4, 4],
      [1, 1, 0],
      [1, 0, 0],
    ]);
    expect(new Set(rowsOf(nights).map(({ verdict }) => verdict)).size).toBe(3);
  });

  it('includes broken rows of the contract, with different baselines or none', () => {
    const [row] = ASKED;
    if (!row) throw new Error('no row');
    const broken = {
      ...RUN,
      rows: RUN.rows.map((one) => (one === row ? { ...one, verdict: 'broken' as const } : one)),
    };
    const site = (name: string, changed: readonly number[] | undefined): Night => {
      const { document, ...rest } = nightOf(name, changed ?? []);
      if (!document) throw new Error('no document');
      return { ...rest, document: { ...document, run: broken, diff: changed ? document.diff : null } };
    };
    const alone = [site('a', undefined), site('b', undefined), site('c', undefined)];
    for (const sites of [alone, [...alone.slice(1), site('d', [0])]]) {
      expect(sharedFindings(sites)).toMatchObject([{ verdict: 'jira', on: { length: 3 } }]);
      expect(rowsOf(sites)).toHaveLength(1);
    }
    // A site whose row is not broken could have had the finding.
    expect(sharedFindings([...alone, nightOf('d', [])])).toMatchObject([
      { verdict: 'some', of: { length: 4 } },
    ]);
  });

  it('excludes acknowledged findings and inconclusive sites, and needs two sites', () => {
    const known = nights.map((one) => ({
      ...one,
      document: one.document && {
        ...one.document,
        diff: one.document.diff && {
          ...one.document.diff,
          changes: one.document.diff.changes.map((change) => ({
            ...change,
            acknowledged: {
              fingerprint: change.fingerprint,
              change: 'x',
              reason: 'x',
              link: 'https://x.example.com',
            },
          })),
        },
      },
    }));
    expect(rowsOf(known)).toEqual([]);
    const silent = unjudgedNight('d', 3, 'throttled');
    expect(sharedFindings([...nights, silent])).toEqual(sharedFindings(nights));
    // Its cells are empty, not those of a site on which nothing changed.
    expect(rowsOf([...nights, silent]).map(({ numbers }) => numbers.at(-1))).toEqual(
      Array(3).fill(undefined),
    );
    expect(rowsOf([nightOf('a', [0])])).toEqual([]);
  });
});
