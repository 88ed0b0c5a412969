import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { afterAll, describe, expect, it } from 'vitest';
import { readSites } from '../src/config/sites.ts';
import { readRecordings } from '../src/evidence/recordings.ts';
import { writeRecordings } from '../src/evidence/write-recordings.ts';
import { parseJson } from '../src/storage/read-json.ts';
import { readRun, runText } from '../src/run/run.ts';
import { streamRun } from '../src/run/stream-run.ts';
import { EXCHANGES, RUN, SET_INFO } from './golden-values.fixture.ts';
import { FILE_KINDS, schemaFile, schemaText } from './json-schemas.ts';

const ROOT = join(import.meta.dirname, '..');
const SCHEMAS = join(ROOT, 'schemas');

const folder = mkdtempSync(join(tmpdir(), 'json-schemas-'));
afterAll(() => rmSync(folder, { recursive: true }));

const jsonOf = (path: string): unknown => parseJson(path, readFileSync(join(ROOT, path), 'utf8'));

const ajv = new Ajv({ strict: true, strictTypes: false, allErrors: true });
addFormats.default(ajv);

const validators = new Map(
  FILE_KINDS.map(({ name }) => [name, ajv.compile(jsonOf(`schemas/${schemaFile(name)}`) as object)]),
);

/** Whether the stored JSON Schema accepts a value, and whether this tool does. */
function verdicts(name: string, value: unknown): { schema: boolean | undefined; tool: boolean | undefined } {
  const kind = FILE_KINDS.find((one) => one.name === name);
  return { schema: validators.get(name)?.(value), tool: kind?.schema.safeParse(value).success };
}

const ACCEPTED = { schema: true, tool: true };
const REFUSED = { schema: false, tool: false };

describe('the folder of schemas', () => {
  it.each(FILE_KINDS)('has $name as it is made today; if not, run: npm run schemas', (kind) => {
    expect(readFileSync(join(SCHEMAS, schemaFile(kind.name)), 'utf8')).toBe(schemaText(kind));
  });

  it('has no other', () => {
    expect(readdirSync(SCHEMAS).toSorted()).toEqual(
      FILE_KINDS.map(({ name }) => schemaFile(name)).toSorted(),
    );
  });
});

/** Every file of these kinds that ships, by its path. */
const SHIPPED: readonly (readonly [string, string])[] = [
  ...['fixtures/recordings', 'fixtures/golden'].flatMap((top) =>
    readdirSync(join(ROOT, top), { recursive: true, encoding: 'utf8' })
      .filter((path) => /^[^/\\]+[/\\][^/\\]+\.json$/.test(path))
      .map(
        (path) =>
          [
            basename(path) === 'set.json' ? 'set' : 'exchanges',
            `${top}/${path}`.replaceAll('\\', '/'),
          ] as const,
      ),
  ),
  ['acknowledged', 'fixtures/acknowledged.json'],
  ['acknowledged', 'fixtures/golden/acknowledged.json'],
  ['run', 'fixtures/golden/run.json'],
  ['run', 'docs/sample-bundle/run.json'],
];

describe('every file that ships', () => {
  it('is among those that are checked', () => {
    const sets = readdirSync(join(ROOT, 'fixtures', 'recordings'));
    expect(SHIPPED.filter(([name]) => name === 'set')).toHaveLength(sets.length + 1);
    expect(SHIPPED.filter(([name]) => name === 'exchanges').length).toBeGreaterThan(sets.length);
  });

  it.each(SHIPPED)('fits the schema of %s: %s', (name, path) => {
    expect(verdicts(name, jsonOf(path))).toEqual(ACCEPTED);
  });
});

const SET = 'fixtures/recordings/public-2022-11/set.json';
const EXCHANGE_FILE = SHIPPED.find(([name]) => name === 'exchanges')?.[1] ?? '';

/** A copy of a value in which something is changed. */
const changed = (value: unknown, change: (copy: Record<string, never>) => unknown): unknown => {
  const copy = structuredClone(value) as Record<string, never>;
  change(copy);
  return copy;
};

const objectOf = (path: string, change: Record<string, unknown>): unknown =>
  Object.assign({}, jsonOf(path), change);

const firstOf = (path: string, change: Record<string, unknown>): unknown =>
  changed(jsonOf(path), (copy) => Object.assign(copy[0] ?? {}, change));

const without = (path: string, key: string): unknown =>
  changed(jsonOf(path), (copy) => Reflect.deleteProperty(copy, key));

describe('a broken file', () => {
  const GOLDEN_RUN = 'fixtures/golden/run.json';
  const ACKNOWLEDGED = 'fixtures/golden/acknowledged.json';
  it.each([
    ['set', 'a key that nothing reads', objectOf(SET, { colour: 'red' })],
    ['set', 'no name', without(SET, 'name')],
    ['set', 'a name that is no folder', objectOf(SET, { name: '../x' })],
    ['set', 'an era that is not in the table', objectOf(SET, { era: '1999-01' })],
    ['set', 'a recorded set without a site', objectOf(SET, { origin: 'recorded' })],
    ['set', 'a $schema that is no text', objectOf(SET, { $schema: 5 })],
    ['set', 'a list', [jsonOf(SET)]],
    ['exchanges', 'an operation that is not in the table', firstOf(EXCHANGE_FILE, { operation: 'GET /no' })],
    ['exchanges', 'a status beyond all', firstOf(EXCHANGE_FILE, { response: { status: 1000 } })],
    ['exchanges', 'no meta', firstOf(EXCHANGE_FILE, { meta: undefined })],
    ['exchanges', 'an object', { exchanges: jsonOf(EXCHANGE_FILE) }],
    ['acknowledged', 'a fingerprint of another form', firstOf(ACKNOWLEDGED, { fingerprint: 'xyz' })],
    ['acknowledged', 'a link that is not https', firstOf(ACKNOWLEDGED, { link: 'http://example.com/' })],
    ['acknowledged', 'a date that does not exist', firstOf(ACKNOWLEDGED, { until: '2026-02-30' })],
    ['acknowledged', 'an empty reason', firstOf(ACKNOWLEDGED, { reason: '' })],
    ['run', 'another schema', objectOf(GOLDEN_RUN, { schema: 'jira-token-contract/run/9' })],
    ['run', 'no rows', without(GOLDEN_RUN, 'rows')],
    [
      'run',
      'a credential that is not in the table',
      changed(jsonOf(GOLDEN_RUN), ({ rows }) => Object.assign(rows?.[0] ?? {}, { credential: 'revokd' })),
    ],
    [
      'run',
      'a verdict that is none',
      changed(jsonOf(GOLDEN_RUN), ({ rows }) => Object.assign(rows?.[0] ?? {}, { verdict: 'fine' })),
    ],
    ['sites', 'no site', []],
    ['sites', 'a name in upper case', [{ name: 'ACME' }]],
    ['sites', 'more requests at a time than are allowed', [{ name: 'acme', concurrency: 9 }]],
    ['sites', 'a key that nothing reads', [{ name: 'acme', token: 'x' }]],
    ['sites', 'an object without a list', { $schema: './schemas/sites.schema.json' }],
    ['sites', 'an object with another key', { sites: [{ name: 'acme' }], more: 1 }],
  ])('of %s is refused: %s', (name, _, value) => {
    expect(verdicts(name, parseJson('test', JSON.stringify(value)))).toEqual(REFUSED);
  });
});

describe('the list of sites', () => {
  const SITES = [
    { name: 'acme', core: true },
    { name: 'beta', prefix: 'B_', concurrency: 1 },
  ];

  it.each([
    ['a list', SITES],
    ['an object', { sites: SITES }],
    ['an object that names its schema', { $schema: './schemas/sites.schema.json', sites: SITES }],
  ])('may be %s', (_, value) => {
    const path = join(folder, 'sites.json');
    writeFileSync(path, JSON.stringify(value));
    expect(verdicts('sites', value)).toEqual(ACCEPTED);
    expect(readSites(path).listed).toMatchObject([{ name: 'acme', prefix: 'ACME_' }, { prefix: 'B_' }]);
  });

  it.each([
    ['in a list', [{ name: 'acme' }, { name: 'acme' }]],
    ['in an object', { sites: [{ name: 'acme' }, { name: 'acme' }] }],
    ['of another kind', 'acme'],
  ])('is refused if it is wrong %s, and the file is named', (_, value) => {
    const path = join(folder, 'sites.json');
    writeFileSync(path, JSON.stringify(value));
    expect(() => readSites(path)).toThrow(
      expect.objectContaining({ code: 'bad-fixture', message: expect.stringContaining(path) as string }),
    );
  });
});

describe('the key $schema', () => {
  it('leads from the default place of a run and of a set to its schema', () => {
    writeRecordings(join(folder, SET_INFO.name), SET_INFO, EXCHANGES);
    const set = parseJson('set', readFileSync(join(folder, SET_INFO.name, 'set.json'), 'utf8'));
    for (const [name, place, value] of [
      ['run', 'reports/some-run', parseJson('run', runText(RUN))],
      ['set', 'fixtures/recordings/some-set', set],
    ] as const) {
      const { $schema = '' } = value as { $schema?: string };
      expect(join(ROOT, place, $schema)).toBe(join(SCHEMAS, schemaFile(name)));
      expect(verdicts(name, value)).toEqual(ACCEPTED);
    }
  });

  it.each([
    ['no such key, as earlier versions wrote it', undefined],
    ['another address', 'https://example.com/run.schema.json'],
  ])('changes nothing about what is read: %s', async (_, $schema) => {
    const path = join(folder, 'run.json');
    const { rows, ...head } = RUN;
    const own = $schema === undefined ? {} : { $schema };
    writeFileSync(path, JSON.stringify({ ...own, ...head, rows }, null, 2));
    expect(readRun(path)).toEqual(RUN);
    expect((await streamRun(path)).head).toEqual(head);
    const name = `set-${$schema === undefined ? 'without' : 'with'}`;
    writeRecordings(join(folder, name), { ...SET_INFO, name }, EXCHANGES);
    writeFileSync(join(folder, name, 'set.json'), JSON.stringify({ ...own, ...SET_INFO, name }));
    expect(readRecordings(name, folder).info).toEqual({ ...SET_INFO, name });
  });
});

it('are found by Visual Studio Code for each kind of file', () => {
  const settings = jsonOf('.vscode/settings.json') as {
    'json.schemas': { url: string }[];
    'yaml.schemas': Record<string, string>;
  };
  const urls = [...settings['json.schemas'].map(({ url }) => url), ...Object.keys(settings['yaml.schemas'])];
  expect(urls.toSorted()).toEqual(FILE_KINDS.map(({ name }) => `./schemas/${schemaFile(name)}`).toSorted());
  expect(urls.filter((url) => !existsSync(join(ROOT, url)))).toEqual([]);
});
