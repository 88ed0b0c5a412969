import { describe, expect, it } from 'vitest';
import { DEFAULT_NOTICES, noticeIn, noticesSchema } from './notices.ts';

const isNoticed = (text: string): boolean =>
  noticeIn({ exitCode: 1, stdout: '', text }, DEFAULT_NOTICES) !== undefined;

describe('the default pattern', () => {
  it.each([
    'HTTP 401',
    'Unauthorized',
    'request was unauthorised',
    'Client must be authenticated to access this resource.',
    'Authentication failed',
    'Your API token has expired',
    'invalid credentials',
    'the token is not valid',
    'You are not logged in',
    'Login failed',
    'JIRA_EMAIL is not set',
    'JIRA_API_TOKEN missing',
    'Unauthorized; scope does not match',
    'answered anonymously',
  ])('is found in: %s', (text) => expect(isNoticed(text)).toBe(true));

  it.each([
    '',
    'No project could be found with key EXAMPLE',
    `SyntaxError: Unexpected token '<', "<!doctype "... is not valid JSON`,
    'Unexpected token < in JSON at position 0',
    '    at JSON.parse (<anonymous>)',
    '<anonymous_script>:1',
    'JSONDecodeError: Expecting value: line 1 column 1 (char 0)',
    'HTTP 403 Forbidden',
    'Found 4012 issues',
    'nextPageToken is missing',
    'HTTP 404',
    'authenticated: true',
    'connect ECONNREFUSED',
    'The catalogue ginger',
  ])('is not found in: %s', (text) => expect(isNoticed(text)).toBe(false));
});

describe('the notices of a user', () => {
  it.each([
    [{ pattern: 'dead' }, true],
    [{ exitCode: 77 }, true],
    [{ jsonPath: '$.error.code' }, true],
    [{ jsonPath: '$.errors[0].x-y' }, true],
    [{}, false],
    [{ pattern: '(' }, false],
    [{ pattern: '' }, false],
    [{ exitCode: 256 }, false],
    [{ jsonPath: 'error' }, false],
    [{ exitcode: 1 }, false],
  ])('%j may be given: %s', (notices, isValid) =>
    expect(noticesSchema.safeParse(notices).success).toBe(isValid),
  );

  it.each([
    ['{"a":{"b":[{"c":1}]}}', '$.a.b[0].c', true],
    ['{"a":{"b":[]}}', '$.a.b[0].c', false],
    ['{"a":null}', '$.a', false],
    ['{"a":false}', '$.a', false],
    ['{"a":0}', '$.a', true],
    ['no JSON', '$.a', false],
    ['{"a":1}', '$.constructor', false],
  ])('in %s, %s is a notice: %s', (stdout, jsonPath, isFound) =>
    expect(noticeIn({ exitCode: 1, stdout, text: stdout }, { jsonPath }) !== undefined).toBe(isFound),
  );
});
