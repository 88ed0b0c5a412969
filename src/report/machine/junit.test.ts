import { parse } from 'junit2json';
import { describe, expect, it } from 'vitest';
import { fullMessage } from '../documents/states.ts';
import { failingFindings, findingsForMachines, fingerprintsOf, inState } from '../../findings/findings.ts';
import { liveRunOf, revokedRow } from '../../run/run.fixture.ts';
import type { RowResult } from '../../run/row-result.ts';
import type { CheckDocument } from '../documents/check/check-document.ts';
import { checkFindings, diffFindings } from '../documents/settled-document.ts';
import { documentsWith } from '../documents.fixture.ts';
import { render } from '../formats.ts';
import { FILE_LAYOUT } from '../layout.ts';
import { checkWith, diffWith, HOSTILE } from '../report.fixture.ts';

const written = (document: CheckDocument): string => render('check', 'junit', document, FILE_LAYOUT);

interface Outcome {
  readonly type?: string;
  readonly message?: string;
  readonly inner?: string;
}

interface Case {
  readonly classname: string;
  readonly name: string;
  readonly time: number;
  readonly failure?: Outcome[];
  readonly error?: Outcome[];
  readonly skipped?: Outcome[];
}

interface Suite {
  readonly name: string;
  readonly time: number;
  readonly tests: number;
  readonly failures: number;
  readonly errors: number;
  readonly skipped: number;
  readonly testcase: Case[];
}

interface Suites extends Omit<Suite, 'testcase'> {
  readonly testsuite: Suite[];
}

async function read(text: string): Promise<Suites> {
  return (await parse(text)) as unknown as Suites;
}

const casesOf = ({ testsuite }: Suites): Case[] => testsuite.flatMap(({ testcase }) => testcase);

const withKnown = (fingerprints: readonly string[], reason: string): CheckDocument => ({
  ...checkWith('an answer'),
  known: fingerprints.map((fingerprint) => ({ fingerprint, change: 'x', reason })),
});

const KINDS = ['failure', 'error', 'skipped'] as const;

describe('JUnit', () => {
  it('says in the text of a failure what happened, and of what kind it is', async () => {
    const document = checkWith('an answer');
    const failures = casesOf(await read(written(document))).flatMap(({ failure = [] }) => failure);
    const sentences = failingFindings(checkFindings(document)).map(
      (finding) => fullMessage(finding) || finding.detail,
    );
    expect(failures).toHaveLength(sentences.length);
    for (const sentence of sentences) {
      expect(failures.filter(({ inner = '' }) => inner.includes(sentence)).length).toBeGreaterThan(0);
    }
    expect(failures.filter(({ type }) => !type)).toEqual([]);
  });

  it('has an error for each probe that is undecided, with the reason', async () => {
    const rows: RowResult[] = [
      revokedRow('inconclusive', { reason: 'a rate limit' }),
      revokedRow('skipped', { credential: 'expired', reason: 'no token is set' }),
      ...(['valid', 'missing', 'mistyped'] as const).map((credential) => revokedRow('kept', { credential })),
    ];
    const suites = await read(written({ run: liveRunOf(rows), file: undefined, diff: null }));
    const undecided = casesOf(suites).find(({ classname }) => classname === 'revoked');
    expect(undecided?.error?.[0]?.inner).toContain('a rate limit');
    const unasked = casesOf(suites).find(({ classname }) => classname === 'expired');
    expect(unasked?.skipped?.[0]?.inner).toContain('no token is set');
    expect(unasked?.error).toBeUndefined();
  });

  it('has an error for each probe that a comparison leaves undecided', async () => {
    const { diff } = documentsWith('an answer');
    const [change] = diff.changes;
    if (!change?.after || !change.before) throw new Error('no change');
    const { credential, operation, before, after } = change;
    const side = { credential, operation, sources: [] };
    const undecided = [{ before: { ...side, answer: before }, after: { ...side, answer: after } }];
    for (const changes of [diff.changes, []]) {
      const suites = await read(render('diff', 'junit', { ...diff, changes, undecided }, FILE_LAYOUT));
      expect(suites.errors).toBe(1);
    }
  });

  it('skips what is known, with the reason', async () => {
    const all = fingerprintsOf(checkFindings(checkWith('an answer')));
    const before = await read(written(checkWith('an answer')));
    const suites = await read(written(withKnown(all, 'agreed with the team')));
    expect(before.failures).toBeGreaterThan(5);
    expect(suites.failures).toBe(0);
    const known = casesOf(suites).filter(({ skipped }) =>
      skipped?.some(({ inner = '' }) => inner.includes('agreed with the team')),
    );
    const document = withKnown(all, 'agreed with the team');
    expect(known).toHaveLength(inState(checkFindings(document), 'known').length);
    expect(known.length).toBeGreaterThanOrEqual(before.failures);
  });

  it('counts right, in each suite and in all', async () => {
    const documents = documentsWith('an answer');
    for (const text of [
      written(documents.check),
      written(withKnown(fingerprintsOf(checkFindings(documents.check)).slice(0, 3), 'why')),
      render('diff', 'junit', documents.diff, FILE_LAYOUT),
      render('not-concluded', 'junit', documents['not-concluded'], FILE_LAYOUT),
    ]) {
      const suites = await read(text);
      const count = (cases: readonly Case[], kind: (typeof KINDS)[number]): number =>
        cases.filter((one) => one[kind]).length;
      for (const suite of suites.testsuite) {
        expect(suite).toMatchObject({
          tests: suite.testcase.length,
          failures: count(suite.testcase, 'failure'),
          errors: count(suite.testcase, 'error'),
          skipped: count(suite.testcase, 'skipped'),
        });
      }
      const cases = casesOf(suites);
      expect(suites).toMatchObject({
        tests: cases.length,
        failures: count(cases, 'failure'),
        errors: count(cases, 'error'),
      });
      // An outcome is one of the three, or none.
      expect(cases.filter((one) => KINDS.filter((kind) => one[kind]).length > 1)).toEqual([]);
    }
  });

  it('has a time everywhere, in seconds, from the first answer to the last', async () => {
    const rows = (['revoked', 'valid', 'missing'] as const).map((credential, i) =>
      revokedRow('kept', {
        credential,
        at: new Date(Date.UTC(2026, 10, 24, 3, 0, 0, i * 1250)).toISOString(),
      }),
    );
    const timed = await read(written({ run: liveRunOf(rows), file: undefined, diff: null }));
    expect(timed.time).toBe(2.5);
    for (const suites of [timed, await read(written(checkWith('an answer')))]) {
      const times = [suites, ...suites.testsuite, ...casesOf(suites)].map(({ time }) => time);
      expect(times.filter((time) => !(time >= 0))).toEqual([]);
    }
  });

  it('tells the sites of a list apart, which a test page would take for the same tests', async () => {
    const [acme, beta, only] = await Promise.all(
      ['acme', 'beta', undefined].map(async (site) => {
        const suites = await read(written({ ...checkWith('an answer'), askedWith: { site } }));
        return casesOf(suites).map(({ classname, name }) => `${classname} ${name}`);
      }),
    );
    expect(new Set(acme).intersection(new Set(beta))).toEqual(new Set());
    expect(only?.every((name) => acme?.includes(`acme.${name}`))).toBe(true);
  });

  it('has every case once', async () => {
    for (const text of [
      written(checkWith('an answer')),
      render('diff', 'junit', diffWith('an answer'), FILE_LAYOUT),
    ]) {
      const names = casesOf(await read(text)).map(({ classname, name }) => `${classname} ${name}`);
      expect(new Set(names).size).toBe(names.length);
    }
  });

  it('holds whatever a site answers, in text that XML allows', async () => {
    for (const hostile of HOSTILE) {
      const text = written({ ...checkWith(hostile), known: [] });
      // oxlint-disable-next-line no-control-regex -- what XML 1.0 does not allow
      expect(text).not.toMatch(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u);
      const suites = await read(text);
      expect(suites.testsuite.length).toBeGreaterThan(3);
    }
  });

  it('has as many failures as findings that fail', async () => {
    const { diff } = documentsWith('an answer');
    const suites = await read(render('diff', 'junit', diff, FILE_LAYOUT));
    const findings = diffFindings(diff);
    expect(suites.failures).toBe(failingFindings(findings).length);
    expect(suites.tests).toBe(findingsForMachines(findings).length + diff.undecided.length);
  });
});
