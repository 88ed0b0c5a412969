import { describe, expect, it } from 'vitest';
import { environmentForCommand, runSecretCommand } from './secret-command.ts';

const ENV = { PATH: process.env['PATH'] ?? '' };

const run = (command: string, env: Record<string, string> = {}, timeLimit?: number) =>
  runSecretCommand(command, { ...ENV, ...env }, timeLimit);

describe('a command that prints a secret', () => {
  it.each([
    ['one line', `printf 'the-secret\\n'`],
    ['one line without a line break', `printf 'the-secret'`],
    ['more lines', `printf 'the-secret\\nuser: someone\\n'`],
    ['a line as Windows ends it', `printf 'the-secret\\r\\nmore\\r\\n'`],
    ['UTF-8 with a mark', `printf '\\357\\273\\277the-secret\\n'`],
    ['UTF-16 with a mark', `printf '\\377\\376t\\0h\\0e\\0-\\0s\\0e\\0c\\0r\\0e\\0t\\0\\n\\0'`],
    ['a pipeline', `printf 'x\\nthe-secret\\n' | tail -n 1`],
  ])('gives the first line of %s', (_, command) => {
    expect(run(command)).toEqual({
      value: 'the-secret',
      fault: undefined,
      firstLine: 'the-secret',
      stderr: '',
    });
  });

  it.each([
    ['with an exit code', 'echo the-secret; exit 3', /\b3\b/],
    ['because there is no such command', 'no-such-command-of-any-kind', /\b127\b/],
    ['without output', 'true', /\b0\b/],
    ['with an empty first line', `printf '\\nthe-secret\\n'`, /\b0\b/],
    ['in another encoding', `printf 't\\0h\\0e\\0'`, /\b0\b/],
    ['by a signal', 'echo the-secret; kill -9 $$', /SIGKILL/],
    ['because it waits for input', 'cat', /\b0\b/],
    ['after far too much output', 'yes the-secret', /secret/],
  ])('gives no value if it ends %s, and its output is not repeated', (_, command, words) => {
    const { value, fault } = run(command);
    expect(value).toBeUndefined();
    expect(fault).toMatch(words);
    expect(fault).not.toContain('the-secret');
  });

  it('is ended after the time limit, even if it ignores signals', () => {
    const { value, fault } = run(`trap '' TERM INT; echo the-secret; exec tail -f /dev/null`, {}, 150);
    expect(value).toBeUndefined();
    expect(fault).toMatch(/0\.15/);
  });

  it('gives what it printed to stderr, and its first line even if it failed', () => {
    expect(run('echo the-secret; echo unlock it first >&2; exit 1')).toMatchObject({
      firstLine: 'the-secret',
      stderr: 'unlock it first\n',
    });
  });

  it('gets none of our variables', () => {
    const command = 'printenv ACME_JIRA_API_TOKEN JIRA_REVOKED_TOKEN OTHER; true';
    const env = { ACME_JIRA_API_TOKEN: 'token-of-acme', JIRA_REVOKED_TOKEN: 'revoked-token', OTHER: 'other' };
    expect(run(command, env).value).toBe('other');
  });
});

describe('the environment of the command', () => {
  it.each([
    ['JIRA_API_TOKEN', 'a-token-of-ours', false],
    ['ACME_JIRA_ADMIN_API_KEY', 'a-key-of-acme', false],
    ['PACT_BROKER_PASSWORD', 'broker-password', false],
    ['JIRA_API_TOKEN_COMMAND', 'op read op://x/y', false],
    ['ACME_JIRA_API_TOKEN_FILE', '/run/secrets/acme', false],
    ['JIRA_EMAIL', 'me@example.com', false],
    ['HTTPS_PROXY', 'http://user:password@proxy.example.com:3128', false],
    ['https_proxy', 'http://user:password@proxy.example.com:3128', false],
    ['HTTPS_PROXY', 'http://proxy.example.com:3128', true],
    ['NO_PROXY', 'localhost', true],
    ['NODE_EXTRA_CA_CERTS', '/etc/ca.pem', true],
    ['OP_SERVICE_ACCOUNT_TOKEN', 'ops_of-the-password-manager', true],
    ['PATH', '/usr/bin', true],
  ])('has %s=%s: %s', (name, value, isThere) => {
    expect(environmentForCommand({ [name]: value })).toEqual(isThere ? { [name]: value } : {});
  });

  it('has no copy of a secret under another name', () => {
    const env = { JIRA_API_TOKEN: 'a-token-of-ours', TOKEN: 'a-token-of-ours', AUTH: 'x:a-token-of-ours' };
    expect(environmentForCommand({ ...env, UNSET: undefined, HOME: '/home/me' })).toEqual({
      HOME: '/home/me',
    });
  });
});
