import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { Fault } from '../fault.ts';
import { writeFileAtomically } from '../storage/write-file.ts';
import { lockedVersion, type Client } from './client-file.ts';

const run = promisify(execFile);

type Environment = Readonly<Record<string, string | undefined>>;

/** A client that can be run. */
export interface InstalledClient {
  readonly client: Client;
  readonly version: string;
  /** The folder of its files: an absolute path without links, as the client prints it. */
  readonly folder: string;
}

/** Says that the packages of a folder are complete. */
const MARK = 'installed';

/** What drivers in JavaScript have in common, beside their folders. */
const SHARED = 'uses.mjs';

/** Milliseconds in which a registry must answer. */
const INSTALL_WITHIN = 300_000;

const FLAGS = ['--ignore-scripts', '--no-audit', '--no-fund'];

/** Returns where a client is installed: another place for another lock file. */
function placeOf({ name, folder }: Client, packages: string): string {
  const lock = join(folder, 'package-lock.json');
  const digest = createHash('sha256').update(existsSync(lock) ? readFileSync(lock) : '');
  return join(packages, digest.digest('hex').slice(0, 12), name);
}

/** Copies a driver with the lock file of its packages, and what drivers have in common. */
function copyDriver({ folder }: Client, place: string): void {
  for (const entry of readdirSync(folder, { withFileTypes: true }))
    if (entry.isFile()) writeFileAtomically(join(place, entry.name), readFileSync(join(folder, entry.name)));
  writeFileAtomically(join(dirname(place), SHARED), readFileSync(join(dirname(folder), SHARED)));
}

async function installFromNpm(client: Client, place: string, env: Environment): Promise<string> {
  const mark = join(place, MARK);
  if (!existsSync(mark)) {
    rmSync(join(place, 'node_modules'), { recursive: true, force: true });
    try {
      await run('npm', ['ci', ...FLAGS], { cwd: place, env, timeout: INSTALL_WITHIN });
    } catch (error) {
      const why = error instanceof Error ? error.message.trim().split('\n').slice(0, 3).join(' ') : '';
      throw new Fault(
        'unreachable',
        `${client.name} cannot be installed with npm: ${why}. Check that npm reaches its registry, or name the others with --client.`,
      );
    }
    writeFileAtomically(mark, '');
  }
  return lockedVersion(client);
}

/** Returns the first line of what a program prints; undefined if it cannot be run. */
async function firstLine(command: readonly string[], env: Environment): Promise<string | undefined> {
  try {
    const { stdout } = await run(command[0] ?? '', command.slice(1), { env });
    return stdout.split('\n')[0];
  } catch {
    return undefined;
  }
}

/** Returns the version of a client of this system; undefined if it is not installed. */
const SYSTEM_VERSION: Readonly<
  Record<'debian' | 'curl', (client: Client, env: Environment) => Promise<string | undefined>>
> = {
  debian: async ({ package: name }, env) => {
    const line = await firstLine(['dpkg-query', '-W', '-f=${Status} ${Version}', name], env);
    return /^install ok installed (.+)$/.exec(line ?? '')?.[1];
  },
  curl: async (_, env) => /^curl (\S+)/.exec((await firstLine(['curl', '--version'], env)) ?? '')?.[1],
};

/**
 * Makes a client ready to run: one of npm is installed from its lock file, once; one of this system must be there.
 *
 * @param packages the folder for packages of npm
 * @returns undefined if this system does not have it
 * @throws Fault `unreachable` if npm cannot install it
 */
export async function install(
  client: Client,
  packages: string,
  env: Environment,
): Promise<InstalledClient | undefined> {
  const place = placeOf(client, packages);
  copyDriver(client, place);
  const version =
    client.source === 'npm'
      ? await installFromNpm(client, place, env)
      : await SYSTEM_VERSION[client.source](client, env);
  return version === undefined ? undefined : { client, version, folder: realpathSync(place) };
}
