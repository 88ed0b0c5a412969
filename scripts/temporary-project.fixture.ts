import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import { clearSecrets } from '../src/secrets/redaction.ts';
import { fastClock } from '../src/live/live.fixture.ts';
import { environmentFor } from '../src/config/stand-in-environment.ts';
import { openStandIn, type StandIn, type StandInOptions } from '../src/stand-in/stand-in.ts';
import type { Streams } from '../src/workflows/session.ts';
import { callCommand, type Called } from './commands/commands.fixture.ts';
import type { MakeCommand } from './main.ts';
import { copyProject, runCli, type Ended } from './project-copy.fixture.ts';

type FastClock = ReturnType<typeof fastClock>;

/** For tests: an empty folder in which commands run within this process, and a site that they ask. */
export interface TemporaryFolder {
  readonly path: string;
  readonly site: StandIn;
  /** A clock for tests in which time continues from one command to the next. */
  readonly clock: FastClock;
  /** Replaces the site with a new one. */
  readonly reopen: (options: StandInOptions) => Promise<void>;
  /** Runs a command with the settings of the site. Time restarts unless a clock is given. */
  readonly call: (
    command: MakeCommand,
    args: readonly string[],
    changed?: Partial<Streams>,
  ) => Promise<Called>;
}

/**
 * For tests: gives each test of this file its own folder and site. The folder is the current folder during the test, because
 * runs are stored below it.
 */
export function useFolder(optionsFor: (clock: FastClock) => StandInOptions = () => ({})): TemporaryFolder {
  let site: StandIn;
  let path: string;
  let clock: FastClock;
  beforeEach(async () => {
    clock = fastClock();
    site = await openStandIn(optionsFor(clock));
    path = mkdtempSync(join(tmpdir(), 'folder-'));
    process.chdir(path);
  });
  afterEach(async () => {
    await site.close();
    clearSecrets();
    process.chdir(import.meta.dirname);
    rmSync(path, { recursive: true });
  });
  return {
    get path() {
      return path;
    },
    get site() {
      return site;
    },
    get clock() {
      return clock;
    },
    reopen: async (options) => {
      await site.close();
      site = await openStandIn(options);
    },
    call: (command, args, changed = {}) =>
      callCommand(command, args, { env: environmentFor(site.origin), clock: fastClock(), ...changed }),
  };
}

/** For tests: a copy of the project in which commands run, each in a separate process, and a site that they ask. */
export interface TemporaryCopy {
  readonly path: string;
  readonly site: StandIn;
  /**
   * Runs a command with the settings of the site.
   *
   * @param started called with the process, which it may interrupt
   */
  readonly run: (args: readonly string[], started?: Parameters<typeof runCli>[3]) => Promise<Ended>;
}

/** For tests: gives the tests of this file a copy of the project, and each test its own site. */
export function useCopy(): TemporaryCopy {
  let site: StandIn;
  let copy: ReturnType<typeof copyProject>;
  beforeAll(() => {
    copy = copyProject();
  });
  afterAll(() => copy.remove());
  beforeEach(async () => {
    site = await openStandIn();
  });
  afterEach(() => site.close());
  return {
    get path() {
      return copy.path;
    },
    get site() {
      return site;
    },
    run: (args, started) => runCli(copy.path, args, environmentFor(site.origin), started),
  };
}
