import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { REPORTS } from '../run/snapshot.ts';
import { answer, endWith, eventAt, watchLine } from './measurement.fixture.ts';
import { measurementPath, readMeasurement, readMeasurements, REVOCATIONS } from './store.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'store-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

function write(file: string, ...lines: readonly object[]): void {
  writeFileSync(join(folder, file), lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
}

const faultOf = (code: string): unknown => expect.objectContaining({ code, exitCode: 2 });

it('each measurement has a file of its name, below the reports', () => {
  expect(measurementPath('one')).toBe(join(REVOCATIONS, 'one.jsonl'));
  expect(REVOCATIONS).toBe(join(REPORTS, 'revocations'));
  expect(measurementPath('one', folder)).toBe(join(folder, 'one.jsonl'));
});

describe('one measurement', () => {
  it('is read as it was kept', () => {
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
    ['has a line that is none', [watchLine({ name: 'one' }), { kind: 'other' }], 'bad-fixture'],
  ])('is refused where it %s', (_, lines, code) => {
    write('one.jsonl', ...lines);
    expect(() => readMeasurement('one', folder)).toThrow(faultOf(code));
  });

  it('is refused where it is not there', () => {
    expect(() => readMeasurement('one', folder)).toThrow(faultOf('unreadable-file'));
  });
});

const names = (): string[] => readMeasurements(folder).map(({ watch }) => watch.name);

describe('all measurements of a folder', () => {
  it('are read in the order of their names, which is that of time', () => {
    for (const name of ['c', 'a', 'b']) write(`${name}.jsonl`, watchLine({ name }));
    expect(names()).toEqual(['a', 'b', 'c']);
  });

  it('are none where there is no folder, and a fault where it is none', () => {
    expect(readMeasurements(join(folder, 'nowhere'))).toEqual([]);
    writeFileSync(join(folder, 'file'), '');
    expect(() => readMeasurements(join(folder, 'file'))).toThrow(faultOf('unreadable-file'));
  });

  it('leave out what is empty, and what is none', () => {
    write('a.jsonl', watchLine({ name: 'a' }));
    write('begun.jsonl');
    write('.a.lock', { pid: 1 });
    write('a.jsonl.bak', { no: 'measurement' });
    expect(names()).toEqual(['a']);
  });

  it('a link to nothing, and one in a circle, are no defect of this tool', () => {
    symlinkSync('nowhere', join(folder, 'gone.jsonl'));
    expect(names()).toEqual([]);
    symlinkSync('circle.jsonl', join(folder, 'circle.jsonl'));
    expect(names).toThrow(faultOf('unreadable-file'));
  });

  it('a folder that is called like one is a fault that names no defect', () => {
    mkdirSync(join(folder, 'a.jsonl'));
    writeFileSync(join(folder, 'a.jsonl', 'file'), '');
    expect(names).toThrow(expect.objectContaining({ exitCode: 2 }));
  });
});
