import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { openServer } from '../src/http/server.fixture.ts';
import { documentsWith } from '../src/report/documents.fixture.ts';
import { render } from '../src/report/formats.ts';
import { FILE_LAYOUT } from '../src/report/layout.ts';
import { sanitiseLine } from '../src/report/plain.ts';
import { HOSTILE } from '../src/report/report.fixture.ts';
import { loadRssParser } from '../tools/packages.ts';
import { openBrowser } from './browser.fixture.ts';
import { historyCommand } from './commands/history.ts';
import { nightlyCommand } from './commands/nightly.ts';
import { useFolder } from './temporary-project.fixture.ts';

// The feed as a reader of feeds sees it, and as a strict XML parser does: that of a browser.

const Parser = await loadRssParser();
const browser = await openBrowser();

afterAll(() => browser.close());

const feedWith = (text: string, url?: string): string =>
  render('history', 'atom', { ...documentsWith(text).history, url }, FILE_LAYOUT);

interface Parsed {
  /** Number of faults. */
  readonly faults: number;
  /** The names of the elements of the feed, apart from its entries. */
  readonly feed: readonly string[];
  /** How often each name occurs in each entry. */
  readonly entries: readonly Readonly<Record<string, number>>[];
}

/** What the browser does with a feed, as code of the page. */
const READ = `(text) => {
  const parsed = new DOMParser().parseFromString(text, 'application/xml');
  const names = (element) => [...element.children].map((child) => child.localName);
  const tally = (all) => Object.fromEntries([...new Set(all)].map((name) => [name, all.filter((one) => one === name).length]));
  return {
    faults: parsed.querySelectorAll('parsererror').length,
    feed: names(parsed.documentElement).filter((name) => name !== 'entry'),
    entries: [...parsed.getElementsByTagNameNS('http://www.w3.org/2005/Atom', 'entry')].map((entry) => tally(names(entry))),
  };
}`;

async function parsed(xml: string): Promise<Parsed> {
  const page = await browser.newPage();
  const result = await page.evaluate<Parsed>(`(${READ})(${JSON.stringify(xml)})`);
  await page.close();
  return result;
}

describe.each(['words', ...HOSTILE])('a feed with %j', (text) => {
  it('is well-formed, with what Atom requires once in each entry', async () => {
    const { faults, feed, entries } = await parsed(feedWith(text));
    expect(faults).toBe(0);
    // RFC 4287, 4.1.1 and 4.1.2.
    for (const name of ['id', 'title', 'updated']) {
      expect(feed.filter((one) => one === name)).toHaveLength(1);
      expect(entries.filter((entry) => entry[name] !== 1)).toEqual([]);
    }
    expect(feed).toContain('author');
    expect(entries.length).toBeGreaterThan(2);
  });

  it('shows its texts as they are', async () => {
    const feed = await new Parser().parseString(feedWith(text, 'https://pages.example.com/'));
    const shown = feed.items.map(({ title }) => title?.replaceAll(/\s+/g, ' ') ?? '');
    expect(
      shown.some((title) => title.includes(sanitiseLine(`https://a-site.example.com${text}`).trim())),
    ).toBe(true);
    const dates = feed.items.map(({ isoDate }) => isoDate ?? '');
    expect(dates).toEqual(dates.toSorted().toReversed());
    for (const { link } of feed.items) expect(link).toBe('https://pages.example.com/history.html');
  });
});

describe('published beside the history', { timeout: 60_000 }, () => {
  const project = useFolder();

  it('is found by a reader at its address, and is what the command prints', async () => {
    await project.call(nightlyCommand, ['--core', '--no-doctor']);
    mkdirSync('public');
    const server = await openServer((request, response) => {
      response.end(readFileSync(join('public', request.url ?? '')));
    });
    const args = ['--format', 'atom', '--url', server.origin, '--out', 'public/history.atom'];
    expect(await project.call(historyCommand, args)).toMatchObject({ code: 0 });
    const feed = await new Parser().parseURL(`${server.origin}/history.atom`);
    await server.close();
    expect(feed.feedUrl).toBe(`${server.origin}/history.atom`);
    const own = feed.items.filter(({ title }) => title?.includes(project.site.origin));
    expect(own.length).toBeGreaterThan(0);
    expect(own.every(({ title }) => title?.includes('stand-in'))).toBe(true);
    const { out } = await project.call(historyCommand, ['--format', 'atom']);
    expect(readFileSync('reports/nightly/history.atom', 'utf8')).toBe(out);
    const badge = await project.call(historyCommand, ['--format', 'badge']);
    expect(readFileSync('reports/nightly/badge.json', 'utf8')).toBe(badge.out);
    expect(JSON.parse(badge.out)).toMatchObject({ schemaVersion: 1, message: 'all quiet', isError: false });
  });

  it.each([
    ['--format', 'atom', '--url', 'pages'],
    ['--format', 'atom', '--url', 'ftp://a.example.com'],
    ['--format', 'atom', '--url', 'https://me:secret@a.example.com'],
    ['--format', 'json', '--url', 'https://a.example.com'],
  ])('needs a web address, and a feed: %j', async (...args) => {
    const { code, err } = await project.call(historyCommand, args);
    expect(code).toBe(2);
    expect(err).toContain('--url');
  });
});
