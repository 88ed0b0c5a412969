import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import fc from 'fast-check';
import { parse as parseJunit } from 'junit2json';
import { describe, expect, it } from 'vitest';
import { readRecordings } from '../evidence/recordings.ts';
import type { Change } from '../change/change.ts';
import { compare } from '../change/compare.ts';
import { RULES } from '../change/rules.ts';
import { snapshotOfRecordings } from '../run/snapshot.ts';
import type { Certainty } from '../run/certainty.ts';
import { runOfRecordings } from '../run/run.fixture.ts';
import { checkJsonSchema } from './machine/check-schema.ts';
import type { CheckDocument } from './documents/check/check-document.ts';
import type { DiffDocument } from './documents/diff/diff-document.ts';
import { choicesFor, render, type FormatName } from './formats.ts';
import { FILE_LAYOUT } from './layout.ts';
import { largeDocument } from './large.fixture.ts';
import { checkWith, diffWith, HOSTILE } from './report.fixture.ts';
import { adfFaults, sarifFaults } from './validators.fixture.ts';

const LAYOUT = { ...FILE_LAYOUT, all: true };

/** Formats of both runs and comparisons; HAR is missing because a comparison has no responses. */
const NAMES = choicesFor('diff');

const check = (name: FormatName, document: CheckDocument): string => render('check', name, document, LAYOUT);

const diff = (name: FormatName, document: DiffDocument): string => render('diff', name, document, LAYOUT);

function publicDiff(): DiffDocument {
  const [base, head] = ['public-2022-11', 'public-2026-09'].map((name) =>
    snapshotOfRecordings(readRecordings(name)),
  );
  if (!base || !head) throw new Error('no sides');
  return { base, head, ...compare(base, head), failOn: 'minor' };
}

function publicCheck(): CheckDocument {
  return {
    run: runOfRecordings(readRecordings('public-2026-09')),
    file: 'reports/x/run.json',
    diff: publicDiff(),
  };
}

const both = (name: FormatName, text: string): string[] => [
  check(name, checkWith(text)),
  diff(name, diffWith(text)),
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

/** Control characters except line breaks, and marks that change the text direction. */
const ACTING =
  // oxlint-disable-next-line no-control-regex -- that is what they are
  /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u200E\u200F\u202A-\u202E\u2066-\u2069]/;

/** Kinds of certainty, and the figures by which every report shows them. */
const SURE: Record<string, { certainty: Certainty; shows: string[] }> = {
  confirmed: { certainty: { times: 3 }, shows: ['3 of 3'] },
  'confirmed against one other': { certainty: { times: 3, dissent: [418] }, shows: ['3 of 4', '418'] },
  unexplained: { certainty: { times: 3, steady: [451, 451, 451] }, shows: ['3 of 3', '451'] },
  'unexplained, in an older file': { certainty: { steady: [451, 451, 451] }, shows: ['3 of 3', '451'] },
};

describe.each(NAMES)('%s', (name) => {
  it('is deterministic', () => {
    expect(check(name, publicCheck())).toBe(check(name, publicCheck()));
    expect(diff(name, publicDiff())).toBe(diff(name, publicDiff()));
  });

  it('names what changed', () => {
    expect(diff(name, publicDiff())).toMatch(/mistyped/i);
  });

  it('shows the results of the Pact verifier, if it ran', () => {
    const withPacts = checkWith('an answer');
    const without = { ...withPacts, run: { ...withPacts.run, pacts: undefined } };
    // The picture shows only the matrix.
    expect(check(name, withPacts) === check(name, without)).toBe(name === 'svg');
  });

  it('shows the certainty of answers, and what is undecided', () => {
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
    const out = check(name, { ...document, run: { ...document.run, rows } });
    expect(out).not.toBe(check(name, document));
    // The picture counts them.
    expect(out.includes('418')).toBe(name !== 'svg');
  });

  it.each(Object.entries(SURE))('shows that an answer is %s', (_, { certainty, shows }) => {
    const document = checkWith('a text');
    const rows = document.run.rows.map((row) =>
      row.verdict === 'broken' && row.kind === 'contract' ? { ...row, certainty } : row,
    );
    const out = check(name, { ...document, run: { ...document.run, rows } });
    expect(out).not.toBe(check(name, document));
    // The picture only counts them, and JSON has them unformatted.
    const figures = name === 'svg' ? [] : name === 'json' ? [JSON.stringify(certainty)] : shows;
    const text = name === 'json' ? JSON.stringify(JSON.parse(out)) : out.replaceAll(/\s+/g, ' ');
    expect(figures.filter((one) => !text.includes(one))).toEqual([]);
  });

  it('supports operations outside the contract, as of a sweep', () => {
    const large = largeDocument(100);
    const changes = large.run.rows
      .filter(({ kind, verdict }) => kind === 'contract' && verdict === 'broken')
      .map((row): Change => ({ ...CHANGE, credential: row.credential, operation: row.operation }));
    const comparison = { ...diffWith('a text'), changes };
    for (const out of [check(name, { ...large, diff: comparison }), diff(name, comparison)]) {
      expect(out.replaceAll('\\', '')).toContain('made-up');
    }
  });

  it('contains no control characters and no changes of text direction', () => {
    for (const text of HOSTILE) {
      for (const out of both(name, text)) {
        expect(out).not.toMatch(ACTING);
        expect(out.isWellFormed()).toBe(true);
      }
    }
  });

  it('is harmless with any text', () => {
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

  it('limits the length of lines, whatever a site answers', () => {
    for (const out of both(name, 'x'.repeat(100_000))) {
      expect(Math.max(...out.split('\n').map(({ length }) => length))).toBeLessThan(60_000);
      // The document has one change per rule.
      expect(out.length).toBeLessThan(30_000 * RULES.length);
    }
  });
});

describe('JSON', () => {
  it('matches the schema that the command prints', () => {
    const ajv = new Ajv2020({ strict: false });
    addFormats.default(ajv);
    const validate = ajv.compile(checkJsonSchema());
    const ok = validate(JSON.parse(check('json', publicCheck())));
    expect(validate.errors ?? []).toEqual([]);
    expect(ok).toBe(true);
    expect(validate({})).toBe(false);
  });
});

describe('formats for machines', () => {
  it.each([
    ['SARIF', 'sarif', sarifFaults],
    ['Atlassian Document Format', 'adf', adfFaults],
  ] as const)('are valid %s, whatever they contain', (_, name, faults) => {
    for (const out of [
      check(name, publicCheck()),
      diff(name, publicDiff()),
      ...HOSTILE.flatMap((text) => both(name, text)),
    ]) {
      expect(faults(JSON.parse(out))).toEqual([]);
    }
  });

  it('are JUnit that a consumer can parse, whatever they contain', async () => {
    const read = await parseJunit(check('junit', publicCheck()));
    expect(read).toMatchObject({ failures: expect.any(Number) as number });
    for (const text of HOSTILE) {
      const suites = await parseJunit(check('junit', checkWith(text)));
      expect(suites && 'tests' in suites ? suites.tests : 0).toBeGreaterThan(5);
    }
  });

  it('point SARIF results to the spec row of the change', () => {
    const log = JSON.parse(diff('sarif', publicDiff())) as {
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
  it('contain only commands of our own, one per line', () => {
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
  it('contain no injected HTML, and keep tables and code blocks intact', () => {
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
