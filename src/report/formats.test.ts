import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import fc from 'fast-check';
import { parse as parseJunit } from 'junit2json';
import { describe, expect, it } from 'vitest';
import { readRecordings } from '../evidence/recordings.ts';
import type { Change } from '../change/change.ts';
import { compare } from '../change/compare.ts';
import { RULES } from '../change/rules.ts';
import { sideOfRecordings } from '../run/side.ts';
import type { Certainty } from '../run/certainty.ts';
import { runSpecsless } from '../run/run.fixture.ts';
import { checkJsonSchema } from './machine/check-schema.ts';
import type { CheckDocument, DiffDocument, Layout } from './documents/document.ts';
import { FORMATS, type FormatName } from './formats.ts';
import { largeDocument } from './large.fixture.ts';
import { checkWith, diffWith, HOSTILE } from './report.fixture.ts';
import { adfFaults, sarifFaults } from './validators.fixture.ts';

const LAYOUT: Layout = { width: 80, colour: false, all: true };

const NAMES = Object.keys(FORMATS) as FormatName[];

function publicDiff(): DiffDocument {
  const [base, head] = ['public-2022-11', 'public-2026-09'].map((name) =>
    sideOfRecordings(readRecordings(name)),
  );
  if (!base || !head) throw new Error('no sides');
  return { base, head, ...compare(base, head), failOn: 'minor' };
}

function publicCheck(): CheckDocument {
  return {
    run: runSpecsless(readRecordings('public-2026-09')),
    file: 'reports/x/run.json',
    diff: publicDiff(),
  };
}

const both = (name: FormatName, text: string): string[] => [
  FORMATS[name].check(checkWith(text), LAYOUT),
  FORMATS[name].diff(diffWith(text), LAYOUT),
];

const CHANGE: Change = {
  rule: 'guard-loosened',
  level: 'critical',
  credential: 'revoked',
  operation: 'GET /rest/api/3/myself',
  before: { status: 401, treatment: 'refused', mark: 'unauthorized' },
  after: { status: 200, treatment: 'ignored', mark: 'login-failed' },
  fingerprint: '0123456789abcdef',
  sources: [],
};

/** Control characters but for line breaks, and marks that turn the direction of writing. */
const ACTING =
  // oxlint-disable-next-line no-control-regex -- that is what they are
  /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u200E\u200F\u202A-\u202E\u2066-\u2069]/;

/** How sure an answer can be, and the figures by which every report shows it. */
const SURE: Record<string, { certainty: Certainty; shows: string[] }> = {
  confirmed: { certainty: { times: 3 }, shows: ['3 of 3'] },
  'confirmed against one other': { certainty: { times: 3, dissent: [418] }, shows: ['3 of 4', '418'] },
  unexplained: { certainty: { times: 3, steady: [451, 451, 451] }, shows: ['3 of 3', '451'] },
  'unexplained in a file of before': { certainty: { steady: [451, 451, 451] }, shows: ['3 of 3', '451'] },
};

describe.each(NAMES)('%s', (name) => {
  it('is the same, byte for byte, twice', () => {
    const { check, diff } = FORMATS[name];
    expect(check(publicCheck(), LAYOUT)).toBe(check(publicCheck(), LAYOUT));
    expect(diff(publicDiff(), LAYOUT)).toBe(diff(publicDiff(), LAYOUT));
  });

  it('names what changed', () => {
    expect(FORMATS[name].diff(publicDiff(), LAYOUT)).toMatch(/mistyped/i);
  });

  it('tells what Pact said, where its verifier was asked', () => {
    const withPacts = checkWith('an answer');
    const without = { ...withPacts, run: { ...withPacts.run, pacts: undefined } };
    const { check } = FORMATS[name];
    // The picture shows the matrix alone.
    expect(check(withPacts, LAYOUT) === check(without, LAYOUT)).toBe(name === 'svg');
  });

  it('says how sure an answer is, and how much of all was not decided', () => {
    const document = checkWith('a text');
    const rows = document.run.rows.map((row) => ({
      ...row,
      certainty:
        row.verdict === 'broken'
          ? { dissent: [418] }
          : row.verdict === 'inconclusive'
            ? { flapping: [451, 299] }
            : undefined,
    }));
    const { check } = FORMATS[name];
    const out = check({ ...document, run: { ...document.run, rows } }, LAYOUT);
    expect(out).not.toBe(check(document, LAYOUT));
    // The picture counts them.
    expect(out.includes('418')).toBe(name !== 'svg');
  });

  it.each(Object.entries(SURE))('says of an answer that it is %s', (_, { certainty, shows }) => {
    const document = checkWith('a text');
    const rows = document.run.rows.map((row) =>
      row.verdict === 'broken' && row.kind === 'contract' ? { ...row, certainty } : row,
    );
    const { check } = FORMATS[name];
    const out = check({ ...document, run: { ...document.run, rows } }, LAYOUT);
    expect(out).not.toBe(check(document, LAYOUT));
    // The picture counts them, and JSON has them as they are.
    const figures = name === 'svg' ? [] : name === 'json' ? [JSON.stringify(certainty)] : shows;
    const text = name === 'json' ? JSON.stringify(JSON.parse(out)) : out.replaceAll(/\s+/g, ' ');
    expect(figures.filter((one) => !text.includes(one))).toEqual([]);
  });

  it('takes operations that stand in no table, as a sweep asks them', () => {
    const large = largeDocument(100);
    const changes = large.run.rows
      .filter(({ kind, verdict }) => kind === 'contract' && verdict === 'broken')
      .map((row): Change => ({ ...CHANGE, credential: row.credential, operation: row.operation }));
    const diff = { ...diffWith('a text'), changes };
    for (const out of [FORMATS[name].check({ ...large, diff }, LAYOUT), FORMATS[name].diff(diff, LAYOUT)]) {
      expect(out.replaceAll('\\', '')).toContain('made-up');
    }
  });

  it('lets nothing through that acts on a terminal or turns text around', () => {
    for (const text of HOSTILE) {
      for (const out of both(name, text)) {
        expect(out).not.toMatch(ACTING);
        expect(out.isWellFormed()).toBe(true);
      }
    }
  });

  it('takes any text without harm', () => {
    const ugly = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 80 }),
      fc.constantFrom(...HOSTILE.slice(0, -1)),
    );
    fc.assert(
      fc.property(ugly, ugly, (a, b) => {
        for (const out of both(name, `${a}${b}`)) {
          expect(out).not.toMatch(ACTING);
          expect(out.isWellFormed()).toBe(true);
        }
      }),
      { numRuns: 15 },
    );
  });

  it('has no line without an end, whatever a site answers', () => {
    for (const out of both(name, 'x'.repeat(100_000))) {
      expect(Math.max(...out.split('\n').map(({ length }) => length))).toBeLessThan(60_000);
      // There is one change for each rule.
      expect(out.length).toBeLessThan(30_000 * RULES.length);
    }
  });
});

describe('JSON', () => {
  it('fits the schema that the command prints', () => {
    const ajv = new Ajv2020({ strict: false });
    addFormats.default(ajv);
    const validate = ajv.compile(checkJsonSchema());
    const ok = validate(JSON.parse(FORMATS.json.check(publicCheck(), LAYOUT)));
    expect(validate.errors ?? []).toEqual([]);
    expect(ok).toBe(true);
    expect(validate({})).toBe(false);
  });
});

describe('formats for machines', () => {
  it.each([
    ['SARIF', 'sarif', sarifFaults],
    ['Atlassian Document Format', 'adf', adfFaults],
  ] as const)('are valid %s, whatever stands in them', (_, name, faults) => {
    for (const out of [
      FORMATS[name].check(publicCheck(), LAYOUT),
      FORMATS[name].diff(publicDiff(), LAYOUT),
      ...HOSTILE.flatMap((text) => both(name, text)),
    ]) {
      expect(faults(JSON.parse(out))).toEqual([]);
    }
  });

  it('are JUnit that a consumer reads, whatever stands in it', async () => {
    const { check } = FORMATS.junit;
    const read = await parseJunit(check(publicCheck(), LAYOUT));
    expect(read).toMatchObject({ failures: expect.any(Number) as number });
    for (const text of HOSTILE) {
      const suites = await parseJunit(check(checkWith(text), LAYOUT));
      expect(suites && 'tests' in suites ? suites.tests : 0).toBeGreaterThan(5);
    }
  });

  it('point SARIF at the row of the spec that a change is about', () => {
    const log = JSON.parse(FORMATS.sarif.diff(publicDiff(), LAYOUT)) as {
      runs: {
        results: {
          locations: {
            physicalLocation: { artifactLocation: { uri: string }; region: { startLine: number } };
          }[];
        }[];
      }[];
    };
    const places = log.runs[0]?.results.map(({ locations }) => locations[0]?.physicalLocation);
    expect(places?.[0]?.artifactLocation.uri).toBe('specs/mistyped-token.spec.ts');
    expect(new Set(places?.map((place) => place?.region.startLine)).size).toBeGreaterThan(3);
  });
});

describe('GitHub annotations', () => {
  it('are commands of ours alone, one a line', () => {
    for (const text of HOSTILE) {
      for (const out of both('github', text)) {
        const commands = out.split('\n').filter((line) => line.includes('::'));
        for (const line of commands.filter((one) => one.startsWith('::'))) {
          expect(line).toMatch(/^::(?:error|notice)(?: file=specs\/[\w-]+(?:\.spec)?\.ts,line=\d+,)?[^:]*::/);
        }
        expect(commands.length).toBeLessThan(15);
      }
    }
  });
});

describe('wiki markup and Markdown', () => {
  it('run no script, break no table and end no block of code', () => {
    for (const text of HOSTILE) {
      for (const out of both('markdown', text)) {
        expect(out).not.toMatch(/<(?:script|img)/i);
        const rows = out.split('\n').filter((line) => line.startsWith('| '));
        const cells = rows.map((row) => row.replaceAll(/\\\|/g, '').split('|').length);
        expect(new Set(cells).size).toBeLessThan(5);
      }
      for (const out of both('jira-wiki', text)) {
        expect(out).not.toMatch(/(?<!\\)\{(?:code|html)/);
        expect(out).not.toMatch(/(?<!\\)!x\.png/);
      }
    }
  });
});
