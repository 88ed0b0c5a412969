import { describe, expect, it } from 'vitest';
import type { Answer } from '../classify/answer.ts';
import type { Change } from '../change/change.ts';
import { ignored } from '../contract/expectation.ts';
import type { PactResult } from '../run/pact-result.ts';
import type { RowResult } from '../run/row-result.ts';
import type { Run } from '../run/run.ts';
import {
  failingFindings,
  findingsOfDiff,
  findingsOfRun,
  fingerprintsOf,
  inState,
  findingsForMachines,
  runFingerprints,
} from './findings.ts';
import { liveRunOf, revokedRow } from '../run/run.fixture.ts';

const MYSELF = 'GET /rest/api/3/myself';
const PROJECT = 'GET /rest/api/3/project';

const REFUSED: Answer = { status: 401, treatment: 'refused', mark: 'unauthorized' };
const IGNORED: Answer = { status: 200, treatment: 'ignored', mark: 'login-failed' };

const row = (verdict: RowResult['verdict'], more: Partial<RowResult> = {}): RowResult =>
  revokedRow(verdict, { answer: IGNORED, ...more });

const change = (more: Partial<Change> = {}): Change => ({
  rule: 'guard-loosened',
  level: 'critical',
  credential: 'revoked',
  operation: MYSELF,
  before: REFUSED,
  after: IGNORED,
  fingerprint: '0123456789abcdef',
  sources: [],
  ...more,
});

const pact = (
  name: PactResult['pact'],
  verdict: PactResult['interactions'][number]['verdict'],
): PactResult => ({
  pact: name,
  interactions: [{ credential: 'revoked', operation: PROJECT, verdict, reasons: [] }],
});

const KEPT = row('kept', { answer: REFUSED });

describe('the exit code of a run', () => {
  it.each<[string, Run, 0 | 1 | 3]>([
    ['all kept', liveRunOf([KEPT]), 0],
    ['a broken row', liveRunOf([row('broken')]), 1],
    ['a guess that was wrong', liveRunOf([row('disproved')]), 0],
    ['a fix', liveRunOf([KEPT, row('kept', { kind: 'wanted', operation: PROJECT })]), 1],
    ['what is wanted still', liveRunOf([KEPT, row('broken', { kind: 'wanted' })]), 0],
    ['a test that failed', liveRunOf([KEPT], { failures: ['a test'] }), 1],
    ['a broken pact', liveRunOf([KEPT], { pacts: [pact('as-it-is', 'failed')] }), 1],
    ['a kept pact', liveRunOf([KEPT], { pacts: [pact('as-it-is', 'passed'), pact('wanted', 'failed')] }), 0],
    ['a wanted pact that passes', liveRunOf([KEPT], { pacts: [pact('wanted', 'passed')] }), 1],
    ['nothing decided', liveRunOf([row('inconclusive')]), 3],
    ['nothing asked', liveRunOf([row('skipped')]), 3],
    ['nothing at all', liveRunOf([]), 3],
    [
      'nothing decided, and a test that failed',
      liveRunOf([row('inconclusive')], { failures: ['a test'] }),
      1,
    ],
  ])('%s', (_, run, exitCode) => {
    expect(findingsOfRun({ run, diff: null }).exitCode).toBe(exitCode);
  });

  it('is 3 if the evidence is too old, and 1 if something fails as well', () => {
    const outdated = ['too old'];
    expect(findingsOfRun({ run: liveRunOf([KEPT]), diff: null, outdated })).toMatchObject({
      exitCode: 3,
      inconclusive: outdated,
    });
    expect(findingsOfRun({ run: liveRunOf([row('broken')]), diff: null, outdated }).exitCode).toBe(1);
  });
});

describe('the findings of a comparison', () => {
  it.each<[string, Change, 0 | 1]>([
    ['a change of the level', change({ level: 'minor' }), 1],
    ['a change below it', change({ level: 'notice' }), 0],
    ['an acknowledged change', change({ acknowledged: { fingerprint: 'a', change: 'x', reason: 'x' } }), 0],
    ['a change acknowledged by its fingerprint', change({ fingerprint: 'fedcba9876543210' }), 0],
  ])('alone: %s', (_, onlyChange, exitCode) => {
    const known = [{ fingerprint: 'fedcba9876543210', change: 'x', reason: 'x' }];
    const found = findingsOfDiff({ changes: [onlyChange], failOn: 'minor' }, known);
    expect(found).toMatchObject({ exitCode, inconclusive: [] });
    expect(found.list).toHaveLength(1);
    expect(failingFindings(found)).toHaveLength(exitCode);
  });

  it('are none if nothing changed', () => {
    expect(findingsOfDiff({ changes: [], failOn: 'info' })).toEqual({
      list: [],
      inconclusive: [],
      exitCode: 0,
    });
  });

  it('have the certainty of the probe in the run', () => {
    const certain = row('kept', { expected: ignored(200), certainty: { times: 3 } });
    const run = liveRunOf([certain, row('kept', { operation: PROJECT, certainty: undefined })]);
    const changes = [change(), change({ operation: PROJECT, fingerprint: 'b' })];
    const found = findingsOfRun({ run, diff: { changes, failOn: 'minor' } });
    expect(found.list.map(({ probe, certainty }) => [probe?.operation, certainty])).toEqual([
      [MYSELF, { times: 3 }],
      [PROJECT, undefined],
    ]);
    expect(findingsOfDiff({ changes, failOn: 'minor' }).list[0]?.certainty).toBeUndefined();
  });

  it('turn a wrong guess into a fix only if the probe has an answer in both snapshots', () => {
    const run = liveRunOf([row('disproved'), row('kept', { kind: 'wanted' })]);
    const rulesWith = (changes: readonly Change[]): string[] =>
      fingerprintsOf(findingsOfRun({ run, diff: { changes, failOn: 'critical' } }));
    const guess = rulesWith([]).length;
    expect(rulesWith([change()])).toHaveLength(guess + 2);
    expect(rulesWith([change({ rule: 'probe-added', level: 'info', before: null })])).toHaveLength(guess + 1);
    expect(rulesWith([change({ rule: 'probe-removed', level: 'info', after: null })])).toHaveLength(
      guess + 1,
    );
  });
});

describe('the lists of findings', () => {
  const run = liveRunOf([
    row('broken'),
    row('inconclusive', { operation: PROJECT }),
    row('disproved', { credential: 'expired' }),
  ]);
  const changes = [
    change({ credential: 'password', rule: 'probe-added', level: 'info', before: null, fingerprint: 'a' }),
    change({
      credential: 'deactivated',
      rule: 'probe-removed',
      level: 'info',
      after: null,
      fingerprint: 'b',
    }),
    change({ credential: 'two-colons', rule: 'signal-gained', level: 'info', fingerprint: 'c' }),
  ];
  const found = findingsOfRun({ run, diff: { changes, failOn: 'minor' } });

  it('are by state', () => {
    expect(inState(found, 'new').map(({ rule }) => rule)).toEqual(['contract-broken']);
    expect(inState(found, 'undecided').map(({ rule }) => rule)).toEqual(['undecided']);
    expect(inState(found, 'fixed')).toEqual([]);
    expect(inState(found, 'known')).toEqual([]);
    expect(inState(found, 'noted')).toHaveLength(4);
  });

  it('for machines leave out what is undecided or in one snapshot only, unless it fails', () => {
    expect(findingsForMachines(found).map(({ rule }) => rule)).toEqual([
      'contract-broken',
      'inference-disproved',
      'signal-gained',
    ]);
    const all = findingsOfRun({ run, diff: { changes, failOn: 'info' } });
    expect(findingsForMachines(all).map(({ rule }) => rule)).toContain('probe-added');
    expect(findingsForMachines(all).map(({ rule }) => rule)).toContain('probe-removed');
    expect(findingsForMachines(all).map(({ rule }) => rule)).not.toContain('undecided');
  });

  it('have each fingerprint of a run, also that of a fix that looks like a wrong guess in the run alone', () => {
    const guess = liveRunOf([row('disproved'), row('kept', { kind: 'wanted' })]);
    expect(runFingerprints(guess)).toHaveLength(2);
    expect(fingerprintsOf(findingsOfRun({ run: guess, diff: null }))).toHaveLength(1);
    expect(runFingerprints(guess)).toEqual(
      expect.arrayContaining(fingerprintsOf(findingsOfRun({ run: guess, diff: null }))),
    );
  });
});
