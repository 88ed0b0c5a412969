import { describe, expect, it } from 'vitest';
import type { Contract } from '../contract/contract.ts';
import type { ContractRow } from '../contract/rows.ts';
import { PRESENT, type EraId } from '../contract/eras.ts';
import { accepted, ignored, known, refused, type Expectation } from '../contract/expectation.ts';
import type { OperationId } from '../contract/operations.ts';
import { probeKey } from '../contract/probe.ts';
import type { Exchange, RecordedResponse } from '../evidence/exchange.ts';
import type { RecordingSetInfo } from '../evidence/recording-schema.ts';
import type { Unanswered } from '../http/unanswered.ts';
import type { Answers } from './answers.ts';
import { judgeContract, judgedRun } from './judge-contract.ts';
import { TOOL } from './tool-version.ts';

const MYSELF = 'GET /rest/api/3/myself';
const SEARCH = 'GET /rest/api/3/project/search';
const LABEL = 'GET /rest/api/3/label';

type Name = ContractRow['credential'];

const row = (
  credential: Name,
  operation: OperationId,
  expected: Expectation,
  era: EraId = PRESENT,
): ContractRow => ({ era, credential, operation, expected });

const exchange = (credential: Name, operation: OperationId, response: RecordedResponse): Exchange => ({
  credential,
  operation,
  response,
  meta: { origin: 'recorded', date: '2026-11-24T03:00:00Z' },
});

const OWN: RecordedResponse = { status: 200, headers: { 'x-aaccountid': 'account-1' } };
const ANONYMOUS: RecordedResponse = {
  status: 200,
  headers: { 'x-seraph-loginreason': 'AUTHENTICATED_FAILED' },
};

const EXCHANGES = [
  exchange('valid', MYSELF, OWN),
  exchange('valid', SEARCH, OWN),
  exchange('revoked', MYSELF, { status: 401 }),
  exchange('revoked', SEARCH, ANONYMOUS),
];

const info = (era: EraId): RecordingSetInfo => ({
  name: 'small',
  origin: 'recorded',
  era,
  summary: 'Made up.',
  dates: { from: '2026-11-24', to: '2026-11-24' },
  tool: 'a test',
  site: 'https://jira-site.example.com',
});

const UNANSWERED: Unanswered[] = [
  { credential: 'valid', operation: LABEL, verdict: 'inconclusive', reason: 'no answer' },
];

const recorded = (exchanges = EXCHANGES, era: EraId = PRESENT): Answers => {
  const found = new Map(exchanges.map((one) => [probeKey(one), one]));
  return { recordings: { info: info(era), exchanges, find: (probe) => found.get(probeKey(probe)) } };
};

const seen = (exchanges = EXCHANGES): Answers => ({
  seen: { info: info(PRESENT), exchanges, unanswered: UNANSWERED },
});

const CONTRACT: Contract = {
  rows: [
    row('revoked', SEARCH, ignored(200)),
    row('valid', MYSELF, accepted(200)),
    row('valid', SEARCH, accepted(204)),
    row('revoked', MYSELF, ignored(200), '2019-12'),
    row('valid', LABEL, accepted(200)),
  ],
  wanted: [row('revoked', SEARCH, refused(401)), row('revoked', SEARCH, refused(401), '2019-12')],
  questions: [{ credential: 'revoked', by: MYSELF, notBy: SEARCH }],
};

const words = ({ rows }: ReturnType<typeof judgeContract>): string[] =>
  rows.map(({ kind, credential, operation, verdict }) => `${kind} ${credential} ${operation} ${verdict}`);

const JUDGED = [
  `contract revoked ${SEARCH} kept`,
  `contract valid ${MYSELF} kept`,
  `contract valid ${SEARCH} broken`,
];

describe('judging a contract', () => {
  it.each([
    ['recordings', recorded(), 'skipped'],
    ['what a live run saw', seen(), 'inconclusive'],
  ])('judges the contract and wanted rows of the era by %s', (_, answers, verdict) => {
    const judged = judgeContract(CONTRACT, answers);
    expect(words(judged)).toEqual([
      ...JUDGED,
      `contract valid ${LABEL} ${verdict}`,
      `wanted revoked ${SEARCH} broken`,
    ]);
    // Four rows were decided, and the question.
    expect(judged).toMatchObject({ executed: 5, failures: [] });
  });

  it('judges only the rows of an earlier era, and no questions', () => {
    const judged = judgeContract(CONTRACT, recorded(EXCHANGES, '2019-12'));
    expect(words(judged)).toEqual([`contract revoked ${MYSELF} broken`, `wanted revoked ${SEARCH} broken`]);
    expect(judged.executed).toBe(2);
  });

  it('reports which question had an unexpected answer', () => {
    const changed = EXCHANGES.with(2, exchange('revoked', MYSELF, ANONYMOUS));
    const { failures, executed } = judgeContract(CONTRACT, recorded(changed));
    expect(failures).toEqual([expect.stringMatching(/myself.*project\/search.*ignored.*refused/)]);
    expect(executed).toBe(5);
  });

  it('neither counts nor reports a question without answers', () => {
    const judged = judgeContract(CONTRACT, recorded(EXCHANGES.slice(1)));
    expect(judged).toMatchObject({ executed: 3, failures: [] });
  });

  it.each([
    ['recordings', recorded],
    ['what a live run saw', seen],
  ])('classifies an answer by the traits that all answers show: %s', (_, answersOf) => {
    // Gone for the valid token as well, so the answer shows nothing about the revoked one.
    const gone = { status: 410, body: { shape: { errorMessages: ['string'] } } };
    const exchanges = [exchange('valid', SEARCH, gone), exchange('revoked', SEARCH, gone)];
    expect(words(judgeContract(CONTRACT, answersOf(exchanges)))).toEqual(
      expect.arrayContaining([`contract valid ${SEARCH} broken`, `contract revoked ${SEARCH} skipped`]),
    );
  });
});

describe('the run of a judged contract', () => {
  const judged = judgeContract(CONTRACT, recorded());

  it('has its rows in table order, sorted failures, and the tool version', () => {
    const run = judgedRun({ ...judged, failures: ['b', 'a'] }, info(PRESENT));
    expect(run).toMatchObject({ tool: TOOL, recordings: info(PRESENT), failures: ['a', 'b'] });
    expect(run.rows.map(({ kind, credential }) => `${kind} ${credential}`)).toEqual([
      'contract valid',
      'contract valid',
      'contract valid',
      'contract revoked',
      'wanted revoked',
    ]);
    expect(judgedRun({ ...judged, rows: judged.rows.toReversed() }, info(PRESENT)).rows).toEqual(run.rows);
  });

  it('is refused if nothing was decided', () => {
    expect(() => judgedRun({ ...judged, executed: 0 }, info(PRESENT))).toThrow(
      expect.objectContaining({ code: 'nothing-ran' }),
    );
    const guess = {
      grade: 'inferred',
      date: '2026',
      source: 'https://example.com',
      note: 'A guess.',
    } as const;
    const disproved = { ...CONTRACT, rows: [row('valid', MYSELF, known(refused(401), guess))], wanted: [] };
    expect(judgeContract({ ...disproved, questions: [] }, recorded()).executed).toBe(0);
  });
});
