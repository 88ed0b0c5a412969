import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { parseWithSchema, parseJson, readJsonWithSchema, readJson } from './read-json.ts';

const folder = mkdtempSync(join(tmpdir(), 'json-'));
afterAll(() => rmSync(folder, { recursive: true }));

const schema = z.strictObject({ list: z.array(z.strictObject({ n: z.int() })) });

const fault = (code: string, ...words: string[]): Error =>
  expect.objectContaining({
    name: 'Fault',
    code,
    exitCode: 2,
    message: expect.stringMatching(words.map((word) => `(?=.*${word})`).join('')) as string,
  }) as Error;

const file = (text: string): string => {
  const path = join(folder, 'file.json');
  writeFileSync(path, text);
  return path;
};

describe('a JSON text', () => {
  it.each(['{"a":[1]}', 'null', '""', ' 1 '])('returns its value: %s', (text) => {
    expect(parseJson('place', text)).toEqual(JSON.parse(text));
    expect(readJson(file(text))).toEqual(JSON.parse(text));
  });

  it.each(['', '{', "{'a':1}", '[1,]'])('is refused if invalid: %j', (text) => {
    expect(() => parseJson('the-place', text)).toThrow(fault('bad-json', 'the-place'));
    expect(() => readJson(file(text))).toThrow(fault('bad-json', 'file.json'));
  });

  it('is refused if it cannot be read', () => {
    expect(() => readJson(join(folder, 'nothing'))).toThrow(fault('unreadable-file', 'nothing'));
  });
});

describe('a value that must match a schema', () => {
  it('is returned if it does', () => {
    expect(parseWithSchema('place', { list: [{ n: 1 }] }, schema)).toEqual({ list: [{ n: 1 }] });
    expect(readJsonWithSchema(file('{"list":[]}'), schema)).toEqual({ list: [] });
    expect(parseWithSchema('place', '1', z.string().transform(Number))).toBe(1);
  });

  it('is refused if it does not, naming the first place', () => {
    expect(() => parseWithSchema('the-place', { list: [{ n: 1 }, { n: 'x' }, {}] }, schema)).toThrow(
      fault('bad-fixture', 'the-place', String.raw`list\.1\.n`),
    );
    expect(() => readJsonWithSchema(file('[]'), schema)).toThrow(fault('bad-fixture', 'file.json'));
    expect(() => parseWithSchema('the-place', 1, z.string())).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining(' at ') as string }),
    );
  });

  it('is refused if it nests endlessly', () => {
    const nested: z.ZodType = z.lazy(() => z.array(nested));
    const deep = JSON.parse('['.repeat(100_000) + ']'.repeat(100_000)) as unknown;
    expect(() => parseWithSchema('the-place', deep, nested)).toThrow(fault('bad-fixture', 'the-place'));
  });

  it('passes on an error of the schema itself', () => {
    const broken = z.string().transform(() => {
      throw new TypeError('ours');
    });
    expect(() => parseWithSchema('place', '', broken)).toThrow(TypeError);
  });
});
