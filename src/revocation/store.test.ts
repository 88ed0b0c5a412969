import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { REPORTS } from '../run/snapshot.ts';
import { answer, endWith, eventAt, watchLine } from './measurement.fixture.ts';
import { measurementPath, readMeasurement, readMeasurements, REVOCATIONS } from './store.ts';
import { temporaryFolder } from '../temporary-folder.fixture.ts';

let folder: string;

beforeEach(() => {
  folder = temporaryFolder();
});

afterEach(() => {});

function write(file: string, ...lines: readonly object[]): void {
  writeFileSync(join(folder, file), lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
}

const faultOf = (code: string): unknown => expect.objectContaining({ code, exitCode: 2 });

it('each measurement has a file with its name in the reports', () => {
  expect(measurementPath('one')).toBe(join(REVOCATIONS, 'one.jsonl'));
  expect(REVOCATIONS).toBe(join(REPORTS, 'revocations'));
  expect(measurementPath('one', folder)).toBe(join(folder, 'one.jsonl'));
});

describe('one measurement', () => {
  it('is read as it was written', () => {
    write('one.jsonl', watchLine({ name: 'one' }), eventAt(1), answer('A', 2), endWith('settled'));
    expect(readMeasurement('one', folder)).toMatchObject({
      watch: { name: 'one' },
      event: eventAt(1),
      probes: [answer('A', 2)],
      end: endWith('settled'),
    });
  });

  it.each<[why: string, lines: readonly object[], code: string]>([
    ['says that it has another name', [watchLine({ name: 'two' })], 'bad-fixture'],
    ['does not begin with what was watched', [eventAt(1)], 'bad-fixture'],
    ['has an invalid line', [watchLine({ name: 'one' }), { kind: 'other' }], 'bad-fixture'],
  ])('is refused if it %s', (_, lines, code) => {
    write('one.jsonl', ...lines);
    expect(() => readMeasurement('one', folder)).toThrow(faultOf(code));
  });

  it('is refused if it does not exist', () => {
    expect(() => readMeasurement('one', folder)).toThrow(faultOf('unreadable-file'));
  });
});

const names = (): string[] => readMeasurements(folder).map(({ watch }) => watch.name);

describe('all measurements of a folder', () => {
  it('are read in the order of their names, which is chronological', () => {
    for (const name of ['c', 'a', 'b']) write(`${name}.jsonl`, watchLine({ name }));
    expect(names()).toEqual(['a', 'b', 'c']);
  });

  it('are an empty list without the folder, and a fault if it is not a folder', () => {
    expect(readMeasurements(join(folder, 'nowhere'))).toEqual([]);
    writeFileSync(join(folder, 'file'), '');
    expect(() => readMeasurements(join(folder, 'file'))).toThrow(faultOf('unreadable-file'));
  });

  it('exclude empty and other files', () => {
    write('a.jsonl', watchLine({ name: 'a' }));
    write('begun.jsonl');
    write('.a.lock', { pid: 1 });
    write('a.jsonl.bak', { no: 'measurement' });
    expect(names()).toEqual(['a']);
  });

  it('a dangling link and a circular one are not a defect of this tool', () => {
    symlinkSync('nowhere', join(folder, 'gone.jsonl'));
    expect(names()).toEqual([]);
    symlinkSync('circle.jsonl', join(folder, 'circle.jsonl'));
    expect(names).toThrow(faultOf('unreadable-file'));
  });

  it('a folder with the name of a measurement is a fault, not a defect', () => {
    mkdirSync(join(folder, 'a.jsonl'));
    writeFileSync(join(folder, 'a.jsonl', 'file'), '');
    expect(names).toThrow(expect.objectContaining({ exitCode: 2 }));
  });
});
