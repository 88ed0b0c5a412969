import { describe, expect, it } from 'vitest';
import { choicesFor, render } from '../../formats.ts';
import { CHAT_LAYOUT, FILE_LAYOUT } from '../../layout.ts';
import { HOSTILE } from '../../report.fixture.ts';
import { heatOfNight } from './heat-of-night.ts';
import { nightOf, unjudgedNight, withEarlier } from './night.fixture.ts';
import type { NightDocument } from './night-document.ts';

const EARLIER = [0, 0, 3, 0];

/** A night of a number of sites: three probes changed on all, one more on every seventh; the last one has wrong settings. */
const nightsOf = (number: number, nameOf = (i: number) => `site-${i}`): NightDocument =>
  Array.from({ length: number }, (_, i) => {
    const isLast = i > 0 && i === number - 1;
    const night = isLast
      ? unjudgedNight(nameOf(i), 2, 'a setting is missing')
      : nightOf(nameOf(i), i % 7 === 0 ? [0, 1, 2, 3] : [0, 1, 2]);
    const days = i === 0 ? 3 : 41;
    const expires = { credential: 'JIRA_API_TOKEN', date: '2026-12-01', days, isDue: i === 0 };
    return { ...withEarlier(isLast ? night : { ...night, expires }, ...EARLIER) };
  });

const TEXTUAL = ['text', 'markdown', 'html', 'jira-wiki', 'adf'] as const;

describe.each(TEXTUAL)('a night of several sites as %s', (format) => {
  it.each([3, 20])('has a row for each of %i sites, with what it had tonight', (number) => {
    const text = render('night', format, nightsOf(number), FILE_LAYOUT);
    for (let i = 0; i < number; i += 1) expect(text).toContain(`site-${i}`);
    expect(text).toContain('4 new');
    expect(text).toContain('3 new');
    expect(text).toContain('in 3 days');
    expect(text).toContain('in 41 days');
    expect(text).toContain('wrong settings');
    const strip = format === 'html' ? /✓<[^✓]*✓<[^?]*\?</ : /✓✓\\*\?✓x/;
    expect(text).toMatch(strip);
  });

  it('states who changed', () => {
    const text = render('night', format, nightsOf(4), FILE_LAYOUT);
    expect(text).toContain('Jira');
    expect(text).toContain('only site-0');
  });
});

describe('a night as text', () => {
  it.each([1, 3, 20])('of %i sites fits a terminal of 80 columns', (number) => {
    const lines = render('night', 'text', nightsOf(number), FILE_LAYOUT).split('\n');
    expect(lines.filter((line) => line.length > 80)).toEqual([]);
  });

  it('has columns for a few sites, and names the sites of each finding otherwise', () => {
    const few = render('night', 'text', nightsOf(3), FILE_LAYOUT);
    expect(few).toMatch(/site-0 {2}site-1 {2}site-2 {2}/);
    const many = render('night', 'text', nightsOf(20), FILE_LAYOUT);
    expect(many).not.toMatch(/site-0 {2}site-1/);
    expect(many).toContain('site-0, site-7, site-14');
  });

  it('takes one line for each rule of the only site', () => {
    const text = render('night', 'text', nightsOf(1), { ...CHAT_LAYOUT, all: false });
    const lines = text.split('\n').filter((line) => line.startsWith('critical'));
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain('× 4');
  });

  it('has colour on a terminal only', () => {
    const [plain, coloured] = [false, true].map((colour) =>
      render('night', 'text', nightsOf(3), { ...FILE_LAYOUT, colour }),
    );
    expect(plain).not.toContain('\u001B');
    expect(coloured).toContain('\u001B[31m');
  });

  it('repeats no purpose of a command', () => {
    const lines = render('night', 'text', nightsOf(6), FILE_LAYOUT).split('\n');
    const purposes = lines.filter((line) => /^To .*:$/.test(line));
    expect(new Set(purposes).size).toBe(purposes.length);
  });
});

describe('a night of hostile names', () => {
  it.each(choicesFor('night'))('is rendered as %s', (format) => {
    const names = [...HOSTILE, 'x'.repeat(300)];
    const text = render(
      'night',
      format,
      nightsOf(names.length, (i) => names[i] ?? ''),
      FILE_LAYOUT,
    );
    // oxlint-disable-next-line no-control-regex -- that is what they are
    expect(text).not.toMatch(/[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069]/);
  });
});

describe('the index of a night', () => {
  it('links to the files of each site that has them', () => {
    const page = render('night-index', 'html', nightsOf(3), FILE_LAYOUT);
    const links = [...page.matchAll(/<a href="([^"]*)"/g)].map(([, path]) => path);
    expect(links).toEqual([
      'site-0/report.html',
      'site-0/run.json',
      'site-1/report.html',
      'site-1/run.json',
      'site-2/report.html',
      'history.html',
    ]);
  });
});

describe('a night of the stand-in alone', () => {
  it('does not say that Jira changed', () => {
    const nights = nightsOf(3).map((one) => ({
      ...one,
      night: { ...one.night, entry: { ...one.night.entry, origin: 'stand-in' as const } },
    }));
    const rows = heatOfNight(nights)?.heat.rows ?? [];
    expect(rows.length).toBeGreaterThan(1);
    expect(JSON.stringify(rows)).not.toContain('Jira');
  });
});

describe('a site with wrong settings', () => {
  const command = 'npm run doctor -- --site acme --settings some-folder/with-a-long-name/acme.env';
  const night = withEarlier(unjudgedNight('acme', 2, `JIRA_EMAIL is not set. Run: ${command}.`));

  it.each([
    ['alone', [night]],
    ['beside another', [night, withEarlier(nightOf('beta', []))]],
  ] as const)('has the command on a line of its own, once: %s', (_what, nights) => {
    const lines = render('night', 'text', nights, { ...FILE_LAYOUT, width: 100 }).split('\n');
    expect(lines.filter((line) => line.trim() === command)).toHaveLength(1);
    expect(lines.join(' ').split('npm run doctor')).toHaveLength(2);
  });

  it('answers all questions in a job summary', () => {
    const out = render('night', 'markdown', [night], FILE_LAYOUT);
    for (const box of ['How bad', 'How sure', 'Since when', 'What now']) expect(out).toContain(box);
    expect(out).toContain(command);
  });
});
