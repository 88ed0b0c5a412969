import { describe, expect, it } from 'vitest';
import { CREDENTIALS } from '../contract/credentials.ts';
import { SYNTHETIC_IDENTITY } from '../contract/identity.ts';
import { OPERATIONS } from '../contract/operations.ts';
import { exchangeText, exchangesText, requestLines, type ShownExchange } from './exchange-text.ts';
import { HOSTILE } from './report.fixture.ts';

const MYSELF = 'GET /rest/api/3/myself';

const shown = (response?: ShownExchange['response']): ShownExchange => ({
  credential: 'revoked',
  operation: MYSELF,
  verdict: 'kept',
  response,
});

/** The lines that begin with a sign, without it. */
const marked = (text: string, sign: string): string[] =>
  text
    .split('\n')
    .filter((line) => line.startsWith(`${sign} `))
    .map((line) => line.slice(2));

describe('an exchange as text', () => {
  it('has the request with a variable for the site, and of the credential its name', () => {
    expect(marked(exchangeText(shown()), '>')).toEqual([
      'GET $JIRA_SITE/rest/api/3/myself',
      'accept: application/json',
      'authorization: Basic [revoked]',
    ]);
    expect(requestLines({ credential: 'missing', operation: MYSELF }).join()).not.toContain('authorization:');
  });

  it('never has anything of an identity', () => {
    const values = Object.values(SYNTHETIC_IDENTITY).filter((value): value is string => Boolean(value));
    const encoded = values.map((value) => Buffer.from(value).toString('base64').slice(0, 12));
    const lines = CREDENTIALS.flatMap(({ name }) =>
      OPERATIONS.flatMap(({ id }) => requestLines({ credential: name, operation: id })),
    ).join('\n');
    expect(values.length).toBeGreaterThan(5);
    expect([...values, ...encoded].filter((value) => lines.includes(value))).toEqual([]);
  });

  it.each<[ShownExchange['response'], string[]]>([
    [undefined, []],
    [{ status: 401 }, ['HTTP 401']],
    [
      { status: 200, headers: { a: 'b', c: ['d', 'e'] }, absent: ['x-aaccountid'] },
      ['HTTP 200', 'a: b', 'c: d', 'c: e', '(no x-aaccountid)'],
    ],
    [{ status: 401, body: { text: 'one\ntwo' } }, ['HTTP 401', 'one', 'two']],
    [{ status: 204, body: { text: '' } }, ['HTTP 204']],
    [{ status: 200, body: { shape: { values: [] } } }, ['HTTP 200', '(shape only) {"values":[]}']],
  ])('has what is stored of the response %j', (response, lines) => {
    expect(marked(exchangeText(shown(response)), '<')).toEqual(lines);
    expect(marked(exchangeText(shown(response)), '=')).toEqual(['kept']);
  });

  it('lets nothing through that acts on a terminal, and no line without its sign', () => {
    for (const text of HOSTILE) {
      const out = exchangeText(shown({ status: 200, headers: { a: text }, body: { text: `a\n${text}` } }));
      // oxlint-disable-next-line no-control-regex -- that is what they are
      expect(out.replaceAll('\n', '')).not.toMatch(/[\u0000-\u001F\u007F-\u009F\u202E]/);
      expect(
        out
          .split('\n')
          .slice(1, -1)
          .every((line) => /^[<>=](?: |$)/.test(line)),
      ).toBe(true);
    }
  });

  it('is cut off where a line has no end', () => {
    expect(exchangeText(shown({ status: 200, body: { text: 'x'.repeat(1e6) } })).length).toBeLessThan(5000);
  });

  it('is one of several, in order', () => {
    const text = exchangesText([shown(), { ...shown(), verdict: 'broken' }]);
    expect(marked(text, '=')).toEqual(['kept', 'broken']);
    expect(exchangesText([])).toBe('');
  });
});
