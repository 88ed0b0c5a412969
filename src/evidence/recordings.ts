import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { briefly } from '../contract/briefly.ts';
import { CREDENTIALS, findCredential } from '../contract/credentials.ts';
import { Fault } from '../fault.ts';
import { probeKey, type Probe } from '../contract/probe.ts';
import type { Exchange } from './exchange.ts';
import { readJsonWithSchema } from '../storage/read-json.ts';
import { exchangesSchema, setFileSchema, type RecordingSetInfo } from './recording-schema.ts';
import { isSetNamed, SET_FILE, setFolder, setNames } from './set-folder.ts';

/** The folder of the recording sets in this project. */
export const RECORDINGS = join(import.meta.dirname, '..', '..', 'fixtures', 'recordings');

/** A recording set: its description and its exchanges. */
export interface RecordingSet {
  readonly info: RecordingSetInfo;
  readonly exchanges: readonly Exchange[];
  /** Returns the exchange of a probe, or undefined if none is on record. */
  readonly find: (probe: Probe) => Exchange | undefined;
}

/** Returns the names of the sets in a folder, in order. */
export function recordingSets(folder = RECORDINGS): string[] {
  return setNames(folder);
}

/** Whether a name is one of `recordingSets`, without reading other sets. */
export function isRecordingSet(name: string, folder = RECORDINGS): boolean {
  return isSetNamed(name, folder);
}

/** Whether a folder has a set of that name. */
export function hasRecordings(name: string, folder = RECORDINGS): boolean {
  return setFolder(name, folder) !== undefined;
}

/** Returns the folder of a set. */
function folderOf(name: string, folder: string): string {
  const found = setFolder(name, folder);
  if (found !== undefined) return found;
  const sets = recordingSets(folder);
  const list = sets.length > 0 ? `The sets are ${sets.join(', ')}.` : `${folder} has no sets.`;
  throw new Fault('unknown-recordings', `There is no recording set ${briefly(name)}. ${list}`);
}

function infoIn(path: string, name: string): RecordingSetInfo {
  const info = readJsonWithSchema(path, setFileSchema);
  if (info.name !== name)
    throw new Fault(
      'bad-fixture',
      `${path} gives its name as "${info.name}", but its folder is "${name}". Rename one of them.`,
    );
  return info;
}

function readCredentialFile(path: string, info: RecordingSetInfo): Exchange[] {
  const name = basename(path, '.json');
  const credential = findCredential(name);
  if (!credential) {
    const names = CREDENTIALS.map((known) => known.name).join(', ');
    throw new Fault(
      'bad-fixture',
      `${path}: there is no credential "${name}". The credentials are ${names}.`,
    );
  }
  const seen = new Set<string>();
  return readJsonWithSchema(path, exchangesSchema).map((exchange) => {
    if (seen.has(exchange.operation)) {
      throw new Fault(
        'bad-fixture',
        `${path} has two exchanges for ${exchange.operation}. Delete one of them.`,
      );
    }
    seen.add(exchange.operation);
    if (exchange.meta.origin !== info.origin) {
      throw new Fault(
        'bad-fixture',
        `${path}: ${exchange.operation} is ${exchange.meta.origin}, but its set is ${info.origin}.`,
      );
    }
    return { credential: credential.name, ...exchange };
  });
}

/**
 * Returns the description of a recording set, without its exchanges.
 *
 * @param name the set's folder below `folder`
 * @throws Fault `unknown-recordings` if there is no such set; `bad-json` or `bad-fixture` if its description is
 *   broken
 */
export function readSetInfo(name: string, folder = RECORDINGS): RecordingSetInfo {
  return infoIn(join(folderOf(name, folder), SET_FILE), name);
}

/**
 * Reads and validates a recording set.
 *
 * @param name the set's folder below `folder`
 * @param known the description of the set, if it was read already
 * @throws Fault as `readSetInfo` does, and if a file names an unknown credential or operation, or answers a probe
 *   twice
 */
export function readRecordings(name: string, folder = RECORDINGS, known?: RecordingSetInfo): RecordingSet {
  const own = folderOf(name, folder);
  const info = known ?? infoIn(join(own, SET_FILE), name);
  const exchanges = readdirSync(own)
    .filter((file) => file.endsWith('.json') && file !== SET_FILE)
    .toSorted()
    .flatMap((file) => readCredentialFile(join(own, file), info));
  const byProbe = new Map(exchanges.map((exchange) => [probeKey(exchange), exchange]));
  return { info, exchanges, find: (probe) => byProbe.get(probeKey(probe)) };
}
