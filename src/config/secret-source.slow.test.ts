import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checksum } from '../contract/synthetic-token.ts';
import { clearSecrets, redact } from '../secrets/redaction.ts';
import { brokerSettingsOf } from './broker.ts';
import { examineVariables, faultsOf } from './examine.ts';
import { SECRET_WAYS, SETTING_NAMES, isOwnName, wayNamed, waysOf, withoutWays } from './own-names.ts';
import type { CommandResult } from './secret-command.ts';
import { openSecretSources } from './secret-sources.ts';
import { openSettingsFile } from './settings-file.ts';
import { readAll, readValues, type Values, type ValueSources } from './values.ts';
import { ALL_VARIABLES, type VariableName } from './variables.ts';
import { temporaryFolder } from '../temporary-folder.fixture.ts';

let folder: string;

beforeEach(() => {
  folder = temporaryFolder();
});

afterEach(clearSecrets);

const head = `ATATT3xFfGF0${'Kq7'.repeat(50)}=`;
const TOKEN = head + checksum(head);

const SECRETS = ALL_VARIABLES.filter(({ secret }) => secret !== undefined && secret !== 'email');

/** Commands that were run, in order. */
let ran: string[];
let shown: string[];

const results: Record<string, Partial<CommandResult>> = {};

const readWith = (
  env: Record<string, string>,
  lines: readonly string[] = [],
  options: Omit<ValueSources, 'sources'> = {},
): Values => {
  ran = [];
  shown = [];
  writeFileSync(join(folder, 'settings.env'), lines.join('\n'));
  const sources = openSecretSources(
    env,
    (text) => shown.push(redact(text)),
    (command) => {
      ran.push(command);
      const result = { value: TOKEN, fault: undefined, firstLine: TOKEN, stderr: '', ...results[command] };
      return result;
    },
  );
  return readAll(env, openSettingsFile(join(folder, 'settings.env')), { ...options, sources });
};

const faultOf = (values: Values, name: VariableName): string | undefined => values.sources?.get(name)?.fault;

const inFile = (name: string, content: string | Buffer): string => {
  writeFileSync(join(folder, name), content, { mode: 0o600 });
  return join(folder, name);
};

describe('every secret', () => {
  const CASES = SECRETS.flatMap(({ name }) => ['', 'ACME_'].map((prefix) => ({ name, prefix })));

  it('has both ways, and nothing else has', () => {
    expect(SECRETS.length).toBeGreaterThan(10);
    for (const { name } of ALL_VARIABLES) {
      const known = waysOf(name).map((way) => SETTING_NAMES.includes(way.name));
      expect([name, ...known]).toEqual([
        name,
        ...SECRET_WAYS.map(() => SECRETS.some((one) => one.name === name)),
      ]);
    }
  });

  it.each(CASES)('$prefix$name comes from a file', ({ name, prefix }) => {
    const path = inFile('secret', `${TOKEN}\n`);
    const values = readWith({ [`${prefix}${name}_FILE`]: path }, [], { prefix });
    expect(values.get(name)).toBe(TOKEN);
    expect(values.sources?.get(name)).toMatchObject({ from: 'file', path });
    expect(redact(`x ${TOKEN} y`)).toBe(`x [${prefix}${name}] y`);
  });

  it.each(CASES)('$prefix$name comes from a command', ({ name, prefix }) => {
    const values = readWith({}, [`${prefix}${name}_COMMAND=op read "op://a/b"`], { prefix });
    expect(values.get(name)).toBe(TOKEN);
    expect(values.sources?.get(name)).toMatchObject({ from: 'command' });
    expect(ran).toEqual(['op read "op://a/b"']);
    expect(redact(`x ${TOKEN} y`)).toBe(`x [${prefix}${name}] y`);
  });

  it.each(CASES)('$prefix$name is refused if it is set twice, wherever that is', ({ name, prefix }) => {
    const own = prefix + name;
    const names = [own, `${own}_FILE`, `${own}_COMMAND`];
    const path = inFile('secret', TOKEN);
    const valueOf = (one: string): string => (one.endsWith('_FILE') ? path : TOKEN);
    for (const [first = '', second = ''] of [
      [names[0], names[1]],
      [names[0], names[2]],
      [names[1], names[2]],
    ]) {
      for (const [env, lines] of [
        [{ [first]: valueOf(first), [second]: valueOf(second) }, []],
        [{ [first]: valueOf(first) }, [`${second}=${valueOf(second)}`]],
        [{ [second]: valueOf(second) }, [`${first}=${valueOf(first)}`]],
      ] as const) {
        const values = readWith(env, lines, { prefix });
        expect(values.has(name)).toBe(false);
        expect(faultOf(values, name)).toContain(first);
        expect(faultOf(values, name)).toContain(second);
        expect(ran).toEqual([]);
      }
    }
  });
});

describe('a secret in a file', () => {
  it.each([
    ['without a line break', TOKEN],
    ['with a line break', `${TOKEN}\n`],
    ['as Windows ends a line', `${TOKEN}\r\n`],
    ['in UTF-8 with a mark', `\uFEFF${TOKEN}\n`],
    ['in UTF-16 with a mark', Buffer.from(`\uFEFF${TOKEN}\r\n`, 'utf16le')],
    ['in UTF-16 in the other order', Buffer.from(`\uFEFF${TOKEN}\r\n`, 'utf16le').swap16()],
  ])('is read %s', (_, content) => {
    const values = readWith({ JIRA_API_TOKEN_FILE: inFile('token', content) });
    expect(values.get('JIRA_API_TOKEN')).toBe(TOKEN);
  });

  it.each([
    ['is empty', () => inFile('token', '')],
    ['has a line break only', () => inFile('token', '\n')],
    ['is UTF-16 without a mark', () => inFile('token', Buffer.from(TOKEN, 'utf16le'))],
    ['is far too long', () => inFile('token', 'x'.repeat(100_000))],
    ['does not exist', () => join(folder, 'pasted-secret')],
    ['is below a file', () => join(inFile('token', TOKEN), 'pasted-secret')],
    ['is a folder', () => folder],
  ])('is refused if the file %s, without its path', (_, make) => {
    const path = make();
    const values = readWith({ JIRA_API_TOKEN_FILE: path });
    expect(values.has('JIRA_API_TOKEN')).toBe(false);
    const fault = faultOf(values, 'JIRA_API_TOKEN') ?? '';
    expect(fault).toContain('JIRA_API_TOKEN_FILE');
    expect(fault).not.toContain(path);
    expect(faultsOf(values)).toContain(`JIRA_API_TOKEN ${fault}`);
  });

  it.skipIf(process.getuid?.() === 0)('is refused if the file must not be read', () => {
    const path = inFile('token', TOKEN);
    chmodSync(path, 0);
    expect(faultOf(readWith({ JIRA_API_TOKEN_FILE: path }), 'JIRA_API_TOKEN')).toBeDefined();
  });

  it('is examined like any other value, and the file is named by its variable', () => {
    const values = readWith({ JIRA_API_TOKEN_FILE: inFile('token', `${TOKEN}\nuser: someone\n`) });
    const found = examineVariables(values).find(({ variable }) => variable === 'JIRA_API_TOKEN');
    expect(found).toMatchObject({ state: 'wrong', from: 'file' });
    expect(found?.says).toContain('JIRA_API_TOKEN_FILE');
  });

  it('is found relative to the folder of the settings file that names it', () => {
    mkdirSync(join(folder, 'secrets'));
    inFile('secrets/token', TOKEN);
    expect(readWith({}, ['JIRA_API_TOKEN_FILE=secrets/token']).get('JIRA_API_TOKEN')).toBe(TOKEN);
    // From the environment, it is relative to the current folder.
    expect(faultOf(readWith({ JIRA_API_TOKEN_FILE: 'secrets/token' }), 'JIRA_API_TOKEN')).toBeDefined();
  });

  it('is found below the home of the user', () => {
    inFile('token', TOKEN);
    const values = readWith({ HOME: folder }, ['JIRA_API_TOKEN_FILE=~/token']);
    expect(values.get('JIRA_API_TOKEN')).toBe(TOKEN);
  });

  it('may come out of a pipe, which is read once for all sites', () => {
    const path = join(folder, 'pipe');
    execFileSync('mkfifo', [path]);
    const env = { JIRA_API_TOKEN_FILE: path };
    const sources = openSecretSources(env, () => undefined);
    expect(sources.file(path).lenient()).toBe('');
    const file = openSettingsFile(join(folder, 'none'));
    // No process writes into it.
    for (const _ of [1, 2]) {
      expect(faultOf(readAll(env, file, { sources }), 'JIRA_API_TOKEN')).toBeDefined();
    }
  });
});

describe('a secret from a command', () => {
  it('is asked for once, however many sites have the same command', () => {
    const env = { JIRA_API_TOKEN_COMMAND: 'get', JIRA_REVOKED_TOKEN_COMMAND: 'get' };
    const values = readWith(env);
    expect(ran).toEqual(['get']);
    expect(values.get('JIRA_REVOKED_TOKEN')).toBe(TOKEN);
  });

  it('is not asked for again if the command failed', () => {
    results['fails'] = { value: undefined, fault: 'ended with exit code 9', firstLine: '', stderr: 'why\n' };
    const env = { JIRA_API_TOKEN_COMMAND: 'fails', JIRA_REVOKED_TOKEN_COMMAND: 'fails' };
    const values = readWith(env);
    expect(ran).toEqual(['fails']);
    expect(shown).toEqual(['why\n']);
    for (const name of ['JIRA_API_TOKEN', 'JIRA_REVOKED_TOKEN'] as const) {
      expect(faultOf(values, name)).toContain(`${name}_COMMAND`);
      expect(faultOf(values, name)).toContain('9');
    }
  });

  it('is known before anything of the command is shown, even if it failed', () => {
    results['repeats'] = { stderr: `warning: ${TOKEN}` };
    results['fails with it'] = { value: undefined, fault: 'ended with exit code 1', stderr: `got ${TOKEN}` };
    readWith({ JIRA_API_TOKEN_COMMAND: 'repeats', JIRA_REVOKED_TOKEN_COMMAND: 'fails with it' });
    expect(shown).toHaveLength(2);
    expect(shown.join('')).not.toContain(TOKEN);
  });

  it('is not asked for if nothing needs it, and counts as set', () => {
    const values = readWith({ PACT_BROKER_TOKEN_COMMAND: 'get' }, [], {
      isNeeded: (name) => !name.startsWith('PACT_BROKER_'),
    });
    expect(ran).toEqual([]);
    expect(values.has('PACT_BROKER_TOKEN')).toBe(false);
    const found = examineVariables(values).find(({ variable }) => variable === 'PACT_BROKER_TOKEN');
    expect(found).toMatchObject({ state: 'set', from: 'command' });
  });

  it('is used for a broker, or ends with a fault that names the variable', () => {
    const url = 'PACT_BROKER_BASE_URL=https://broker.example.com';
    const works = readWith({ PACT_BROKER_TOKEN_COMMAND: 'get' }, [url]);
    expect(brokerSettingsOf(works).authorization).toBe(`Bearer ${TOKEN}`);
    results['locked'] = { value: undefined, fault: 'ended with exit code 6', firstLine: '' };
    expect(() => brokerSettingsOf(readWith({ PACT_BROKER_TOKEN_COMMAND: 'locked' }, [url]))).toThrow(
      expect.objectContaining({
        code: 'bad-config',
        message: expect.stringMatching(/PACT_BROKER_TOKEN_COMMAND.*6/) as string,
      }),
    );
  });

  it('is enough for a variable that is required', () => {
    const env = { JIRA_SITE: 'https://acme.atlassian.net', JIRA_EMAIL: 'me@acme.example' };
    expect(faultsOf(readWith({ ...env, JIRA_API_TOKEN_COMMAND: 'get' }))).toEqual([]);
    results['locked'] = { value: undefined, fault: 'ended with exit code 6', firstLine: '' };
    const [fault, ...others] = faultsOf(readWith({ ...env, JIRA_API_TOKEN_COMMAND: 'locked' }));
    expect(fault).toMatch(/^JIRA_API_TOKEN .*JIRA_API_TOKEN_COMMAND.*6/);
    expect(others).toEqual([]);
  });
});

it('says of a value where it is set', () => {
  const values = readWith({ JIRA_API_TOKEN: TOKEN }, [`JIRA_REVOKED_TOKEN=${TOKEN}x`]);
  expect(values.sources?.get('JIRA_API_TOKEN')?.from).toBe('environment');
  expect(values.sources?.get('JIRA_REVOKED_TOKEN')?.from).toBe('settings');
});

it('takes an empty name for one that is not set', () => {
  const values = readWith({ JIRA_API_TOKEN_FILE: '', JIRA_API_TOKEN_COMMAND: '', JIRA_API_TOKEN: TOKEN });
  expect(values.get('JIRA_API_TOKEN')).toBe(TOKEN);
});

it('ends with a fault where no site is asked for', () => {
  expect(() => readValues({ JIRA_API_TOKEN_FILE: join(folder, 'none') }, 'no-such-file')).toThrow(
    expect.objectContaining({ code: 'bad-config', exitCode: 2 }),
  );
});

it.each([
  ['JIRA_API_TOKEN_COMMAND', true, 'command'],
  ['ACME_JIRA_ADMIN_API_KEY_FILE', true, 'file'],
  ['https_proxy', true, undefined],
  ['JIRA_SITE', true, undefined],
  ['JIRA_EMAIL_FILE', false, undefined],
  ['TOKEN_FILE', false, undefined],
  ['JIRA_API_TOKEN_FILES', false, undefined],
])('knows %s as its own: %s', (name, isOwn, way) => {
  expect(isOwnName(name)).toBe(isOwn);
  expect(wayNamed(name)?.way).toBe(way);
  expect(name in withoutWays({ [name]: 'x' })).toBe(way === undefined);
});
