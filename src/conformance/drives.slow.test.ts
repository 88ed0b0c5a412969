import { afterEach, describe, expect, it } from 'vitest';
import { clearSecrets } from '../secrets/redaction.ts';
import { observeCode } from './observe.fixture.ts';

afterEach(clearSecrets);

describe('an HTTP server', () => {
  const SERVER = `
    import { createServer } from 'node:http';
    const { JIRA_URL, JIRA_EMAIL, JIRA_API_TOKEN, PORT } = process.env;
    const authorization = 'Basic ' + btoa(JIRA_EMAIL + ':' + JIRA_API_TOKEN);
    createServer(async (request, response) => {
      const answer = await fetch(JIRA_URL + '/rest/api/3' + request.url, { headers: { authorization } });
      response.statusCode = answer.ok ? 200 : 502;
      response.end(await answer.text());
    }).listen(Number(PORT), '127.0.0.1');
  `;
  const use = { drive: 'http', http: { method: 'GET', path: '/project/{project}' } } as const;

  it.each([
    ['valid', true],
    ['revoked', false],
  ] as const)('is sent a request once it listens: %s', async (scenario, succeeded) => {
    const seen = await observeCode(SERVER, { scenario, use });
    expect(seen).toMatchObject({ succeeded, drive: 'http', exitCode: null });
    expect(seen.stdout).toMatch(succeeded ? /^200\n/ : /^502\n/);
    expect(seen.requests).toHaveLength(1);
  });

  it('that never listens is ended, and the port on which it should have is named', async () => {
    const code = 'console.log(process.env.PORT); setInterval(() => {}, 1000)';
    const seen = await observeCode(code, { use, timeLimitMs: 1000 });
    expect(seen).toMatchObject({ succeeded: false, ending: 'time limit' });
    expect(seen.stdout).toContain('PORT');
  });

  it('that never answers is ended, and the request is named', async () => {
    const code = `import { createServer } from 'node:http'; createServer(() => {}).listen(process.env.PORT, '127.0.0.1');`;
    const seen = await observeCode(code, { use, timeLimitMs: 2000 });
    expect(seen).toMatchObject({ succeeded: false, ending: 'time limit' });
    expect(seen.stdout).toContain('/project/EXAMPLE');
  });

  it('that ends says why itself', async () => {
    const seen = await observeCode("console.log('no settings'); process.exit(2)", { use });
    expect(seen).toMatchObject({ succeeded: false, exitCode: 2, stdout: 'no settings\n' });
  });
});

/** A server with one tool, which lists projects; `reply` makes its result of what Jira answered. */
const server = (reply: string): string => `
    import { createInterface } from 'node:readline';
    const { JIRA_URL, JIRA_EMAIL, JIRA_API_TOKEN } = process.env;
    const headers = { authorization: 'Basic ' + btoa(JIRA_EMAIL + ':' + JIRA_API_TOKEN) };
    const send = (message) => console.log(JSON.stringify({ jsonrpc: '2.0', ...message }));
    console.log('starting …');
    createInterface({ input: process.stdin }).on('line', async (line) => {
      const { id, method, params } = JSON.parse(line);
      if (method === 'initialize') {
        send({ id: 'own', method: 'roots/list' });
        send({ id, result: { protocolVersion: params.protocolVersion, capabilities: { tools: {} }, serverInfo: { name: 'x', version: '1' } } });
      }
      if (method === 'tools/list' && !params.cursor) send({ id, result: { tools: [{ name: 'first', inputSchema: {} }], nextCursor: '2' } });
      if (method === 'tools/list' && params.cursor) send({ id, result: { tools: [{ name: 'projects', inputSchema: { type: 'object' } }] } });
      if (method === 'tools/call') {
        const response = await fetch(JIRA_URL + '/rest/api/3/' + params.arguments.path, { headers });
        const text = await response.text();
        ${reply}
      }
    });
`;

describe('an MCP server', () => {
  const RESULT = 'send({ id, result: { content: [{ type: "text", text }], isError: !response.ok } });';
  const ERROR = 'send({ id, error: { code: -1, message: `Jira says ${response.status}` } });';
  const use = { drive: 'mcp', mcp: { tool: 'projects', arguments: { path: 'project/{project}' } } } as const;

  it('is asked for its tools, and one is called', async () => {
    const seen = await observeCode(server(RESULT), { use });
    expect(seen).toMatchObject({ succeeded: true, drive: 'mcp', exitCode: null });
    expect(seen.stdout).toContain('"EXAMPLE"');
    expect(seen.requests).toHaveLength(1);
  });

  it.each([
    ['a result that is an error', RESULT, /./],
    ['an error of the protocol', ERROR, /404/],
  ])('fails with %s', async (_kind, reply, text) => {
    const seen = await observeCode(server(reply), { scenario: 'revoked', use });
    expect(seen.succeeded).toBe(false);
    expect(seen.stdout).toMatch(text);
  });

  it('is judged by its answer, which is all that its user sees, and not by what it logs', async () => {
    const logs = `console.error('401 Unauthorized'); ${RESULT}`;
    const list = { ...use, mcp: { tool: 'projects', arguments: { path: 'project' } } };
    const seen = await observeCode(server(logs), { scenario: 'revoked', use: list });
    expect(seen.stderr).toContain('401');
    expect([seen.succeeded, seen.text]).toEqual([true, '[]']);
    expect((await observeCode(`console.error('no token'); process.exit(1)`, { use })).text).toContain(
      'no token',
    );
  });

  it('without that tool fails, and says which it has', async () => {
    const other = { ...use, mcp: { tool: 'issues', arguments: {} } };
    const seen = await observeCode(server(RESULT), { use: other });
    expect(seen).toMatchObject({ succeeded: false, stdout: expect.stringContaining('projects') as string });
  });

  it.each([
    [
      'ends at once, and says why',
      "console.log('no settings'); process.exit(3)",
      { exitCode: 3, stdout: 'no settings\n' },
    ],
    [
      'never answers',
      'process.stdin.resume()',
      { ending: 'time limit', stdout: expect.stringContaining('initialize') as string },
    ],
  ])('that %s fails', async (_what, code, end) => {
    expect(await observeCode(code, { use, timeLimitMs: 1500 })).toMatchObject({ ...end, succeeded: false });
  });
});
