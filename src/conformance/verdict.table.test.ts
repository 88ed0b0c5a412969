import { describe, expect, it } from 'vitest';
import type { SeenRequest } from '../stand-in/stand-in.ts';
import { DEFAULT_NOTICES, type Notices } from './notices.ts';
import { observationWith, seenRequest } from './observation.fixture.ts';
import type { Observation } from './observation.ts';
import { scenarioNamed, SCENARIOS, type ScenarioId } from './scenarios.ts';
import { judge } from './verdict.ts';
import type { Verdict } from './verdicts.ts';

/** The path of a request that the site answers for nobody, whatever the token. */
const NEVER_ANSWERED = '/somewhere/else';

const VALID = observationWith({
  text: 'Ok, authentication succeeded\nA\nB\n',
  requests: [seenRequest(), seenRequest({ path: NEVER_ANSWERED, answeredFor: 'anonymous', status: 404 })],
});
const EMPTY = observationWith({ text: 'nothing\n' });

const anonymous = seenRequest({ answeredFor: 'anonymous', state: 'dead' });
const refused = seenRequest({ answeredFor: 'refused', state: 'dead', status: 401 });
const remove = seenRequest({ method: 'DELETE', path: '/rest/api/3/issue/A-1', isWrite: true });
const fault = (status: number, changes: Partial<SeenRequest> = {}): SeenRequest =>
  seenRequest({ answeredFor: 'fault', status, ...changes });
const times = <T>(number: number, item: T): T[] => Array.from({ length: number }, () => item);

interface Row {
  readonly what: string;
  readonly in: ScenarioId;
  readonly seen: Partial<Observation>;
  readonly notices?: Notices;
  readonly is: Verdict | 'not met';
}

const DEAD = { requests: [anonymous] };
const FAILED = { succeeded: false };

const ROWS: readonly Row[] = [
  // acted
  {
    what: 'a write after an anonymous answer',
    in: 'revoked',
    seen: { requests: [anonymous, remove] },
    is: 'acted',
  },
  {
    what: 'a write after a refusal',
    in: 'wanted',
    seen: { ...FAILED, requests: [refused, remove] },
    is: 'acted',
  },
  {
    what: 'a write that fails, and no more',
    in: 'dies-before-write',
    seen: {
      ...FAILED,
      text: 'the token is dead',
      requests: [seenRequest(), { ...remove, answeredFor: 'anonymous', status: 404 }],
    },
    is: 'named',
  },
  {
    what: 'a second write after one for nobody',
    in: 'dies-before-write',
    seen: { requests: [{ ...remove, answeredFor: 'anonymous' }, remove] },
    is: 'acted',
  },
  {
    what: 'a write before the token died',
    in: 'dies-between-pages',
    seen: { ...FAILED, text: 'dead token', requests: [remove, anonymous] },
    is: 'named',
  },
  {
    what: 'a search by POST is no write',
    in: 'revoked',
    seen: { requests: [anonymous, seenRequest({ method: 'POST' })] },
    is: 'silent',
  },
  {
    what: 'a write without Authorization after one without',
    in: 'missing',
    seen: {
      requests: [
        { ...anonymous, caller: null },
        { ...remove, caller: null },
      ],
    },
    is: 'acted',
  },
  {
    what: 'a first request without Authorization, by which the client learns how to log in',
    in: 'valid',
    seen: { requests: [{ ...refused, caller: null }, seenRequest(), remove] },
    is: 'passed',
  },
  {
    what: 'a request that is answered for nobody with a working token either',
    in: 'revoked',
    seen: { requests: [seenRequest(), { ...anonymous, path: NEVER_ANSWERED }, remove] },
    is: 'not met',
  },
  // leaked
  {
    what: 'the credential in its output',
    in: 'revoked',
    seen: { ...FAILED, ...DEAD, leaks: ['stderr'], text: 'token' },
    is: 'leaked',
  },
  {
    what: 'the credential at another host, with a token that works',
    in: 'valid',
    seen: { leaks: ['another host'] },
    is: 'leaked',
  },
  {
    what: 'a leak is not as bad as a write',
    in: 'revoked',
    seen: { requests: [anonymous, remove], leaks: ['stdout'] },
    is: 'acted',
  },
  // silent
  {
    what: 'the output and requests of an empty site',
    in: 'revoked',
    seen: { ...DEAD, text: EMPTY.text },
    is: 'silent',
  },
  {
    what: 'success with half of the list',
    in: 'dies-between-pages',
    seen: { requests: [seenRequest(), { ...anonymous, query: 'startAt=50' }] },
    is: 'silent',
  },
  { what: 'success without any request', in: 'missing', seen: { requests: [] }, is: 'silent' },
  {
    what: 'a warning, but success',
    in: 'revoked',
    seen: { ...DEAD, text: 'the token may be dead' },
    is: 'silent',
  },
  {
    what: 'a failure that was taken for an empty site',
    in: 'unavailable',
    seen: { text: EMPTY.text, requests: [fault(503)] },
    is: 'silent',
  },
  {
    what: 'success although nothing was answered',
    in: 'edge-403',
    seen: { text: '<html>', requests: [fault(403)] },
    is: 'silent',
  },
  {
    what: 'success with another answer for the account',
    in: 'own-401',
    seen: { text: 'hello', requests: [seenRequest(), fault(401)] },
    is: 'passed',
  },
  {
    what: 'success of a program that always says the same, although nothing was answered',
    in: 'edge-403',
    seen: { text: VALID.text, requests: [fault(403)] },
    is: 'silent',
  },
  {
    what: 'another try that was for nobody as well',
    in: 'revoked',
    seen: { requests: [anonymous, anonymous] },
    is: 'silent',
  },
  {
    what: 'a 403 of the edge, asked for again',
    in: 'edge-403',
    seen: { ...FAILED, text: '403', requests: [fault(403), fault(403)] },
    is: 'hammered',
  },
  {
    what: 'many refusals of requests without a credential',
    in: 'missing',
    seen: {
      ...FAILED,
      text: 'token',
      requests: times(20, 0).map((_, i) => ({ ...refused, caller: null, query: `n=${i}` })),
    },
    is: 'named',
  },
  { what: 'a program that prints nothing anyway', in: 'throttled', seen: { text: VALID.text }, is: 'passed' },
  {
    what: 'another try that was answered for the account',
    in: 'flapping',
    seen: { requests: [anonymous, seenRequest()] },
    is: 'passed',
  },
  // hammered
  {
    what: 'a refused request once more',
    in: 'wanted',
    seen: { ...FAILED, text: 'token', requests: [refused, refused] },
    is: 'hammered',
  },
  {
    what: 'another try after 401 that succeeded',
    in: 'flapping',
    seen: { requests: [refused, seenRequest()] },
    is: 'hammered',
  },
  {
    what: 'as many refused requests as are allowed',
    in: 'wanted',
    seen: {
      ...FAILED,
      text: 'token',
      requests: times(10, 0).map((_, i) => ({ ...refused, query: `n=${i}` })),
    },
    is: 'named',
  },
  {
    what: 'one more than that',
    in: 'wanted',
    seen: {
      ...FAILED,
      text: 'token',
      requests: times(11, 0).map((_, i) => ({ ...refused, query: `n=${i}` })),
    },
    is: 'hammered',
  },
  {
    what: 'another try before Retry-After',
    in: 'throttled',
    seen: { requests: [fault(429), seenRequest({ at: 400 })] },
    is: 'hammered',
  },
  {
    what: 'another try after Retry-After',
    in: 'throttled',
    seen: { requests: [fault(429), seenRequest({ at: 1000 })] },
    is: 'passed',
  },
  {
    what: 'another request before Retry-After, begun at the same time',
    in: 'throttled',
    seen: { requests: [fault(429), seenRequest({ at: 5, path: '/rest/api/3/field' })] },
    is: 'passed',
  },
  {
    what: 'five more tries after 503',
    in: 'unavailable',
    seen: { ...FAILED, text: '503', requests: times(6, fault(503)) },
    is: 'passed',
  },
  {
    what: 'six more tries after 503',
    in: 'unavailable',
    seen: { ...FAILED, text: '503', requests: times(7, fault(503)) },
    is: 'hammered',
  },
  // misled
  {
    what: 'another reason',
    in: 'revoked',
    seen: { ...FAILED, ...DEAD, text: 'no project EXAMPLE' },
    is: 'misled',
  },
  {
    what: 'a parse error about a token',
    in: 'wanted',
    seen: { ...FAILED, requests: [refused], text: `Unexpected token '<', "<!doctype" is not valid JSON` },
    is: 'misled',
  },
  { what: 'no word at all', in: 'revoked', seen: { ...FAILED, ...DEAD, text: '' }, is: 'misled' },
  {
    what: 'words that a working token brings as well',
    in: 'revoked',
    seen: { ...FAILED, ...DEAD, text: 'Ok, authentication succeeded\nno projects' },
    is: 'misled',
  },
  {
    what: 'no end',
    in: 'revoked',
    seen: { ...FAILED, ...DEAD, text: '', ending: 'time limit' },
    is: 'misled',
  },
  {
    what: 'no end while it is throttled',
    in: 'throttled',
    seen: { ...FAILED, requests: [fault(429)], ending: 'time limit' },
    is: 'misled',
  },
  // named
  { what: 'its word for it', in: 'revoked', seen: { ...FAILED, ...DEAD, text: 'Unauthorized' }, is: 'named' },
  {
    what: 'a setting that is missing',
    in: 'missing',
    seen: { ...FAILED, requests: [], text: 'JIRA_API_TOKEN is not set' },
    is: 'named',
  },
  {
    what: 'the exit code that the user defined',
    in: 'revoked',
    seen: { ...FAILED, ...DEAD, exitCode: 77, text: '' },
    notices: { exitCode: 77 },
    is: 'named',
  },
  {
    what: 'another exit code than the user defined',
    in: 'revoked',
    seen: { ...FAILED, ...DEAD, text: 'token' },
    notices: { exitCode: 77 },
    is: 'misled',
  },
  {
    what: 'exit code 0, if the user defined that',
    in: 'revoked',
    seen: { ...DEAD, exitCode: 0 },
    notices: { exitCode: 0 },
    is: 'named',
  },
  {
    what: 'the place in its JSON',
    in: 'revoked',
    seen: { ...FAILED, ...DEAD, stdout: '{"error":{"auth":true}}' },
    notices: { jsonPath: '$.error.auth' },
    is: 'named',
  },
  {
    what: 'nothing at that place',
    in: 'revoked',
    seen: { ...FAILED, ...DEAD, stdout: '{"error":{}}' },
    notices: { jsonPath: '$.error.auth' },
    is: 'misled',
  },
  {
    what: 'an answer of an MCP server that it does not call an error',
    in: 'revoked',
    seen: { ...DEAD, drive: 'mcp', exitCode: null, text: 'Error: 401' },
    is: 'named',
  },
  {
    what: 'an answer of an MCP server without a word about it',
    in: 'revoked',
    seen: { ...DEAD, drive: 'mcp', exitCode: null, text: 'No projects' },
    is: 'silent',
  },
  {
    what: 'a request without the credential that it sends where it works',
    in: 'no-colon',
    seen: { requests: [{ ...anonymous, caller: null }] },
    is: 'silent',
  },
  {
    what: 'a request that is sent without a credential where it works too',
    in: 'no-colon',
    seen: { requests: [{ ...anonymous, caller: null, path: '/rest/api/3/serverInfo' }, seenRequest()] },
    is: 'not met',
  },
  {
    what: 'another method than the one that it sends with a credential where it works',
    in: 'no-colon',
    seen: { requests: [{ ...anonymous, caller: null, method: 'HEAD' }, seenRequest()] },
    is: 'not met',
  },
  {
    what: 'a request without a credential, where none is set',
    in: 'missing',
    seen: { requests: [{ ...anonymous, caller: null, path: '/rest/api/3/field' }] },
    is: 'silent',
  },
  {
    what: 'the same request that was answered for the account before',
    in: 'flapping',
    seen: { requests: [seenRequest(), anonymous] },
    is: 'silent',
  },
  {
    what: 'another path that was answered for the account afterwards',
    in: 'flapping',
    seen: { requests: [{ ...anonymous, path: '/rest/api/3/field' }, seenRequest()] },
    is: 'silent',
  },
  {
    what: 'another page that was answered for the account afterwards',
    in: 'flapping',
    seen: { requests: [anonymous, seenRequest({ query: 'startAt=50' })] },
    is: 'silent',
  },
  {
    what: 'another method that was answered for the account afterwards',
    in: 'flapping',
    seen: { requests: [{ ...anonymous, method: 'HEAD' }, seenRequest()] },
    is: 'silent',
  },
  // false alarm
  { what: 'a failing control', in: 'valid', seen: FAILED, is: 'false-alarm' },
  {
    what: 'an empty site that is blamed on the token',
    in: 'empty-site',
    seen: { ...FAILED, text: 'the token is dead' },
    is: 'false-alarm',
  },
  {
    what: 'a true 404 on an empty site',
    in: 'empty-site',
    seen: { ...FAILED, text: 'no such issue', requests: [seenRequest({ status: 404 })] },
    is: 'passed',
  },
  {
    what: 'an empty site that is an error',
    in: 'empty-site',
    seen: { ...FAILED, text: 'no projects' },
    is: 'false-alarm',
  },
  {
    what: 'a 503 that is blamed on the token',
    in: 'unavailable',
    seen: { ...FAILED, requests: [fault(503)], text: 'the token is dead' },
    is: 'false-alarm',
  },
  {
    what: 'the true reason, with a word about the token',
    in: 'unavailable',
    seen: { ...FAILED, requests: [fault(503)], text: '503: cannot check the token' },
    is: 'passed',
  },
  {
    what: "Jira's own 401, blamed on the token",
    in: 'own-401',
    seen: { ...FAILED, requests: [fault(401)], text: '401 Unauthorized' },
    is: 'false-alarm',
  },
  {
    what: 'the true reason, in an answer of an MCP server that it does not call an error',
    in: 'throttled',
    seen: { drive: 'mcp', exitCode: null, requests: [fault(429)], text: 'Error: HTTP 429' },
    is: 'passed',
  },
  {
    what: 'the name of the status, in an answer of an MCP server that it does not call an error',
    in: 'captcha',
    seen: { drive: 'mcp', exitCode: null, requests: [fault(403)], text: '"error": "forbidden"' },
    is: 'passed',
  },
  {
    what: 'no reason, in an answer of an MCP server',
    in: 'throttled',
    seen: { drive: 'mcp', exitCode: null, requests: [fault(429)], text: 'No projects' },
    is: 'silent',
  },
  {
    what: 'the true reason, printed by a program that reports success',
    in: 'throttled',
    seen: { requests: [fault(429)], text: 'Error: HTTP 429' },
    is: 'silent',
  },
  {
    what: 'an empty site that is blamed on the token, with a true 404',
    in: 'empty-site',
    seen: { ...FAILED, text: 'the token is dead', requests: [seenRequest({ status: 404 })] },
    is: 'false-alarm',
  },
  {
    what: 'a true 404 among other answers on an empty site',
    in: 'empty-site',
    seen: { ...FAILED, text: 'no such issue', requests: [seenRequest(), seenRequest({ status: 404 })] },
    is: 'passed',
  },
  {
    what: 'a 404 where everything exists',
    in: 'valid',
    seen: { ...FAILED, text: 'no such issue', requests: [seenRequest({ status: 404 })] },
    is: 'false-alarm',
  },
  {
    what: 'a failure, with a 404, while the token still works',
    in: 'dies-after-login',
    seen: { ...FAILED, requests: [seenRequest({ status: 404 })] },
    is: 'false-alarm',
  },
  // passed, and not met
  {
    what: 'a failure without any reason',
    in: 'unavailable',
    seen: { ...FAILED, requests: [fault(503)], text: 'sorry' },
    is: 'passed',
  },
  {
    what: 'success after all, with a word about the token',
    in: 'throttled',
    seen: { requests: [fault(429), seenRequest({ at: 1000 })], text: 'the token is good\nA\n' },
    is: 'passed',
  },
  {
    what: 'a program that asks nothing while nothing can be answered',
    in: 'unavailable',
    seen: { requests: [], text: 'usage: …' },
    is: 'passed',
  },
  { what: 'success on an empty site', in: 'empty-site', seen: { text: EMPTY.text }, is: 'passed' },
  {
    what: 'a word about the token, in an answer of an MCP server on an empty site',
    in: 'empty-site',
    seen: { drive: 'mcp', exitCode: null, text: 'No projects. Is the token right?' },
    is: 'passed',
  },
  {
    what: 'the true reason in one of several lines of an MCP server',
    in: 'throttled',
    seen: { drive: 'mcp', exitCode: null, requests: [fault(429)], text: 'started\nError: HTTP 429\n' },
    is: 'passed',
  },
  {
    what: 'the same request again at once, after an answer',
    in: 'throttled',
    seen: { requests: [seenRequest(), seenRequest({ at: 10 })] },
    is: 'passed',
  },
  { what: 'success', in: 'valid', seen: {}, is: 'passed' },
  { what: 'a program that trims its token', in: 'trailing-newline', seen: {}, is: 'not met' },
  { what: 'a program that writes nothing', in: 'dies-before-write', seen: {}, is: 'not met' },
  {
    what: 'a failure in spite of answers for the account alone',
    in: 'dies-after-login',
    seen: FAILED,
    is: 'false-alarm',
  },
];

describe('the verdict', () => {
  it.each(ROWS.map((row) => [row.what, row.in, row.is, row] as const))(
    'on %s in %s is %s',
    (_, id, is, row) => {
      const seen = observationWith(row.seen);
      const { verdict, isReached, why } = judge({
        scenario: scenarioNamed(id),
        seen,
        valid: id === 'valid' ? seen : VALID,
        emptySite: id === 'empty-site' ? seen : EMPTY,
        notices: row.notices ?? DEFAULT_NOTICES,
      });
      expect(isReached ? verdict : verdict === 'passed' ? 'not met' : verdict).toBe(is);
      expect(why).not.toBe('');
    },
  );

  it('says what was matched', () => {
    const seen = observationWith({
      succeeded: false,
      requests: [anonymous],
      text: 'x\nsorry: Unauthorized, bye\n',
    });
    const judged = judge({
      scenario: scenarioNamed('revoked'),
      seen,
      valid: VALID,
      emptySite: EMPTY,
      notices: { pattern: 'unauth\\w+' },
    });
    expect(judged.matched).toEqual({ pattern: 'unauth\\w+', text: 'sorry: Unauthorized, bye' });
  });

  it('compares with both controls: who prints the same on any site took nothing for an empty one', () => {
    const recovered = observationWith({ text: '', requests: [fault(429), seenRequest({ at: 1000 })] });
    const { verdict } = judge({
      scenario: scenarioNamed('throttled'),
      seen: recovered,
      valid: recovered,
      emptySite: recovered,
      notices: DEFAULT_NOTICES,
    });
    expect(verdict).toBe('passed');
  });

  it('can be given without controls, in every scenario', () => {
    for (const scenario of SCENARIOS) {
      for (const succeeded of [true, false]) {
        const seen = observationWith({ succeeded });
        const given = judge({
          scenario,
          seen,
          valid: undefined,
          emptySite: undefined,
          notices: DEFAULT_NOTICES,
        });
        expect(given.why).toMatch(/\.$/);
      }
    }
  });
});

const noticed = (seen: Partial<Observation>, emptySite?: Observation): boolean =>
  judge({
    scenario: scenarioNamed('revoked'),
    seen: observationWith({ requests: [anonymous], ...seen }),
    valid: VALID,
    emptySite,
    notices: DEFAULT_NOTICES,
  }).noticed;

describe('a dead token is noticed', () => {
  const DUMP = observationWith({ ...FAILED, text: 'not found, sent with api_token a' });
  const NO_ISSUE = observationWith({ ...FAILED, text: 'There is no issue A-1.\n' });

  it.each([
    ['by a failure', FAILED, EMPTY, true],
    ['not by success', {}, EMPTY, false],
    ['not by what an empty site explains', { ...FAILED, text: NO_ISSUE.text }, NO_ISSUE, false],
    ['by a word about the credential', { ...FAILED, text: '401' }, NO_ISSUE, true],
    ['not by words of an empty site', { ...FAILED, text: 'failed, sent with API_TOKEN b' }, DUMP, false],
    ['by another word than those', { ...FAILED, text: '401, sent with api_token b' }, DUMP, true],
    ['not by another text alone', { ...FAILED, text: 'no issue, request 7f3a' }, NO_ISSUE, false],
    ['by another exit code', { ...FAILED, text: NO_ISSUE.text, exitCode: 77 }, NO_ISSUE, true],
    ['by a failure, if no empty site was tried', FAILED, undefined, true],
  ])('%s', (_what, seen, emptySite, expected) => expect(noticed(seen, emptySite)).toBe(expected));
});
