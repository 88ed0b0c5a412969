import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { writeAcknowledgements, readAcknowledgements } from '../src/change/acknowledgements.ts';
import { appendToJournal } from '../src/storage/journal.ts';
import { readRecordings } from '../src/evidence/recordings.ts';
import { writeRecordings } from '../src/evidence/write-recordings.ts';
import { ACKNOWLEDGEMENTS, EXCHANGES, HISTORY, MEASUREMENT, RUN, SET_INFO } from './golden-values.fixture.ts';
import { appendToHistory, readHistory } from '../src/history/history.ts';
import { measurementOf } from '../src/revocation/measurement.ts';
import { readMeasurement } from '../src/revocation/store.ts';
import { readRun, writeRun } from '../src/run/run.ts';

// The files that people keep, and that other versions of this tool must be able to read. Where a golden file no longer fits,
// the format has changed: give its schema another number, and go on reading the old one.

const GOLDEN = join(import.meta.dirname, '..', 'fixtures', 'golden');

const written = mkdtempSync(join(tmpdir(), 'golden-'));
afterAll(() => rmSync(written, { recursive: true }));

interface Format {
  readonly name: string;
  /** Writes the value below a folder. */
  readonly write: (folder: string) => void;
  /** Reads it from there. */
  readonly read: (folder: string) => unknown;
  readonly value: unknown;
}

const FORMATS: readonly Format[] = [
  {
    name: 'run.json',
    write: (folder) => {
      const { rows, ...head } = RUN;
      writeRun(join(folder, 'run.json'), head, rows);
    },
    read: (folder) => readRun(join(folder, 'run.json')),
    value: RUN,
  },
  {
    name: 'recording-set',
    write: (folder) => writeRecordings(join(folder, 'recording-set'), SET_INFO, EXCHANGES),
    read: (folder) => {
      const { info, exchanges } = readRecordings('recording-set', folder);
      return { info, exchanges };
    },
    value: { info: SET_INFO, exchanges: EXCHANGES },
  },
  {
    name: 'measurement.jsonl',
    write: (folder) => {
      for (const line of MEASUREMENT) appendToJournal(join(folder, 'measurement.jsonl'), [line]);
    },
    read: (folder) => readMeasurement('measurement', folder),
    value: measurementOf(MEASUREMENT),
  },
  {
    name: 'history.jsonl',
    write: (folder) => {
      for (const entry of HISTORY) appendToHistory(entry, join(folder, 'history.jsonl'));
    },
    read: (folder) => readHistory(join(folder, 'history.jsonl')),
    value: HISTORY,
  },
  {
    name: 'acknowledged.json',
    write: (folder) => writeAcknowledgements(ACKNOWLEDGEMENTS, join(folder, 'acknowledged.json')),
    read: (folder) => readAcknowledgements(join(folder, 'acknowledged.json')),
    value: ACKNOWLEDGEMENTS,
  },
];

/** The text of each file that is in a place, or below it, by name. */
function textsOf(folder: string, name: string): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((file) => file.isFile())
    .map((file) => join(file.parentPath, file.name))
    .filter((path) => path.slice(folder.length + 1).startsWith(name))
    .toSorted();
  return Object.fromEntries(files.map((path) => [path.slice(folder.length + 1), readFileSync(path, 'utf8')]));
}

describe.each(FORMATS)('the format of $name', ({ name, write, read, value }) => {
  it('is written byte for byte as before, and the golden file reads as the same value', () => {
    write(written);
    expect(textsOf(written, name)).toEqual(textsOf(GOLDEN, name));
    expect(read(GOLDEN)).toEqual(value);
  });
});

it('has a golden file for each format, and no others', () => {
  expect(readdirSync(GOLDEN).toSorted()).toEqual(FORMATS.map(({ name }) => name).toSorted());
});
