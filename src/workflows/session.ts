import { openSecretSources, type SecretSources } from '../config/secret-sources.ts';
import { openSettingsFile, type SettingsFile } from '../config/settings-file.ts';
import { readSites, type SiteList } from '../config/sites.ts';
import { openLibrary, type RecordingLibrary } from '../evidence/recording-library.ts';
import { WALL_CLOCK, type Clock } from '../http/clock.ts';
import { AccountBook } from '../live/account-book.ts';

/** What a process gives a command: where it writes, results to `stdout`, progress and warnings to `stderr`, and the rest. */
export interface Streams {
  readonly stdout: {
    write: (text: string) => unknown;
    /** Writes workflow commands of GitHub, of which `write` makes plain text. */
    writeCommands?: (text: string) => unknown;
    isTTY?: boolean;
    columns?: number;
  };
  readonly stderr: { write: (text: string) => unknown; isTTY?: boolean };
  readonly env: Readonly<Record<string, string | undefined>>;
  /** What was in the environment before npm began, where that is known. */
  readonly beforeNpm?: ReadonlyMap<string, string>;
  /** A signal that is aborted where the user interrupts; whoever asks for it ends the work in an orderly way. */
  readonly interrupted?: () => AbortSignal;
  /** Asks a person for a line, where one is there; undefined where that was interrupted. */
  readonly ask?: (question: string) => Promise<string | undefined>;
  /** Time, where it is not that of the wall. */
  readonly clock?: Clock;
  /** The failed logins of this process, where a command before this one has opened the book. */
  readonly accounts?: AccountBook;
  /** The secrets in files and from commands, if a command before this one has opened them. */
  readonly secrets?: SecretSources;
}

/**
 * The world as one command sees it, opened when the command begins: whatever is below takes it from here. No file of
 * settings, no list of sites and no set of recordings is read twice.
 */
export interface Session extends Streams {
  readonly interrupted: () => AbortSignal;
  readonly clock: Clock;
  readonly accounts: AccountBook;
  readonly secrets: SecretSources;
  /** A file of settings. */
  readonly settingsFile: (path: string) => SettingsFile;
  /**
   * The sites that a file lists.
   *
   * @throws Fault `bad-fixture`, `bad-json` or `unreadable-file`
   */
  readonly siteList: (path: string) => SiteList;
  /** The sets in fixtures/recordings. */
  readonly recordings: RecordingLibrary;
}

/** A function that works out its result once for each argument. */
function once<T>(work: (argument: string) => T): (argument: string) => T {
  const results = new Map<string, T>();
  return (argument) => {
    const known = results.get(argument);
    if (known !== undefined) return known;
    const result = work(argument);
    results.set(argument, result);
    return result;
  };
}

/** Opens the session of a command. */
export function openSession(streams: Streams): Session {
  const never = new AbortController().signal;
  return {
    ...streams,
    interrupted: streams.interrupted ?? (() => never),
    clock: streams.clock ?? WALL_CLOCK,
    accounts: streams.accounts ?? new AccountBook(),
    secrets: streams.secrets ?? openSecretSources(streams.env, (text) => void streams.stderr.write(text)),
    settingsFile: once(openSettingsFile),
    siteList: once(readSites),
    recordings: openLibrary(),
  };
}

/** The day of a moment, in milliseconds since 1970, as `YYYY-MM-DD` in UTC. */
export function dayOf(moment: number): string {
  return new Date(moment).toISOString().slice(0, 10);
}
