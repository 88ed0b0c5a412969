import { openSecretSources, type SecretSources } from '../config/secret-sources.ts';
import { readAcknowledgements, type Acknowledgement } from '../change/acknowledgements.ts';
import { openSettingsFile, type SettingsFile } from '../config/settings-file.ts';
import { readSites, type SiteList } from '../config/sites.ts';
import { openLibrary, type RecordingLibrary } from '../evidence/recording-library.ts';
import { WALL_CLOCK, type Clock } from '../http/clock.ts';
import { AccountBook } from '../live/account-book.ts';

/** What a process provides to a command. Results go to `stdout`, warnings to `stderr`. */
export interface Streams {
  readonly stdout: {
    write: (text: string) => unknown;
    /** Writes workflow commands of GitHub, which `write` would turn into plain text. */
    writeCommands?: (text: string) => unknown;
    isTTY?: boolean;
    columns?: number;
    /** Whether text is coloured; undefined if only the environment and the terminal decide. */
    hasColour?: boolean;
  };
  readonly stderr: { write: (text: string) => unknown; isTTY?: boolean; hasColour?: boolean };
  /** Where progress goes, which the user may silence; stderr if it is not given. */
  readonly progress?: Streams['stderr'];
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Returns a signal that aborts when the user interrupts. A command that asks for it must end in an orderly way. */
  readonly interrupted?: () => AbortSignal;
  /** Asks a person for a line, and returns undefined if interrupted. Undefined itself if there is no terminal. */
  readonly ask?: (question: string) => Promise<string | undefined>;
  /**
   * Runs the process once more where it reaches nothing but this machine, and returns its exit code; undefined if it runs there
   * already, or if that is not possible. Undefined itself if there is no such process.
   */
  readonly rerunIsolated?: () => Promise<number | undefined>;
  /** The bytes of the standard input. Undefined if there is none. */
  readonly stdin?: () => AsyncIterable<Uint8Array>;
  /** The clock, if it is not the wall clock. */
  readonly clock?: Clock;
  /** The failed logins of this process, if an earlier command has counted some. */
  readonly accounts?: AccountBook;
  /** The secrets in files and from commands, if an earlier command has opened them. */
  readonly secrets?: SecretSources;
}

/**
 * The environment of one command, opened when the command starts. Everything below reads it from here, so that no settings
 * file, list of sites, file of acknowledgements or set of recordings is read twice.
 */
export interface Session extends Streams {
  readonly progress: Streams['stderr'];
  readonly interrupted: () => AbortSignal;
  readonly clock: Clock;
  readonly accounts: AccountBook;
  readonly secrets: SecretSources;
  /** Opens a settings file. */
  readonly settingsFile: (path: string) => SettingsFile;
  /**
   * Returns the sites that a file lists.
   *
   * @throws Fault `bad-fixture`, `bad-json` or `unreadable-file`
   */
  readonly siteList: (path: string) => SiteList;
  /** Returns the acknowledgements in a file, as they were when it was first read. Throws as `readAcknowledgements` does. */
  readonly acknowledgements: (path: string) => readonly Acknowledgement[];
  /** The sets in fixtures/recordings. */
  readonly recordings: RecordingLibrary;
}

/** Returns a function that computes its result once per argument. */
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
    progress: streams.progress ?? streams.stderr,
    interrupted: streams.interrupted ?? (() => never),
    clock: streams.clock ?? WALL_CLOCK,
    accounts: streams.accounts ?? new AccountBook(),
    secrets: streams.secrets ?? openSecretSources(streams.env, (text) => void streams.stderr.write(text)),
    settingsFile: once(openSettingsFile),
    siteList: once(readSites),
    acknowledgements: once(readAcknowledgements),
    recordings: openLibrary(),
  };
}
