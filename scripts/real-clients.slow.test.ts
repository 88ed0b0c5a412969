import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { environmentFor } from '../src/config/stand-in-environment.ts';
import { openStandIn, type Behaviour, type StandIn } from '../src/stand-in/stand-in.ts';
import { runCommand, type Ended } from './project-copy.fixture.ts';
import { settingsBehindProxy } from './stand-in-settings.ts';

// Clients that people use, with a token that works. Those of npm are installed here, from lock files of their own; those of Debian
// are tried where they are installed.

const SOURCE = join(import.meta.dirname, '../fixtures/clients');

/** What a use of a client gives. `removed` needs the search that Jira removed in 2025. */
type Expected = 'projects' | 'issues' | 'issue' | 'account' | 'done' | 'removed' | 'refused';

const PRINTED: Readonly<Record<Expected, RegExp>> = {
  projects: /\bEXAMPLE\b[^]*\bPROJAB\b/,
  // The shortest first page that one of them asks for has 25.
  issues: /\bEXAMPLE-1\b[^]*\bEXAMPLE-25\b/,
  issue: /An example/,
  account: /Stand In Owner/,
  done: /verified|released/,
  removed: /\bEXAMPLE-1\b[^]*\bEXAMPLE-50\b/,
  refused: /^$/,
};

type Uses = Readonly<Record<string, Expected>>;

/** A library from before 2025, which reads lists as others do. */
const OLD: Uses = { list: 'projects', search: 'removed', issue: 'issue', check: 'account' };

interface Client {
  readonly uses: Uses;
  /** Whether it takes no proxy, so that it is tried without TLS. */
  readonly plain?: true;
}

const NPM: Readonly<Record<string, Client>> = {
  'jira-client': { uses: OLD },
  'jira-connector': { uses: OLD },
  // Its check asks the cookie session, which refuses every token.
  jira: { uses: { ...OLD, check: 'refused' }, plain: true },
  'semantic-release-jira-releases': { uses: { check: 'done', release: 'done' } },
  'aaronsb-jira-cloud-mcp': { uses: { list: 'projects', search: 'issues', issue: 'issue' } },
  'nexus2520-jira-mcp-server': { uses: { list: 'projects', search: 'issues', issue: 'issue' } },
  'mcp-jira-cloud': { uses: { list: 'projects', search: 'issues', issue: 'issue', check: 'account' } },
  'answerai-jira-mcp': { uses: { search: 'issues', issue: 'issue' } },
};

/** How to run the driver of a client of Debian, and how to see whether it is installed. */
const DEBIAN: Readonly<
  Record<
    string,
    Client & { readonly program: string; readonly driver: string; readonly probe: readonly string[] }
  >
> = {
  'python3-jira': {
    uses: { ...OLD, validate: 'refused' },
    program: '/usr/bin/python3',
    driver: 'driver.py',
    probe: ['-c', 'import jira'],
  },
  'ruby-jira': { uses: OLD, program: 'ruby', driver: 'driver.rb', probe: ['-e', "require 'jira-ruby'"] },
  'libjira-rest-perl': {
    uses: OLD,
    program: 'perl',
    driver: 'driver.pl',
    probe: ['-MJIRA::REST', '-e', '1'],
  },
};

/** Where a client of Debian that is not installed system-wide can be. */
const PLACES = ['PYTHONPATH', 'RUBYLIB', 'PERL5LIB', 'LD_LIBRARY_PATH'];

const places = (): Record<string, string> =>
  Object.fromEntries(PLACES.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])));

const isInstalled = async (program: string, probe: readonly string[]): Promise<boolean> => {
  try {
    return (
      (await runCommand(SOURCE, probe, places(), (child) => child.once('error', () => child.kill()), program))
        .code === 0
    );
  } catch {
    return false;
  }
};

const installed = new Map(
  await Promise.all(
    Object.entries(DEBIAN).map(
      async ([name, { program, probe }]) => [name, await isInstalled(program, probe)] as const,
    ),
  ),
);

let site: StandIn;
let folder: string;
let behindProxy: Record<string, string>;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'clients-'));
  cpSync(SOURCE, folder, { recursive: true });
  site = await openStandIn({ tls: true });
  behindProxy = site.tls ? settingsBehindProxy(site.tls, folder) : {};
});

afterAll(async () => {
  await site.close();
  rmSync(folder, { recursive: true });
});

const settings = (plain = false): Record<string, string> =>
  plain ? environmentFor(site.origin) : behindProxy;

async function use(
  name: string,
  { plain }: Client,
  [program, ...args]: readonly [string, ...string[]],
  behaviour: Behaviour,
): Promise<Ended> {
  site.become(behaviour);
  const env = { ...places(), ...settings(plain), HOME: folder, PYTHONDONTWRITEBYTECODE: '1' };
  return runCommand(join(folder, name), args, env, undefined, program);
}

/** What a use came to, in a word; or its output, if it both failed and found something, or neither. */
function outcomeOf({ code, out, err }: Ended, expected: Expected): string {
  if (code === 0 && PRINTED[expected].test(out)) return 'works';
  return code !== 0 && out === '' ? 'fails' : `${code}: ${out.slice(0, 500)}${err.slice(0, 500)}`;
}

/** Runs a use now, and as before 2025 if it needs what was removed then. */
async function outcomes(
  name: string,
  client: Client,
  command: readonly [string, ...string[]],
  expected: Expected,
): Promise<object> {
  const now = outcomeOf(await use(name, client, command, '2026-09'), expected);
  if (expected !== 'removed') return { now };
  return { now, before: outcomeOf(await use(name, client, command, '2022-11'), expected) };
}

/** What the outcomes should be. */
function wanted(expected: Expected): object {
  if (expected === 'removed') return { now: 'fails', before: 'works' };
  return { now: expected === 'refused' ? 'fails' : 'works' };
}

/** How npm reaches its registry, which is no business of the stand-in. */
function npmSettings(): Record<string, string> {
  const names = Object.keys(process.env).filter((name) =>
    /^(?:https?_proxy|npm_config_.*|NODE_EXTRA_CA_CERTS|HOME)$/i.test(name),
  );
  return Object.fromEntries(names.map((name) => [name, process.env[name] ?? '']));
}

async function install(name: string): Promise<void> {
  const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund'];
  const { code, err } = await runCommand(join(folder, name), args, npmSettings(), undefined, 'npm');
  if (code !== 0) throw new Error(`${name} could not be installed: ${err}`);
}

describe.each(Object.entries(NPM))('%s', (name, client) => {
  beforeAll(() => install(name), 300_000);

  it.each(Object.entries(client.uses))(
    'does what it should with a token that works: %s',
    async (argument, expected) => {
      const command = [process.execPath, 'driver.mjs', argument] as const;
      expect(await outcomes(name, client, command, expected)).toEqual(wanted(expected));
      expect(site.tls?.refused).toEqual([]);
    },
  );
});

describe.each(Object.entries(DEBIAN))('%s of Debian', (name, client) => {
  it.skipIf(!installed.get(name)).each(Object.entries(client.uses))(
    'does what it should with a token that works: %s',
    async (argument, expected) => {
      const command = [client.program, client.driver, argument] as const;
      expect(await outcomes(name, client, command, expected)).toEqual(wanted(expected));
      expect(site.tls?.refused).toEqual([]);
    },
  );
});
