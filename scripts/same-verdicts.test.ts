import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { PRESENT } from '../src/contract/eras.ts';
import { probeKey } from '../src/contract/probe.ts';
import type { Question } from '../src/contract/question.ts';
import type { Exchange } from '../src/evidence/exchange.ts';
import { readRecordings, recordingSets, type RecordingSet } from '../src/evidence/recordings.ts';
import { writeRecordings } from '../src/evidence/write-recordings.ts';
import { sourceOfRecordings } from '../src/run/answers.ts';
import { judgeContract } from '../src/run/judge-contract.ts';
import { judgeQuestion } from '../src/run/judge-question.ts';
import { byRowOrder, type RowResult, type Verdict } from '../src/run/row-result.ts';
import { copyProject, runCommand } from './project-copy.fixture.ts';
import { declared } from '../specs/declared.ts';

// `check` judges recordings directly; `npm test` runs the specs as vitest tests, and sends each probe to nock. Both must
// come to the same verdict on every row of every set that ships, and of one in which many rows are broken.

const contract = await declared();

/** Statuses that mean something else than the recorded ones. */
const OTHERWISE: Readonly<Record<number, number>> = { 200: 401, 401: 200, 403: 503, 404: 422 };

/** A set in which every second exchange has a different answer. */
function altered({ info, exchanges }: RecordingSet, name: string, first: number): RecordingSet {
  const changed = exchanges.map((one, i): Exchange => {
    const status = i % 2 === first ? OTHERWISE[one.response.status] : undefined;
    return status === undefined ? one : { ...one, response: { ...one.response, status } };
  });
  const byProbe = new Map(changed.map((one) => [probeKey(one), one]));
  return { info: { ...info, name }, exchanges: changed, find: (probe) => byProbe.get(probeKey(probe)) };
}

const newest = readRecordings('public-2026-09');
const ALTERED = [altered(newest, 'altered-even', 0), altered(newest, 'altered-odd', 1)];
const SETS = [...recordingSets().map((name) => readRecordings(name)), ...ALTERED];

const { path, remove } = copyProject();
afterAll(remove);

/** A test as vitest's reporter for machines has it. */
interface Reported {
  readonly status: 'passed' | 'failed' | 'skipped';
  readonly meta: {
    readonly row?: RowResult & { readonly set: string };
    readonly question?: Question & { readonly verdict: Verdict; readonly set: string };
  };
}

async function runVitest(): Promise<Reported[]> {
  for (const { info, exchanges } of ALTERED) {
    writeRecordings(join(path, 'fixtures', 'recordings', info.name), info, exchanges);
  }
  const report = join(path, 'report.json');
  const options = ['--configLoader', 'native', '--project', 'recorded', '--reporter', 'json'];
  await runCommand(path, ['node_modules/vitest/vitest.mjs', 'run', ...options, '--outputFile', report]);
  const { testResults } = JSON.parse(readFileSync(report, 'utf8')) as {
    testResults: { assertionResults: Reported[] }[];
  };
  return testResults.flatMap(({ assertionResults }) => assertionResults);
}

/** How vitest ends a test of a verdict; a wanted row is expected to fail. */
function statusOf(verdict: Verdict, kind: RowResult['kind'] = 'contract'): Reported['status'] {
  if (verdict !== 'kept' && verdict !== 'broken') return 'skipped';
  return (verdict === 'kept') === (kind === 'contract') ? 'passed' : 'failed';
}

const rowKey = ({ kind, ...row }: Pick<RowResult, 'kind' | 'credential' | 'operation'>): string =>
  `${kind} ${probeKey(row)}`;

const questionKey = ({ credential, by, notBy }: Question): string => `${credential}: ${by}, not ${notBy}`;

const reported = await runVitest();

describe.each(SETS.map((set) => [set.info.name, set] as const))('on %s', (name, set) => {
  const rows = reported.filter(({ meta }) => meta.row?.set === name);
  const direct = judgeContract(contract, { recordings: set });

  it('vitest and the direct judge come to the same rows', () => {
    const ofVitest = rows.flatMap(({ meta }) => meta.row ?? []).map(({ set: _set, ...row }) => row);
    const ofJudge = JSON.parse(JSON.stringify(direct.rows)) as RowResult[];
    expect(ofVitest.toSorted(byRowOrder)).toEqual(ofJudge.toSorted(byRowOrder));
    expect(ofJudge.length).toBeGreaterThan(1);
  });

  it('every test of vitest ends as its row was judged directly', () => {
    expect(
      Object.fromEntries(rows.map(({ meta, status }) => [meta.row && rowKey(meta.row), status])),
    ).toEqual(Object.fromEntries(direct.rows.map((row) => [rowKey(row), statusOf(row.verdict, row.kind)])));
  });

  it('vitest and the direct judge answer each question alike', () => {
    const tests = reported.filter(({ meta }) => meta.question?.set === name);
    const source = sourceOfRecordings(set);
    const questions = set.info.era === PRESENT ? contract.questions : [];
    const outcomes = questions.map((question) => {
      const { verdict } = judgeQuestion(question, source);
      return [questionKey(question), { verdict, status: statusOf(verdict) }];
    });
    expect(
      Object.fromEntries(
        tests.flatMap(({ meta: { question }, status }) =>
          question ? [[questionKey(question), { verdict: question.verdict, status }]] : [],
        ),
      ),
    ).toEqual(Object.fromEntries(outcomes));
    expect(tests).toHaveLength(questions.length);
    expect(direct.failures).toHaveLength(tests.filter(({ status }) => status === 'failed').length);
    const decided = [...rows, ...tests].filter(({ status }) => status !== 'skipped');
    expect(direct.executed).toBe(decided.length);
  });
});

it('every kind of verdict is among them, and every test is a row or a question', () => {
  const verdicts = new Set(reported.flatMap(({ meta }) => meta.row?.verdict ?? []));
  expect([...verdicts].toSorted()).toEqual(['broken', 'inconclusive', 'kept', 'skipped']);
  expect(new Set(reported.flatMap(({ meta }) => meta.question?.verdict ?? []))).toContain('broken');
  expect(reported.filter(({ meta }) => !meta.row && !meta.question)).toEqual([]);
});
