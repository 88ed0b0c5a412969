import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Fault } from '../fault.ts';
import { cannotRead } from '../storage/disk-faults.ts';
import { readJournal } from '../storage/journal.ts';
import { REPORTS } from '../run/snapshot.ts';
import { lineSchema, measurementOf, type Measurement } from './measurement.ts';

/** Where measurements are kept, a journal each. */
export const REVOCATIONS = join(REPORTS, 'revocations');

/** The file of a measurement. */
export function measurementPath(name: string, folder = REVOCATIONS): string {
  return join(folder, `${name}.jsonl`);
}

/**
 * A measurement that was kept.
 *
 * @throws Fault `unreadable-file` or `bad-fixture`
 */
export function readMeasurement(name: string, folder = REVOCATIONS): Measurement {
  const path = measurementPath(name, folder);
  const measurement = measurementOf(readJournal(path, lineSchema));
  if (measurement && measurement.watch.name !== name) {
    throw new Fault('bad-fixture', `${path} says that its name is "${measurement.watch.name}".`);
  }
  if (measurement) return measurement;
  throw new Fault('bad-fixture', `${path} does not begin with what was watched. Delete it, or restore it.`);
}

function entriesOf(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    throw cannotRead(folder, error);
  }
}

/** Whether nothing is in a file, or behind a link: then it is no measurement. */
function isEmpty(path: string): boolean {
  try {
    return (statSync(path, { throwIfNoEntry: false })?.size ?? 0) === 0;
  } catch (error) {
    throw cannotRead(path, error);
  }
}

/** All measurements of a folder, the oldest first. */
export function readMeasurements(folder = REVOCATIONS): Measurement[] {
  if (!existsSync(folder)) return [];
  return entriesOf(folder)
    .filter((file) => file.endsWith('.jsonl') && !isEmpty(join(folder, file)))
    .toSorted()
    .map((file) => readMeasurement(file.slice(0, -'.jsonl'.length), folder));
}
