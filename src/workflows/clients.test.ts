import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readByReading } from '../clients/by-reading.ts';
import { lockedVersion, readClients } from '../clients/client-file.ts';
import { readMeasured, seenIn, SITES } from '../clients/measured.ts';
import { SCENARIOS } from '../conformance/scenarios.ts';
import { clientsDocuments } from './clients.ts';
import { render } from '../report/formats.ts';
import { FILE_LAYOUT } from '../report/layout.ts';
import { clientsWith } from '../report/documents/clients/clients.fixture.ts';

const DOCS = join(import.meta.dirname, '..', '..', 'docs');

const measured = readMeasured();

// If one of these fails, the table is stale: `npm run clients` makes it anew, and `-- --client` a part of it.
describe('the table in docs/', () => {
  const clients = readClients();

  it('has every client that is described, and no other', () => {
    expect(measured.clients.map(({ name }) => name)).toEqual(clients.map(({ name }) => name));
  });

  it.each(clients.map((client) => [client.name, client] as const))('is of this %s', (name, client) => {
    const row = measured.clients.find((one) => one.name === name);
    expect(row?.uses.map((use) => [use.name, use.calls])).toEqual(
      Object.entries(client.uses).map(([use, { calls }]) => [use, calls]),
    );
    // Those of the system have the version that it has.
    expect(row?.version).toBe(client.source === 'npm' ? lockedVersion(client) : row?.version);
  });

  it('has a cell for every situation', () => {
    const missing = measured.clients.flatMap(({ name, uses }) =>
      uses
        .filter(({ notMeasured }) => notMeasured === undefined)
        .flatMap((use) =>
          SITES.flatMap((site) =>
            SCENARIOS.filter(({ group }) => site === 'asItIs' || group !== 'another-time')
              .filter(({ id }) => seenIn(use, site, id) === undefined)
              .map(({ id }) => `${name} ${use.name} ${site} ${id}`),
          ),
        ),
    );
    expect(missing).toEqual([]);
  });

  it.each(['clients.md', 'clients.html'] as const)('is what was measured: %s', (file) => {
    const byReading = readByReading('9999-12-31');
    expect(readFileSync(join(DOCS, file), 'utf8') === clientsDocuments({ measured, byReading })[file]).toBe(
      true,
    );
  });
});

describe('every cell', () => {
  const markdown = render(
    'clients',
    'markdown',
    { measured, byReading: readByReading('9999-12-31') },
    {
      ...FILE_LAYOUT,
      limit: { max: 1_000_000, unit: 'bytes' },
    },
  );

  /** The addresses that GitHub gives to headings. */
  const anchors = new Set(
    [...markdown.matchAll(/^#+ (.+)$/gm)].map(([, title = '']) =>
      title
        .toLowerCase()
        .replaceAll(/[^a-z0-9 _-]/g, '')
        .replaceAll(' ', '-'),
    ),
  );

  it('leads to what was seen, in Markdown as GitHub shows it', () => {
    const links = [...markdown.matchAll(/\]\(#([^)]+)\)/g)].map(([, anchor = '']) => anchor);
    expect(links.length).toBeGreaterThan(1000);
    expect([...new Set(links)].filter((anchor) => !anchors.has(anchor))).toEqual([]);
  });

  it('leads to what was seen, on the page', () => {
    const page = clientsDocuments({ measured, byReading: readByReading('9999-12-31') })['clients.html'] ?? '';
    const ids = new Set([...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id));
    const links = [...page.matchAll(/href="#([^"]+)"/g)].map(([, anchor]) => anchor);
    expect(links.length).toBeGreaterThan(1000);
    expect([...new Set(links)].filter((anchor) => !ids.has(anchor))).toEqual([]);
  });
});

describe('a credential that was let out', () => {
  it('is told by no document', () => {
    const document = clientsWith('some text');
    for (const format of ['markdown', 'html', 'json', 'text'] as const)
      expect([format, render('clients', format, document, { ...FILE_LAYOUT, all: true })]).toEqual([
        format,
        expect.not.stringMatching(/leaked/),
      ]);
  });
});
