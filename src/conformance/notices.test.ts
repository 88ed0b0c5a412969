import { describe, expect, it } from 'vitest';
import { DEFAULT_NOTICES, noticeIn, noticesSchema, type Notices } from './notices.ts';

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
    '"message": "Invalid email address"',
    'email must not be empty',
    'make one at https://id.example.com/manage-profile/security/api-tokens',
    'see /srv/a/list.txt: 401',
    'missing email/token',
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
    'No emails were sent',
    'email someone@example.com about it',
    '"set-cookie":"atlassian.xsrf.token=0a1b; Path=/; Secure"',
    '/srv/jira-token-sync/index.js:220',
    'file:///srv/credentials/sync.mjs:4',
    'cannot read "/home/someone/api-token/list.txt"',
    String.raw`cannot read C:\credentials\list.txt`,
  ])('is not found in: %s', (text) => expect(isNoticed(text)).toBe(false));
});

/** Traces of a program that fails on something else, whose code has words about credentials in it. */
const TRACES: Readonly<Record<string, string>> = {
  Python: `Traceback (most recent call last):
  File "/srv/credentials.py", line 10, in <module>
    print(get("/project/search", token)["values"])
          ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~^^^^^^^^^^
KeyError: 'values'`,
  'Python, in several frames': `Traceback (most recent call last):
  File "/srv/sync.py", line 3, in <module>
    main(token)
  File "/srv/token.py", line 4, in main
    return authentication(1)
TypeError: 'int' object is not iterable`,
  'Node.js': `file:///srv/client.mjs:4
for (const { key } of list(token).values) console.log(key);
                                  ^

TypeError: list(...).values is not iterable
    at file:///srv/authentication.mjs:4:35
    at login (node:internal/process/task_queues:95:5)`,
  Java: `Exception in thread "main" java.lang.NullPointerException
\tat com.example.Credentials.list(Credentials.java:7)
\tat com.example.token.Main.main(Main.java:3)`,
  Ruby: `client.rb:4:in 'list': undefined method 'each' for nil (NoMethodError)

login.each { |one| puts one }
     ^^^^^
\tfrom /srv/authentication.rb:9:in 'main'`,
  Go: `panic: runtime error: index out of range [0] with length 0

goroutine 1 [running]:
main.main()
\t/srv/token/credentials.go:9 +0x1d`,
};

describe('a trace', () => {
  it.each(Object.entries(TRACES))('of %s says nothing by its code', (_language, trace) =>
    expect(isNoticed(trace)).toBe(false),
  );

  it.each(Object.entries(TRACES))('of %s may say it in its message', (_language, trace) => {
    expect(isNoticed(`${trace}\nError: 401 Unauthorized`)).toBe(true);
    expect(isNoticed(`The token is dead.\n${trace}`)).toBe(true);
  });

  it.each([
    'at the end, the token was dead',
    'File "token" is missing',
    'from client.rb:9: the token is dead',
    'token.go:9',
    '    an indented line about a token',
    'read settings.go:x of the token',
    '  File "x", line 1\n  then the token was dead',
    'the token is dead\nthe ^ above',
    'the token is dead\n^ see above',
    'the token is dead\n^above',
    'the token is dead\nsee ^',
    'look at the token',
    'see File "token"',
    'see File "x"\n    the token was dead',
    '  File "x", line 1\nthen    the token was dead',
  ])('is none of these messages: %s', (text) => expect(isNoticed(text)).toBe(true));

  it('is searched as a whole for what a user defined', () => {
    const text = TRACES['Python'] ?? '';
    expect(noticeIn({ exitCode: 1, stdout: '', text }, { pattern: 'credentials' })).toBeDefined();
  });
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
    [{ jsonPath: 'x$.a' }, false],
    [{ jsonPath: '$.a b' }, false],
    [{ jsonPath: '$.a[12].b' }, true],
    [{ exitcode: 1 }, false],
  ])('%j may be given: %s', (notices, isValid) =>
    expect(noticesSchema.safeParse(notices).success).toBe(isValid),
  );

  it.each([
    ['{"a":{"b":[{"c":1}]}}', '$.a.b[0].c', true],
    ['{"a":{"b":[]}}', '$.a.b[0].c', false],
    ['{"a":null}', '$.a', false],
    ['{"a":null}', '$.a.b', false],
    ['{"a":3}', '$.a.b', false],
    ['[0,1,2,3,4,5,6,7,8,9,null,11]', '$[11]', true],
    ['[0,1,2,3,4,5,6,7,8,9,null,11]', '$[10]', false],
    ['{"a":false}', '$.a', false],
    ['{"a":0}', '$.a', true],
    ['no JSON', '$.a', false],
    ['{"a":1}', '$.constructor', false],
  ])('in %s, %s is a notice: %s', (stdout, jsonPath, isFound) =>
    expect(noticeIn({ exitCode: 1, stdout, text: stdout }, { jsonPath }) !== undefined).toBe(isFound),
  );
});

const shown = (text: string, notices: Notices): { pattern: string; text: string } | undefined =>
  noticeIn({ exitCode: 77, stdout: text, text }, notices);

describe('what is shown of a notice', () => {
  it('is the exit code, or the value in the JSON', () => {
    expect(shown('', { exitCode: 77 })?.pattern).toContain('77');
    expect(shown('{"a":{"b":1}}', { jsonPath: '$.a' })).toEqual({ pattern: '$.a', text: '{"b":1}' });
    expect(shown(JSON.stringify({ a: 'x'.repeat(9999) }), { jsonPath: '$.a' })?.text.length).toBeLessThan(
      200,
    );
  });

  it.each([
    ['at the start', 0, 900],
    ['in the middle', 500, 500],
    ['at the end', 900, 0],
  ])('is a piece of a long line, with the words %s', (_where, before, after) => {
    const { text = '' } = shown(`${'x'.repeat(before)} dead ${'x'.repeat(after)}`, { pattern: 'dead' }) ?? {};
    expect(text).toContain('dead');
    expect(text.length).toBeLessThan(200);
    expect(text).toBe(text.trim());
  });
});
