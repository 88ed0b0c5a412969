import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readMeasurements } from './store.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'store-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

it('a link to nothing, and one in a circle, are no defect of this tool', () => {
  writeFileSync(join(folder, 'begun.jsonl'), '');
  symlinkSync('nowhere', join(folder, 'gone.jsonl'));
  expect(readMeasurements(folder)).toEqual([]);
  symlinkSync('circle.jsonl', join(folder, 'circle.jsonl'));
  expect(() => readMeasurements(folder)).toThrow(expect.objectContaining({ exitCode: 2 }));
});
