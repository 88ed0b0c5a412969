import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Fault } from '../contract/fault.ts';
import { cannotWrite } from './disk-faults.ts';
import type { Exchange } from './exchange.ts';
import { jsonText } from './json-text.ts';
import type { RecordingSetInfo } from './recording-schema.ts';
import { writeWhole } from './write-file.ts';

/** The folder that a set had, while a new one takes its place. */
const ASIDE = /^(.+)\.old-\d+$/;

/** Puts back the sets of a folder whose replacement was interrupted between taking the old one away and the new one's coming. */
export function restoreSets(folder: string): void {
  if (!existsSync(folder)) return;
  for (const entry of readdirSync(folder)) {
    const name = ASIDE.exec(entry)?.[1];
    if (name === undefined) continue;
    if (existsSync(join(folder, name))) rmSync(join(folder, entry), { recursive: true });
    else renameSync(join(folder, entry), join(folder, name));
  }
}

function writeFiles(folder: string, info: RecordingSetInfo, exchanges: readonly Exchange[]): void {
  const byCredential = Map.groupBy(exchanges, ({ credential }) => credential);
  for (const [credential, group] of byCredential) {
    const list = group.map(({ operation, response, meta }) => ({ operation, response, meta }));
    writeWhole(join(folder, `${credential}.json`), jsonText(list));
  }
  writeWhole(join(folder, 'set.json'), jsonText(info));
}

/**
 * Writes a set of recordings as one: beside its place first, which it then takes. Interrupted at any moment it leaves
 * the old set whole, or the new one.
 *
 * @param folder the set's own folder
 * @throws Fault `unreadable-file` where the place cannot be written, `secret-in-output` where it would hold a secret
 */
export function writeSet(folder: string, info: RecordingSetInfo, exchanges: readonly Exchange[]): void {
  const fresh = `${folder}.tmp-${process.pid}`;
  const aside = `${folder}.old-${process.pid}`;
  try {
    mkdirSync(dirname(folder), { recursive: true });
    restoreSets(dirname(folder));
    rmSync(fresh, { recursive: true, force: true });
    writeFiles(fresh, info, exchanges);
    if (existsSync(folder)) renameSync(folder, aside);
    renameSync(fresh, folder);
    rmSync(aside, { recursive: true, force: true });
  } catch (error) {
    rmSync(fresh, { recursive: true, force: true });
    if (!existsSync(folder) && existsSync(aside)) renameSync(aside, folder);
    if (error instanceof Fault) throw error;
    throw cannotWrite(folder, error);
  }
}
