import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Fault } from '../fault.ts';
import { cannotRead } from '../storage/disk-faults.ts';
import { readJournal } from '../storage/journal.ts';
import { REPORTS } from '../run/snapshot.ts';
import { lineSchema, measurementOf, type Measurement } from './measurement.ts';

/** The folder of the measurements, one journal each. */
export const REVOCATIONS = join(REPORTS, 'revocations');

/** Returns the path of a measurement. */
export function measurementPath(name: string, folder = REVOCATIONS): string {
  return join(folder, `${name}.jsonl`);
}

/**
 * Reads a measurement.
 *
 * @throws Fault `unreadable-file` or `bad-fixture`
 */
export function readMeasurement(name: string, folder = REVOCATIONS): Measurement {
  const path = measurementPath(name, folder);
  const measurement = measurementOf(readJournal(path, lineSchema));
  if (measurement && measurement.watch.name !== name) {
    throw new Fault(
      'bad-fixture',
      `${path} contains a measurement called "${measurement.watch.name}". Rename the file, or restore it.`,
    );
  }
  if (measurement) return measurement;
  throw new Fault(
    'bad-fixture',
    `${path} does not begin with the description of a watch. Delete or restore it.`,
  );
}

function entriesOf(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    throw cannotRead(folder, error);
  }
}

/** Whether a file is empty, or a link leads nowhere. Then it is not a measurement. */
function isEmpty(path: string): boolean {
  try {
    return (statSync(path, { throwIfNoEntry: false })?.size ?? 0) === 0;
  } catch (error) {
    throw cannotRead(path, error);
  }
}

/** Reads all measurements of a folder, the oldest first. */
export function readMeasurements(folder = REVOCATIONS): Measurement[] {
  if (!existsSync(folder)) return [];
  return entriesOf(folder)
    .filter((file) => file.endsWith('.jsonl') && !isEmpty(join(folder, file)))
    .toSorted()
    .map((file) => readMeasurement(file.slice(0, -'.jsonl'.length), folder));
}
