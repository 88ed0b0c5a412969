import { statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { OPERATIONS, type Operation } from '../../contract/operations.ts';
import { temporaryFolder } from '../../temporary-folder.fixture.ts';
import { CATALOGUE_FILE, lineOf, publishedOperations, readCatalogue } from '../../catalogue/catalogue.ts';
import { allRoutes, OWN_OPERATIONS } from './routes.ts';

const catalogue = readCatalogue();
const published = publishedOperations(catalogue);
const idOf = ({ method, path }: { method: string; path: string }): string => `${method} ${path}`;

describe('the catalogue', () => {
  it('has every operation of the documents that it names', () => {
    const counted = catalogue.documents.reduce((sum, { operations }) => sum + operations, 0);
    expect(published).toHaveLength(counted);
    expect(new Set(published.map(idOf)).size).toBe(counted);
  });

  it('stays small', () => {
    expect(statSync(CATALOGUE_FILE).size).toBeLessThan(120_000);
  });

  it('says of the operations of the contract what was measured', () => {
    const documented = new Map(published.map((one) => [idOf(one), one.anonymous ? 'runs' : 'refused']));
    const measured: readonly Operation[] = OPERATIONS.filter(({ id }) => documented.has(id));
    expect(measured.length).toBeGreaterThan(20);
    for (const { id, anonymous } of measured) expect([id, documented.get(id)]).toEqual([id, anonymous]);
  });

  it('reads what it writes', () => {
    const lines = published.map((one) => lineOf(one));
    const original = Object.values(catalogue.operations).flatMap((byMethod) => Object.values(byMethod));
    expect(lines).toEqual(original);
  });

  it.each([
    ['a path outside of Jira', { '/api/3/project': { GET: 'account 200 {}' } }],
    ['an unknown method', { '/rest/api/3/project': { TRACE: 'account 200 {}' } }],
    ['another word than anonymous or account', { '/rest/api/3/project': { GET: 'everyone 200 {}' } }],
    ['no status', { '/rest/api/3/project': { GET: 'account {}' } }],
    ['the status of a failure', { '/rest/api/3/project': { GET: 'account 404 {}' } }],
    ['an unknown form', { '/rest/api/3/project': { GET: 'account 200 list' } }],
    ['no operations', undefined],
  ])('is refused with %s', (_what, operations) => {
    const file = join(temporaryFolder(), 'operations.json');
    writeFileSync(file, JSON.stringify({ ...catalogue, operations }));
    expect(() => readCatalogue(file)).toThrow(expect.objectContaining({ code: 'bad-fixture' }));
  });

  it('is the list that the routes are made of', () => {
    const routes = new Set(allRoutes().map(({ id }) => id));
    expect(published.filter((one) => !routes.has(idOf(one)))).toEqual([]);
    expect(Object.keys(OWN_OPERATIONS).filter((id) => !routes.has(id))).toEqual([]);
  });
});
