import { describe, expect, it } from 'vitest';
import type { Acknowledgement } from '../change/acknowledgements.ts';
import type { Change } from '../change/change.ts';
import { fingerprint } from '../change/fingerprint.ts';
import { LEVELS } from '../change/levels.ts';
import { ONE_SIDED, RULES } from '../change/rules.ts';
import { probeKey } from '../contract/probe.ts';
import { readRecordings } from '../evidence/recordings.ts';
import type { RowResult } from '../run/row-result.ts';
import type { Run } from '../run/run.ts';
import { runOfRecordings } from '../run/run.fixture.ts';
import { findingsOfRun, failingFindings, fingerprintsOf, inState, findingsForMachines } from './findings.ts';
import { PRECEDENCE } from './precedence.ts';
import { RUN_RULES } from './run-rules.ts';

const run = runOfRecordings(readRecordings('public-2026-09'));
const [first, second, ...others] = run.rows.filter(({ answer }) => answer);
if (!first || !second) throw new Error('no rows');

const broken: RowResult = { ...first, verdict: 'broken', reason: 'a reason' };
const fixed: RowResult = { ...second, kind: 'wanted', verdict: 'kept' };

const withRows = (rows: readonly RowResult[], more: Partial<Run> = {}): Run => ({
  ...run,
  ...more,
  rows: [...others, ...rows],
});

const known = (name: string): Acknowledgement => ({
  fingerprint: name,
  change: 'x',
  reason: 'x',
  link: 'https://jira.atlassian.com/',
});

/** A change into what a row was answered. */
function changeOf(row: RowResult, rule: Change['rule'] = 'guard-loosened', status?: number): Change {
  const { credential, operation, answer } = row;
  const level = RULES.find(({ id }) => id === rule)?.level ?? 'info';
  const after = answer && { ...answer, ...(status !== undefined && { status }) };
  const before = { status: 499, treatment: 'refused', mark: 'unexpected' } as const;
  const change = { rule, level, credential, operation, before, after: after ?? null };
  return { ...change, fingerprint: fingerprint(change), sources: [] };
}

const judge = (of: Run, changes: readonly Change[] = [], acknowledged: readonly Acknowledgement[] = []) =>
  findingsOfRun({ run: of, diff: { changes, failOn: 'minor' }, known: acknowledged });

const names = (row: RowResult): string[] => fingerprintsOf(judge(withRows([row])));

describe('the table of precedence', () => {
  it('has every rule once', () => {
    const all = [...RUN_RULES, ...RULES, ONE_SIDED.added, ONE_SIDED.removed].map(({ id }) => id);
    expect(PRECEDENCE.toSorted()).toEqual(all.toSorted());
  });
});

describe('the findings of a run', () => {
  it('are none if everything is as expected, with exit code 0', () => {
    expect(judge(withRows([]))).toEqual({ list: [], inconclusive: [], exitCode: 0 });
  });

  it('include broken rows, fixes and failed tests, each with a fingerprint', () => {
    const found = judge(withRows([broken, fixed], { failures: ['a test', 'another'] }));
    expect(found.exitCode).toBe(1);
    expect(found.list.map(({ rule, state }) => `${rule} ${state}`).toSorted()).toEqual([
      'contract-broken new',
      'test-failed new',
      'test-failed new',
      'wanted-fixed fixed',
    ]);
    expect(new Set(fingerprintsOf(found)).size).toBe(4);
  });

  it('have fingerprints that depend on the answers alone', () => {
    expect(names({ ...broken, at: '2026-11-26T00:00:00Z' })).toEqual(names(broken));
    expect(names({ ...broken, answer: broken.answer && { ...broken.answer, status: 599 } })).not.toEqual(
      names(broken),
    );
  });

  it('have one entry for a probe that is fixed, broken, disproved, changed and in both pacts at once', () => {
    const { credential, operation } = second;
    const row: RowResult = { ...second, verdict: 'broken' };
    const pacts = [
      {
        pact: 'as-it-is' as const,
        interactions: [{ credential, operation, verdict: 'failed' as const, reasons: [] }],
      },
      {
        pact: 'wanted' as const,
        interactions: [{ credential, operation, verdict: 'passed' as const, reasons: [] }],
      },
    ];
    for (const change of [changeOf(row, 'guard-tightened'), changeOf(row, 'refusal-changed')]) {
      const found = judge(withRows([row, fixed], { pacts }), [change]);
      expect(found.list).toMatchObject([{ rule: 'wanted-fixed', state: 'fixed', fails: true }]);
      expect(found.list[0]?.also.map(({ rule }) => rule).toSorted()).toEqual(
        [change.rule, 'contract-broken', 'pact-broken', 'pact-fixed'].toSorted(),
      );
      // Acknowledging the fingerprint that is shown acknowledges the whole finding.
      expect(
        judge(withRows([row, fixed], { pacts }), [change], [known(found.list[0]?.fingerprint ?? '')]),
      ).toMatchObject({
        exitCode: 0,
        list: [{ state: 'known', fails: false }],
      });
    }
  });

  it('have a wrong guess, which does not fail, if an inferred row is as wanted and was never observed differently', () => {
    const guess: RowResult = { ...second, verdict: 'disproved' };
    expect(judge(withRows([guess, fixed]))).toMatchObject({
      exitCode: 0,
      list: [{ rule: 'inference-disproved', state: 'noted' }],
    });
    // It is a fix if the probe changed, or if another fulfilled row had been observed differently.
    expect(judge(withRows([guess, fixed]), [changeOf(guess, 'guard-tightened')])).toMatchObject({
      exitCode: 1,
      list: [{ rule: 'wanted-fixed', state: 'fixed' }],
    });
    const seen: RowResult = { ...broken, kind: 'wanted', verdict: 'kept' };
    expect(judge(withRows([guess, fixed, broken, seen])).list.map(({ rule }) => rule)).toEqual([
      'wanted-fixed',
      'wanted-fixed',
    ]);
  });

  it('report a change before the row that it breaks, unless only the shape of the body changed', () => {
    expect(judge(withRows([broken]), [changeOf(broken)]).list.map(({ rule }) => rule)).toEqual([
      'guard-loosened',
    ]);
    expect(
      judge(withRows([broken]), [changeOf(broken, 'shape-changed')]).list.map(({ rule }) => rule),
    ).toEqual(['contract-broken']);
  });

  it('fail because of the row if the change alone does not, and stay a fix if it is one', () => {
    const found = judge(withRows([broken]), [changeOf(broken, 'guard-tightened')]);
    expect(found).toMatchObject({
      exitCode: 1,
      list: [{ rule: 'guard-tightened', state: 'fixed', fails: true }],
    });
    expect(judge(withRows([]), [changeOf(first, 'guard-tightened')])).toMatchObject({
      exitCode: 0,
      list: [{ state: 'fixed', fails: false }],
    });
  });

  it('acknowledge a row with the change that breaks it, not with a change to a different answer', () => {
    const change = changeOf(broken);
    const acknowledged = [known(change.fingerprint)];
    expect(judge(withRows([broken]), [change], acknowledged)).toMatchObject({
      exitCode: 0,
      list: [{ state: 'known', acknowledged: { reason: 'x' } }],
    });
    const other = changeOf(broken, 'guard-loosened', 599);
    expect(judge(withRows([broken]), [other], [known(other.fingerprint)])).toMatchObject({
      exitCode: 1,
      list: [{ rule: 'contract-broken', state: 'new' }],
    });
  });

  it('do not hide a change behind a row that was acknowledged before', () => {
    const [row] = judge(withRows([broken])).list;
    const acknowledged = [known(row?.fingerprint ?? '')];
    expect(judge(withRows([broken]), [], acknowledged).exitCode).toBe(0);
    expect(judge(withRows([broken]), [changeOf(broken)], acknowledged)).toMatchObject({
      exitCode: 1,
      list: [{ rule: 'guard-loosened', state: 'new' }],
    });
  });

  it('fail from the given level on, also for a probe in one snapshot only', () => {
    const removed: Change = { ...changeOf(first), rule: 'probe-removed', level: 'info', after: null };
    for (const failOn of LEVELS) {
      const found = findingsOfRun({ run: withRows([]), diff: { changes: [removed], failOn } });
      expect(found.exitCode).toBe(failOn === 'info' ? 1 : 0);
      expect(findingsForMachines(found)).toHaveLength(found.exitCode);
    }
  });

  it('are inconclusive if the run is incomplete, undecided in too many rows, or too old', () => {
    const recordings = { ...run.recordings, origin: 'recorded' as const, site: 'https://a.example.com' };
    const incomplete = withRows([], { recordings: { ...recordings, incomplete: 'a CAPTCHA' } });
    expect(judge(incomplete)).toMatchObject({ exitCode: 3, inconclusive: ['a CAPTCHA'] });
    const undecided = run.rows.map((row, i) =>
      i % 5 === 0 ? { ...row, verdict: 'inconclusive' as const } : row,
    );
    const open = judge({ ...run, rows: undecided });
    expect(open).toMatchObject({ exitCode: 3, inconclusive: [expect.stringMatching(/\d/)] });
    expect(inState(open, 'undecided').length).toBeGreaterThan(0);
    expect(failingFindings(open)).toEqual([]);
    expect(judge({ ...run, rows: [] }).exitCode).toBe(3);
    const old = findingsOfRun({ run: withRows([]), diff: null, old: ['old'] });
    expect(old).toMatchObject({ exitCode: 3, inconclusive: ['old'] });
    // An alarm goes before what is not known, and does not hide it.
    const both = judge({ ...incomplete, rows: [...incomplete.rows, broken] });
    expect(both).toMatchObject({ exitCode: 1, inconclusive: ['a CAPTCHA'] });
  });

  it('have each probe once, failing ones first', () => {
    const rows = run.rows.map((row, i) => (i % 2 === 0 ? { ...row, verdict: 'broken' as const } : row));
    const changes = run.rows.filter(({ answer }) => answer).map((row) => changeOf(row, 'signal-gained'));
    const { list } = judge({ ...run, rows }, changes);
    const probes = list.flatMap(({ probe }) => (probe ? [probeKey(probe)] : []));
    expect(new Set(probes).size).toBe(probes.length);
    const fails = list.map((finding) => finding.fails);
    expect(fails).toEqual(fails.toSorted((a, b) => Number(b) - Number(a)));
  });
});
