import { describe, expect, it } from 'vitest';
import type { Change } from '../../../change/change.ts';
import { entryOf } from '../../../history/entry.ts';
import { readRecordings } from '../../../evidence/recordings.ts';
import { runOfRecordings } from '../../../run/run.fixture.ts';
import { diffWith } from '../../report.fixture.ts';
import { sharedFindingLines, sharedFindings } from './across-sites.ts';
import type { Night } from './night-document.ts';

const run = runOfRecordings(readRecordings('public-2026-09'));
const asked = run.rows.filter(({ answer }) => answer).slice(0, 8);

/** A change of one probe of the run. */
const changeOf = (i: number): Change => {
  const [change] = diffWith('x').changes;
  const row = asked[i];
  if (!change || !row) throw new Error('no change');
  const { credential, operation } = row;
  return { ...change, credential, operation, fingerprint: String(i).padStart(16, '0') };
};

const night = (site: string, changed: readonly number[]): Night => ({
  site,
  exitCode: 1,
  reason: undefined,
  expiring: [],
  notes: [],
  document: { run, file: 'run.json', diff: { ...diffWith('x'), changes: changed.map(changeOf) } },
  entry: entryOf({ name: 'x', site, at: 0, exitCode: 1, news: 1 }, run),
});

describe('what changed on several sites', () => {
  const nights = [night('a', [0, 1, 2, 3, 4, 5]), night('b', [0, 1, 2, 3, 4]), night('c', [0, 1, 2, 3])];

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

  it('takes one line for each set of sites, however many probes changed', () => {
    const lines = sharedFindingLines(nights);
    expect(lines).toHaveLength(3);
    expect(lines[0]).toContain(asked[0]?.credential);
  });

  it('includes broken rows of the contract, with different baselines or none', () => {
    const [row] = asked;
    if (!row) throw new Error('no row');
    const broken = {
      ...run,
      rows: run.rows.map((one) => (one === row ? { ...one, verdict: 'broken' as const } : one)),
    };
    const site = (name: string, changed: readonly number[] | undefined): Night => {
      const { document, ...rest } = night(name, changed ?? []);
      if (!document) throw new Error('no document');
      return { ...rest, document: { ...document, run: broken, diff: changed ? document.diff : null } };
    };
    const alone = [site('a', undefined), site('b', undefined), site('c', undefined)];
    for (const sites of [alone, [...alone.slice(1), site('d', [0])]]) {
      expect(sharedFindings(sites)).toMatchObject([{ verdict: 'jira', on: { length: 3 } }]);
      expect(sharedFindingLines(sites)).toHaveLength(1);
    }
    // A site whose row is not broken could have had the finding.
    expect(sharedFindings([...alone, night('d', [])])).toMatchObject([
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
    expect(sharedFindingLines(known)).toEqual([]);
    const silent: Night = { ...night('d', []), document: undefined, exitCode: 3 };
    expect(sharedFindings([...nights, silent])).toEqual(sharedFindings(nights));
    // An inconclusive site is reported as such, not as unchanged.
    expect(sharedFindingLines([...nights, silent]).join()).toContain('d');
    expect(sharedFindingLines([...nights, silent])).toHaveLength(sharedFindingLines(nights).length + 1);
    expect(sharedFindingLines([night('a', [0])])).toEqual([]);
  });
});
