import { describe, expect, it } from 'vitest';
import { readSetInfo } from '../evidence/recordings.ts';
import { REPLAY_TARGET } from '../http/replay-target.ts';
import { checkSite, setBefore } from './subject.ts';
import { openLibrary } from '../evidence/recording-library.ts';

const LIBRARY = openLibrary();

const info = readSetInfo('public-2026-09');
const baseline = {
  ...info,
  origin: 'recorded',
  name: 'baseline',
  site: 'https://acme.atlassian.net',
} as const;

describe('a baseline', () => {
  it('must be of the site that is asked', () => {
    expect(() => checkSite(baseline, 'https://other.atlassian.net', '.env')).toThrow(
      expect.objectContaining({ code: 'bad-config', message: expect.stringContaining('acme') as string }),
    );
  });

  it.each([
    ['the same site', baseline, 'https://acme.atlassian.net'],
    ['a site without a name', baseline, REPLAY_TARGET.site],
    [
      'a baseline without the name of its site',
      { ...baseline, site: REPLAY_TARGET.site },
      'https://x.atlassian.net',
    ],
    ['a public set', info, 'https://acme.atlassian.net'],
  ])('is accepted for %s', (_, set, site) => {
    expect(() => checkSite(set, site, '.env')).not.toThrow();
  });

  it('of recordings is the public set of the previous era', () => {
    expect(setBefore(info, LIBRARY)).toBe('public-2022-11');
    expect(setBefore(readSetInfo('public-2019-11'), LIBRARY)).toBeUndefined();
  });
});
