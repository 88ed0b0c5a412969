import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, sep } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Answer } from '../classify/answer.ts';
import { compareProbes } from '../contract/probe.ts';
import { Fault } from '../fault.ts';
import { readRecordings, RECORDINGS } from '../evidence/recordings.ts';
import { runOfRecordings } from './run.fixture.ts';
import type { RowResult } from './row-result.ts';
import { runText, type Run } from './run.ts';
import { openSnapshot } from './snapshot-stream.ts';
import {
  answerOfRow,
  exchangesPath,
  findRunFile,
  isRunName,
  readSnapshot,
  resolveOperand,
  runFile,
  runPath,
  snapshotOfRun,
  type SnapshotAnswer,
} from './snapshot.ts';
import { openLibrary } from '../evidence/recording-library.ts';

const LIBRARY = openLibrary();

const SET = 'public-2026-09';
const set = readRecordings(SET);
const run = runOfRecordings(set);
const [row, other, ...others] = run.rows;
if (!row || !other) throw new Error('no rows');

const folder = mkdtempSync(join(tmpdir(), 'snapshot-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** The folder of a run of its own. */
function kept(name: string, of: Run): string {
  const own = join(folder, name);
  mkdirSync(own);
  writeFileSync(join(own, 'run.json'), runText(of));
  return own;
}

const usual = kept('usual', run);
const codeOf = (act: () => unknown): unknown => {
  try {
    return act();
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return error.code;
  }
};

async function collect(answers: AsyncIterable<SnapshotAnswer>): Promise<SnapshotAnswer[]> {
  const all: SnapshotAnswer[] = [];
  for await (const one of answers) all.push(one);
  return all;
}

const ANSWER: Answer = { status: 401, treatment: 'refused', mark: 'unauthorized' };

describe('the answer of a row', () => {
  it.each<[RowResult['kind'], Answer | undefined, boolean]>([
    ['contract', ANSWER, true],
    ['contract', undefined, false],
    ['wanted', ANSWER, false],
    ['wanted', undefined, false],
  ])('of the kind %s, answered with %j', (kind, answer, is) => {
    const { credential, operation, sources } = row;
    const expected = is ? { credential, operation, answer, sources } : undefined;
    expect(answerOfRow({ ...row, kind, answer })).toEqual(expected);
  });
});

describe('the name of a run', () => {
  it.each([
    ['live-2026-11-26', true],
    ['public-2026-09', true],
    ['a', true],
    ['9.1', true],
    ['nightly-2', true],
    ['', false],
    ['.hidden', false],
    ['-a', false],
    ['Upper', false],
    ['a/b', false],
    ['..', false],
    ['a b', false],
    ['a'.repeat(100), true],
    ['a'.repeat(101), false],
    // They stand in the same folder, and are no runs.
    ['nightly', false],
    ['revocations', false],
    ['demo', false],
    ['history.jsonl', false],
    ['nightly.lock', false],
  ])('may be %s: %s', (name, is) => {
    expect(isRunName(name)).toBe(is);
    const places = [codeOf(() => runPath(name)), codeOf(() => exchangesPath(name))];
    const expected = is
      ? [`reports/${name}/run.json`, `reports/${name}/exchanges`].map((path) => path.replaceAll('/', sep))
      : ['usage', 'usage'];
    expect(places).toEqual(expected);
  });
});

describe('an operand', () => {
  it.each<[string, string, string | undefined]>([
    ['the file of a run', join(usual, 'run.json'), join(usual, 'run.json')],
    ['the folder of a run', usual, join(usual, 'run.json')],
    ['nothing', '', undefined],
    ['a place where nothing is', join(folder, 'none'), undefined],
    ['a file that is no run', join(folder, 'none.json'), undefined],
    ['the folder that runs are in', folder, undefined],
    ['a run that is not there', 'no-such-run', undefined],
  ])('leads to the file of a run where it is %s', (_, operand, expected) => {
    expect(findRunFile(operand)).toBe(expected);
    expect(codeOf(() => runFile(operand))).toBe(expected ?? 'unknown-recordings');
    expect(codeOf(() => resolveOperand(operand, LIBRARY))).toEqual(
      expected === undefined ? 'unknown-recordings' : { file: expected },
    );
  });

  it.each([
    ['its name', SET],
    ['its path', join(RECORDINGS, SET)],
    ['its path with an end', `${join(RECORDINGS, SET)}${sep}`],
  ])('leads to a set of recordings by %s', (_, operand) => {
    expect(resolveOperand(operand, LIBRARY)).toMatchObject({ recordings: { info: set.info } });
  });

  it.each(['no such set', '\0', `${SET}\0`])('leads nowhere: %j', (operand) => {
    expect(codeOf(() => resolveOperand(operand, LIBRARY))).toBe('unknown-recordings');
  });
});

describe('a snapshot', () => {
  const more: Run = {
    ...run,
    // In no order, with what was not answered and what is wanted.
    rows: [other, { ...row, answer: undefined }, ...others, { ...row, kind: 'wanted' }],
  };

  it('of a run has the answers to the rows of its contract', () => {
    const { name, origin, dates } = run.recordings;
    const { answers, ...head } = snapshotOfRun(more);
    expect(head).toEqual({ name, origin, dates });
    expect(answers).toHaveLength(others.length + 1);
    expect(answers).toEqual(
      [other, ...others].map(({ credential, operation, answer, sources }) => ({
        credential,
        operation,
        answer,
        sources,
      })),
    );
  });

  it.each([
    ['a run', usual, join(usual, 'run.json')],
    ['a set of recordings', SET, SET],
  ])('is the same whether it is read whole or in turn: %s', async (_, operand, place) => {
    const { answers: whole, ...head } = readSnapshot(operand, LIBRARY);
    const { answers, place: at, ...rest } = await openSnapshot(operand, LIBRARY);
    expect(rest).toEqual(head);
    expect(at).toBe(place);
    expect(await collect(answers)).toEqual(whole.toSorted(compareProbes));
    expect(whole.length).toBe(set.exchanges.length);
  });

  it('that is read in turn leaves out what was not answered, and what is wanted', async () => {
    const rows = [{ ...row, answer: undefined }, other, ...others, { ...row, kind: 'wanted' as const }];
    const { answers } = await openSnapshot(kept('more', { ...run, rows }), LIBRARY);
    expect(await collect(answers)).toEqual(snapshotOfRun({ ...run, rows }).answers);
  });
});
