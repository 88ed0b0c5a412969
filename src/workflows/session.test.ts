import { dayOf } from '../day-of.ts';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { clearSecrets } from '../secrets/redaction.ts';
import { fastClock } from '../live/live.fixture.ts';
import { environmentFor } from '../config/stand-in-environment.ts';
import { openSession, type Session } from './session.ts';
import { openSite, settingsFor } from './site.ts';
import { temporaryFolder } from '../temporary-folder.fixture.ts';

let folder: string;

beforeEach(() => {
  folder = temporaryFolder();
});

afterEach(clearSecrets);

const sessionWith = (env: Record<string, string> = {}): Session => {
  const stream = { write: () => true };
  return openSession({ stdout: stream, stderr: stream, env, clock: fastClock() });
};

const optionsWith = (site?: string) => ({
  settings: join(folder, '.env'),
  sites: join(folder, 'sites.json'),
  site,
  anonymise: false,
});

describe('a session', () => {
  it('reads the settings and the list of sites once, even if the files change', () => {
    const session = sessionWith();
    const write = (origin: string): void => {
      const lines = Object.entries(environmentFor(origin)).map(([name, value]) => `ACME_${name}=${value}\n`);
      writeFileSync(join(folder, '.env'), lines.join(''));
    };
    write('http://127.0.0.1:1111');
    writeFileSync(join(folder, 'sites.json'), '[{"name":"acme"}]');
    const before = openSite(optionsWith('acme'), session);
    write('http://127.0.0.1:2222');
    writeFileSync(join(folder, 'sites.json'), '[{"name":"beta"}]');
    const after = openSite(optionsWith('acme'), session);
    expect(settingsFor(before).site).toBe('http://127.0.0.1:1111');
    expect(settingsFor(after)).toEqual(settingsFor(before));
    // Another command sees what there is now.
    expect(() => openSite(optionsWith('acme'), sessionWith())).toThrow(
      expect.objectContaining({ code: 'usage' }),
    );
  });

  it('reads a file of acknowledgements once, even if it changes', () => {
    const session = sessionWith();
    const path = join(folder, 'known.json');
    writeFileSync(path, '[]');
    expect(session.acknowledgements(path)).toEqual([]);
    const entry = { fingerprint: '0123456789abcdef', change: 'a change', reason: 'a reason' };
    writeFileSync(path, JSON.stringify([entry]));
    expect(session.acknowledgements(path)).toEqual([]);
    expect(sessionWith().acknowledgements(path)).toEqual([entry]);
  });

  it('is never interrupted without a source of interrupts', () => {
    expect(sessionWith().interrupted().aborted).toBe(false);
  });
});

describe('a site', () => {
  it('has the fault in its settings as a value, until they are needed', () => {
    const site = openSite(optionsWith(), sessionWith());
    expect(site.settings).toMatchObject({ code: 'bad-config' });
    expect(() => settingsFor(site)).toThrow(expect.objectContaining({ code: 'bad-config' }));
  });

  it('knows which variables are not read: misspelt ones, and those of a site that is not listed', () => {
    const env = { JIRA_EMIAL: 'x', OTHER_JIRA_SITE: 'https://other.atlassian.net' };
    const unknown = (site?: string): string[] =>
      openSite(optionsWith(site), sessionWith(env)).unknown.map(({ variable }) => variable);
    expect(unknown()).toEqual(['JIRA_EMIAL', 'OTHER_JIRA_SITE']);
    expect(unknown('acme')).toEqual([]);
  });
});

it.each([
  ['2026-11-24T23:59:59.999Z', '2026-11-24'],
  ['2026-11-25T00:30:00+01:00', '2026-11-24'],
])('the day of %s is %s, in UTC', (moment, day) => {
  expect(dayOf(Date.parse(moment))).toBe(day);
});
