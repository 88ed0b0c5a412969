import { chmodSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { environmentFor } from '../../src/config/stand-in-environment.ts';
import { ALL_VARIABLES } from '../../src/config/variables.ts';
import { SYNTHETIC_IDENTITY } from '../../src/contract/identity.ts';
import { useFolder } from '../temporary-project.fixture.ts';
import type { Called } from './commands.fixture.ts';
import { doctorCommand } from './doctor.ts';

const project = useFolder();

const REQUIRED = ['JIRA_SITE', 'JIRA_EMAIL', 'JIRA_API_TOKEN'];
const OPTIONAL = ALL_VARIABLES.map(({ name }) => name).filter((name) => !REQUIRED.includes(name));
const EXAMPLE = 'JIRA_SITE=\nJIRA_EMAIL=\nJIRA_API_TOKEN=\n';

/** The settings of a stand-in that behaves as a state requires, and the exit code. */
interface State {
  readonly env: () => Record<string, string>;
  readonly args?: readonly string[];
  readonly code: number;
  readonly before?: () => void | Promise<void>;
  /** What the next step must name. */
  readonly next: RegExp;
}

const full = (changed: Record<string, string> = {}): Record<string, string> => ({
  ...environmentFor(project.site.origin),
  ...changed,
});

const prefixed = (prefix: string): Record<string, string> =>
  Object.fromEntries(Object.entries(full()).map(([name, value]) => [prefix + name, value]));

const CHECK = /npm run check -- --live/;

const STATES: Record<string, State> = {
  'nothing is set': { env: () => ({}), code: 2, next: /(?:cp|copy) \.env\.example \.env/ },
  'nothing is set, and there is a file': {
    env: () => ({}),
    before: () => writeFileSync('.env', EXAMPLE, { mode: 0o600 }),
    code: 2,
    next: /JIRA_SITE.*JIRA_EMAIL.*JIRA_API_TOKEN.*\.env/s,
  },
  'the token is missing': {
    env: () => full({ JIRA_API_TOKEN: '', JIRA_SCOPED_TOKEN: '' }),
    code: 2,
    next: /JIRA_API_TOKEN/,
  },
  'there is a token for the gateway only': {
    env: () =>
      full({ JIRA_API_TOKEN: '', JIRA_EMAIL: '', JIRA_SCOPED_EMAIL: SYNTHETIC_IDENTITY.scopedEmail }),
    code: 0,
    next: CHECK,
  },
  'the address is wrong': { env: () => full({ JIRA_SITE: 'acme' }), code: 2, next: /JIRA_SITE/ },
  'the token has white space': {
    env: () => full({ JIRA_API_TOKEN: `${SYNTHETIC_IDENTITY.apiToken.slice(0, 40)} x` }),
    code: 2,
    next: /JIRA_API_TOKEN/,
  },
  'an optional setting is wrong': {
    env: () => full({ JIRA_PROJECT_KEY: 'not a key' }),
    code: 2,
    next: /JIRA_PROJECT_KEY/,
  },
  'all is right': { env: () => full(), code: 0, next: CHECK },
  'all is right, offline': { env: () => full(), args: ['--offline'], code: 0, next: CHECK },
  'the token is dead': {
    env: () => full(),
    before: () => project.site.revoke(SYNTHETIC_IDENTITY.apiToken),
    code: 3,
    next: /JIRA_API_TOKEN/,
  },
  'a token is not as claimed': {
    env: () => full(),
    before: () => project.site.revoke(SYNTHETIC_IDENTITY.underScopedToken),
    code: 1,
    next: /JIRA_UNDERSCOPED_TOKEN/,
  },
  'the site is away': {
    env: () => full(),
    before: () => void project.site.inject({ kind: 'reset' }),
    code: 3,
    next: /./,
  },
  'a file of a secret is missing': {
    env: () => full({ JIRA_API_TOKEN: '', JIRA_API_TOKEN_FILE: 'no-such-file' }),
    code: 2,
    next: /JIRA_API_TOKEN/,
  },
  'the token comes from a command': {
    env: () => full({ JIRA_API_TOKEN: '', JIRA_API_TOKEN_COMMAND: `echo ${SYNTHETIC_IDENTITY.apiToken}` }),
    code: 0,
    next: CHECK,
  },
  'one of two sites is named': {
    env: () => prefixed('ACME_'),
    before: () => writeFileSync('sites.json', '[{"name":"acme"},{"name":"beta"}]'),
    args: ['--site', 'acme'],
    code: 0,
    next: /npm run check -- --live (?:\\ )?--site acme/,
  },
  'one of two sites lacks everything': {
    env: () => prefixed('ACME_'),
    before: () => writeFileSync('sites.json', '[{"name":"acme"},{"name":"beta"}]'),
    code: 2,
    next: /BETA_JIRA_SITE/,
  },
  'two sites are right': {
    env: () => ({ ...prefixed('ACME_'), ...prefixed('BETA_') }),
    before: () => writeFileSync('sites.json', '[{"name":"acme"},{"name":"beta"}]'),
    code: 0,
    next: /npm run nightly/,
  },
};

async function examined(
  { env, args = [], before }: State,
  { columns = 80, isTTY = false, more = [] as readonly string[] } = {},
): Promise<Called> {
  writeFileSync('.env.example', EXAMPLE);
  await before?.();
  const out: string[] = [];
  const called = await project.call(doctorCommand, [...args, ...more, '--confirm-after', '0'], {
    env: env(),
    stdout: { write: (text: string) => out.push(text), columns, isTTY },
  });
  return { ...called, out: out.join('') };
}

// oxlint-disable-next-line no-control-regex -- matching control characters is the purpose
const plain = (text: string): string => text.replaceAll(/\u001B\[\d+m/g, '');

const NEXT = /^Next:.*\n(?: {2}.+\n)*/m;

describe.each(Object.entries(STATES))('if %s', (_name, state) => {
  it.each([80, 40])(
    'shows the required settings, a summary and the next step in %s columns',
    async (columns) => {
      const { code, out } = await examined(state, { columns });
      expect(code).toBe(state.code);
      const lines = out.split('\n');
      expect(lines.filter((line) => line.length > columns)).toEqual([]);
      const rows = lines.filter((line) => /^[✓x?–] (?:[A-Z]+_)?JIRA_/.test(line));
      const [first = ''] = rows;
      expect(lines.indexOf(first)).toBeLessThanOrEqual(1);
      expect(rows.slice(0, 3).map((line) => /(JIRA_(?:SITE|EMAIL|API_TOKEN))\b/.exec(line)?.[1])).toEqual(
        REQUIRED,
      );
      expect(out.match(/^Next:/gm)).toHaveLength(1);
      expect(NEXT.exec(out)?.[0].replaceAll(/\s+/g, ' ')).toMatch(state.next);
    },
  );

  it('does not lead back to itself, and leaves the optional settings to --all', async () => {
    for (const columns of [80, 40]) {
      const { out } = await examined(state, { columns });
      expect(out.replaceAll(/\s+/g, ' ')).not.toMatch(/run doctor/);
      expect(OPTIONAL.filter((name) => new RegExp(`^– \\w*${name}\\b`, 'm').test(out))).toEqual([]);
      expect(out.split('\n').length).toBeLessThan(columns === 80 ? 40 : 70);
    }
    const { code, out } = await examined(state, { more: ['--all'], columns: 40 });
    expect(code).toBe(state.code);
    const unbroken = out.replaceAll(/\s+/g, '');
    expect(OPTIONAL.filter((name) => !unbroken.includes(name))).toEqual([]);
    expect(out.replaceAll(/\s+/g, ' ')).not.toMatch(/run doctor/);
    expect(out.split('\n').filter((line) => line.length > 40)).toEqual([]);
  });

  it('has colour on a terminal, and says the same without', async () => {
    const terminal = await examined(state, { isTTY: true });
    expect(terminal.out).not.toBe(plain(terminal.out));
    expect(plain(terminal.out)).toBe((await examined(state)).out);
  });

  it('has complete JSON', async () => {
    const { code, out } = await examined(state, { more: ['--format', 'json'] });
    expect(code).toBe(state.code);
    const document = JSON.parse(out) as { sites?: { settings: { variable: string }[] }[] };
    for (const own of document.sites ?? [document as { settings: { variable: string }[] }]) {
      const names = new Set(own.settings.map(({ variable }) => variable));
      expect(ALL_VARIABLES.filter(({ name }) => !names.has(name))).toEqual([]);
    }
  });
});

const ok = (changed: Record<string, string> = {}): State => ({
  env: () => full(changed),
  code: 0,
  next: CHECK,
});

describe('doctor', () => {
  it('shows the next step within ten lines', async () => {
    for (const state of Object.values(STATES)) {
      const { out } = await examined(state);
      const lines = out.split('\n');
      const sites = lines.filter((line) => /JIRA_SITE {2}/.test(line)).length;
      expect(lines.findIndex((line) => line.startsWith('Next:'))).toBeLessThan(10 * Math.max(1, sites));
      await project.reopen({});
    }
  });

  it('says which file was read, and when a token expires', async () => {
    writeFileSync('acme.env', 'JIRA_API_TOKEN_EXPIRES=2031-05-06\n');
    chmodSync('acme.env', 0o600);
    const { out } = await examined(ok(), { more: ['--settings', 'acme.env'] });
    expect(out).toContain('acme.env');
    expect(out).toContain('2031-05-06');
    expect(out).toContain('npm run check -- --live --settings acme.env');
  });

  it('names the list of sites', async () => {
    writeFileSync('list.json', '[{"name":"acme"}]');
    const { out } = await examined(
      { ...ok(), env: () => prefixed('ACME_') },
      { more: ['--sites', 'list.json'] },
    );
    expect(out).toContain('list.json');
    expect(out).toMatch(/ACME_JIRA_SITE/);
  });

  it('shows the answer to a credential that is not as claimed with --verbose, and only then', async () => {
    const state = STATES['a token is not as claimed'] as State;
    expect((await examined(state)).out).not.toMatch(/^> GET /m);
    const { out } = await examined(state, { more: ['--verbose'] });
    expect(out.match(/^> GET /gm)).toHaveLength(1);
    expect(out).not.toContain(SYNTHETIC_IDENTITY.underScopedToken);
  });
});
