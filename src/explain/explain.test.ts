import { describe, expect, it } from 'vitest';
import { classify } from '../classify/classify.ts';
import { siteTraitsOf } from '../classify/site-traits.ts';
import { GRADES } from '../contract/basis.ts';
import { credentialNamed } from '../contract/credentials.ts';
import { OPERATIONS } from '../contract/operations.ts';
import { shapeOfResponse, type Exchange } from '../evidence/exchange.ts';
import { exampleBodyOf } from '../evidence/shape.ts';
import { INDEX, LIBRARY, PUBLISHED, RECORDS } from './explain.fixture.ts';
import { explainOperation, type OperationExplanation } from './explain-operation.ts';
import { bodyOf, explainResponse, type GivenResponse, type ResponseExplanation } from './explain-response.ts';
import { explanationExitCode } from './exit-code.ts';
import { SIGNAL_EVIDENCE } from './signal-evidence.ts';
import { SIGNAL_IDS } from '../classify/signals.ts';
import { headersOf, parseRawResponse } from './raw-text.ts';

const isGateway = (host: string): boolean => host === 'api.atlassian.com';

function operation(text: string): OperationExplanation {
  const asked = INDEX.named(text, isGateway);
  if (!asked) throw new Error(text);
  return explainOperation(asked, RECORDS);
}

const behaviour = (text: string, credential: string) =>
  operation(text).behaviours.find((one) => one.credential === credential);

describe('an operation', () => {
  it('is explained with a grade, a date and a source for each statement', () => {
    const names = [
      ...OPERATIONS.map(({ id }) => id),
      ...PUBLISHED.map(({ method, path }) => `${method} ${path}`),
    ];
    const incomplete = names.filter((name) => {
      const { known, behaviours } = operation(name);
      return [
        ...known,
        ...behaviours.flatMap(({ basis, since }) => [
          basis,
          ...(since.kind === 'changed' ? [since.basis] : []),
        ]),
      ].some(
        ({ grade, date, source, note }) =>
          source.startsWith('The contract') || !GRADES.includes(grade) || [date, source, note].includes(''),
      );
    });
    expect(incomplete).toEqual([]);
  });

  it('says since when a dead token is no longer refused', () => {
    expect(behaviour('v3 project', 'revoked')).toMatchObject({
      treatment: 'ignored',
      statuses: [200],
      since: {
        kind: 'changed',
        before: 'refused 401',
        date: expect.stringMatching(/^2019-12/),
        precision: 'month',
      },
    });
    expect(operation('v3 project')).toMatchObject({ anonymous: 'runs', testsConnection: false });
    expect(operation('v3 project').testWith).toContain('GET /rest/api/3/myself');
  });

  it('claims no date of a change that lies between two observations, or at the start of an era', () => {
    // Refused in 2022-07, and next observed in 2026-09.
    expect(behaviour('GET /rest/api/3/issue/ABC-1', 'unknown-account')?.since).toMatchObject({
      kind: 'changed',
      date: expect.stringMatching(/^2026-09/),
      precision: 'at the latest',
    });
    // Refused until 2023-03, and not observed since.
    expect(behaviour('v3 project', 'mistyped')?.since).toMatchObject({
      kind: 'changed',
      date: expect.stringMatching(/^2023-04/),
      precision: 'at the earliest',
    });
  });

  it('can test a connection if it refuses everybody else', () => {
    expect(operation('v3 myself')).toMatchObject({ testsConnection: true, testWith: [] });
    const atGateway = 'https://api.atlassian.com/ex/jira/1/rest/api/3';
    expect(operation(`${atGateway}/myself`)).toMatchObject({ testsConnection: true, testWith: [] });
    // Nobody has published what a dead token gets there from it.
    const unknown = operation(`${atGateway}/project`);
    expect([unknown.testsConnection, unknown.testWith]).toEqual([
      undefined,
      expect.arrayContaining(['GET /rest/api/3/myself']),
    ]);
    expect(unknown.testWith).not.toContain('GET /rest/api/3/label');
    expect(operation('admin orgs')).toMatchObject({ testsConnection: true, testWith: [] });
    expect(operation('/rest/no/such')).toMatchObject({
      testsConnection: undefined,
      behaviours: [],
      known: [],
    });
  });

  it.each(['project', 'myself', 'label'])('is known in every version alike: %s', (name) => {
    const [three, ...others] = ['3', '2', 'latest'].map((version) =>
      operation(`/rest/api/${version}/${name}`).behaviours.map(({ credential, treatment }) => [
        credential,
        treatment,
      ]),
    );
    expect(three?.length).toBeGreaterThan(15);
    expect(others).toEqual([three, three]);
  });

  it('claims no more than is known', () => {
    for (const name of [
      '/rest/api/2/label',
      '/rest/api/latest/project',
      'GET /rest/agile/1.0/board/1/properties',
    ]) {
      const { behaviours } = operation(name);
      expect(behaviours.length).toBeGreaterThan(3);
      expect(behaviours.map(({ basis }) => basis.grade).filter((grade) => grade !== 'inferred')).toEqual([]);
    }
    for (const name of ['v3 project', 'admin orgs', '/rest/no/such', 'GET /rest/api/3/events']) {
      const { behaviours, notKnown, place } = operation(name);
      const all = [...behaviours.map(({ credential }) => credential), ...notKnown];
      expect(new Set(all).size).toBe(all.length);
      expect(all.every((one) => credentialNamed(one).place === place)).toBe(true);
    }
    expect(operation('admin orgs').notKnown).not.toContain('admin-key');
  });
});

const given = ({ response }: Exchange): GivenResponse => ({
  status: response.status,
  headers: headersOf(
    Object.entries(response.headers ?? {}).flatMap(([name, values]) =>
      [values].flat().map((value): [string, string] => [name, value]),
    ),
  ),
  shape: shapeOfResponse(response),
  complete: true,
});

const asPrinted = ({ response }: Exchange): string => {
  const { body } = response;
  const lines = Object.entries(response.headers ?? {}).flatMap(([name, values]) =>
    [values].flat().map((value) => `${name}: ${value}`),
  );
  const text = body === undefined ? undefined : 'text' in body ? body.text : exampleBodyOf(body.shape);
  const head = [`HTTP/2 ${response.status}`, ...lines].join('\r\n');
  return text === undefined ? head : `${head}\r\n\r\n${text}`;
};

function explain(exchange: Exchange, response: GivenResponse): ResponseExplanation {
  const { place, standing } = credentialNamed(exchange.credential);
  const path = exchange.operation.replace(/^GET (?:https:..api\.atlassian\.com)?/, '');
  return explainResponse(
    response,
    {
      sent: standing === 'none' ? 'none' : 'basic',
      place,
      operation: INDEX.at('GET', { place, path }),
      namesAccounts: true,
    },
    RECORDS.rows,
  );
}

const recorded = LIBRARY.names().flatMap((name) => {
  const { exchanges } = LIBRARY.read(name);
  const traits = siteTraitsOf(exchanges);
  return exchanges.map((exchange) => ({ name, exchange, answer: classify(exchange, traits) }));
});

describe('a response', () => {
  it.each(recorded)(
    'of $name, $exchange.credential on $exchange.operation, is explained as it is judged',
    (one) => {
      const { exchange, answer } = one;
      for (const response of [given(exchange), parseRawResponse(asPrinted(exchange))]) {
        if (!response) throw new Error('not parsed');
        const explained = explain(exchange, response);
        expect(explained).toMatchObject({ treatment: answer.treatment, signal: answer.mark });
        expect(explained.because).not.toBe('');
      }
    },
  );

  it('of a credential that works is never explained as dead, nor the other way round', () => {
    const wrong = recorded.filter(({ exchange }) => {
      const { standing } = credentialNamed(exchange.credential);
      const { state } = explain(exchange, given(exchange));
      return standing === 'none' ? state !== 'none' : (standing === 'valid') !== ['works'].includes(state);
    });
    // A token that lacks a scope is not dead.
    expect(wrong.filter(({ exchange }) => exchange.credential !== 'scoped-on-site')).toEqual([]);
  });

  it('names no kind that sends nothing, if something was sent', () => {
    for (const { exchange } of recorded)
      expect(explain(exchange, given(exchange)).candidates).not.toContain('missing');
  });

  it('names the kinds of credentials that get it', () => {
    const dead = recorded.filter(
      ({ name, exchange }) => name === 'public-2026-09' && exchange.credential === 'revoked',
    );
    expect(dead.length).toBeGreaterThan(0);
    for (const { exchange } of dead)
      expect(explain(exchange, given(exchange)).candidates).toContain('revoked');
  });
});

const alone = (status: number, ...names: string[]): ResponseExplanation =>
  explainResponse(
    { status, headers: headersOf(names.map((name) => [name, 'x'])), shape: undefined, complete: false },
    { sent: 'basic', place: 'site', operation: undefined, namesAccounts: undefined },
    RECORDS.rows,
  );

describe('a status alone', () => {
  it('shows nothing where the absence of a header would', () => {
    expect(alone(200)).toMatchObject({ state: 'cannot-tell', sure: 'none' });
    expect(alone(200, 'content-type')).toMatchObject({ state: 'dead', sure: 'likely' });
    expect(alone(200, 'x-aaccountid')).toMatchObject({ state: 'works', sure: 'certain' });
    expect(alone(401)).toMatchObject({ state: 'dead', sure: 'likely' });
    expect(alone(401).open).not.toEqual([]);
  });
});

describe('a 401', () => {
  const NO_SCOPE = '{"code":401,"message":"Unauthorized; scope does not match"}';
  const REJECTED = '{"code":401,"message":"Unauthorized"}';
  const gateway = 'https://api.atlassian.com/ex/jira/1/rest/api/3/myself';
  const site = 'https://acme.atlassian.net/rest/api/3';

  it.each([
    // The scopes are checked by the gateway, which says so in a header and in the body.
    [gateway, NO_SCOPE, {}, 'lacks-scope', 'likely'],
    [gateway, undefined, { 'x-failure-category': ['FAILURE_CLIENT_SCOPE_CHECK'] }, 'lacks-scope', 'likely'],
    [gateway, REJECTED, {}, 'dead', 'certain'],
    [gateway, undefined, { 'x-failure-category': ['FAILURE_CLIENT_AUTH'] }, 'dead', 'certain'],
    [gateway, undefined, {}, 'dead', 'likely'],
    [`${site}/myself`, NO_SCOPE, {}, 'dead', 'certain'],
    // It refuses whoever is not logged in, and nobody else.
    [`${site}/myself`, undefined, {}, 'dead', 'certain'],
    // It runs for everybody, so the operation itself may have refused.
    [`${site}/project`, undefined, {}, 'dead', 'likely'],
    [`${site}/project`, 'Client must be authenticated to access this resource.', {}, 'dead', 'certain'],
  ] as const)('of %s with the body %j and headers %j: %s, %s', (address, body, headers, state, sure) => {
    const asked = INDEX.named(address, (host) => host === 'api.atlassian.com');
    const explained = explainResponse(
      { status: 401, headers, ...bodyOf(body), complete: true },
      { sent: 'basic', place: asked?.place ?? 'site', operation: asked, namesAccounts: undefined },
      RECORDS.rows,
    );
    expect(explained).toMatchObject({ state, sure });
  });
});

describe('the evidence of signals', () => {
  it('has a source wherever a signal decides', () => {
    const bare = SIGNAL_IDS.filter((id) => {
      const { sure, sources, open } = SIGNAL_EVIDENCE[id];
      return (sure !== 'none' && sources.length === 0) || (sure !== 'certain' && open === undefined);
    });
    expect(bare).toEqual([]);
  });
});

describe('the exit code', () => {
  it('is 0 for an operation', () => {
    expect(explanationExitCode(operation('v3 project'))).toBe(0);
  });
});
