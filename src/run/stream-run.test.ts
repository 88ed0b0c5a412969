import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { Fault } from '../fault.ts';
import { allOf } from '../secrets/all-of.fixture.ts';
import { jsonText } from '../json.ts';
import { readRecordings } from '../evidence/recordings.ts';
import { arbitraryRun } from './arbitrary-run.fixture.ts';
import { readRun, runText, writeRun, type Run } from './run.ts';
import { runOfRecordings } from './run.fixture.ts';
import { streamRun } from './stream-run.ts';

const folder = mkdtempSync(join(tmpdir(), 'run-'));
afterAll(() => rmSync(folder, { recursive: true }));

const path = join(folder, 'run.json');

async function streamed(text: string): Promise<Run> {
  writeFileSync(path, text);
  const { head, rows } = await streamRun(path);
  return { ...head, rows: await allOf(rows) };
}

const run = runOfRecordings(readRecordings('public-2026-09'));

const LAYOUTS: [string, (one: Run) => string][] = [
  ['a row on a line, as they are written', runText],
  ['the same with the line ends of Windows', (one) => runText(one).replaceAll('\n', '\r\n')],
  ['indented, as they were written once', jsonText],
  ['all on one line', (one) => JSON.stringify(one)],
];

describe('the file of a run', () => {
  it.each(LAYOUTS)('gives the same rows when streamed as when read at once: %s', async (_, textOf) => {
    await fc.assert(
      fc.asyncProperty(arbitraryRun, async (one) => {
        expect(await streamed(textOf(one))).toEqual(JSON.parse(JSON.stringify(one)));
        expect(readRun(path)).toEqual(JSON.parse(JSON.stringify(one)));
      }),
      { numRuns: 30 },
    );
  });

  it('has each row on its own line, and the rest as formatted JSON', () => {
    const lines = runText(run).split('\n');
    expect(lines.filter((line) => line.startsWith('    {"kind":'))).toHaveLength(run.rows.length);
    const { rows, ...head } = run;
    // The first key names the JSON Schema.
    expect(lines.slice(2, 4)).toEqual(jsonText(head).split('\n').slice(1, 3));
    expect(rows.length).toBeGreaterThan(50);
  });

  it('has the same text when written from streamed rows', async () => {
    const { rows, ...head } = run;
    writeRun(path, head, rows.values());
    expect(await streamed(runText(run))).toEqual(readRun(path));
  });

  it('is sorted if in another layout', async () => {
    const shuffled = { ...run, rows: run.rows.toReversed() };
    expect((await streamed(jsonText(shuffled))).rows).toEqual((await streamed(runText(run))).rows);
  });
});

const text = runText(run);

const lines = text.split('\n');

const at = lines.findIndex((line) => line.includes('"kind"')) + 2;

const changed = (line: number, change: (text: string) => string): string =>
  lines.with(line - 1, change(lines[line - 1] ?? '')).join('\n');

const failure = (content: string): Promise<unknown> => streamed(content).catch((error: unknown) => error);

describe('a damaged file of a run', () => {
  it('is reported with its path, wherever it is truncated', async () => {
    const cuts = fc.nat(text.trimEnd().length - 1);
    await fc.assert(
      fc.asyncProperty(cuts, async (length) => {
        const error = await failure(text.slice(0, length));
        expect(error).toBeInstanceOf(Fault);
        expect(error).toMatchObject({ message: expect.stringContaining(path) as string });
      }),
      { numRuns: 60 },
    );
  });

  it.each([
    ['a row that was cut off', changed(at, (line) => line.slice(0, 40)), 'bad-json'],
    ['a row that is no JSON', changed(at, () => '    {kind}'), 'bad-json'],
    ['two rows on a line', changed(at, (line) => `${line}{}`), 'bad-json'],
    [
      'a row with a word that is not known',
      changed(at, (line) => line.replace('kept', 'kissed')),
      'bad-fixture',
    ],
    [
      'a row of an unknown credential',
      changed(at, (line) => line.replace('"valid"', '"vapid"')),
      'bad-fixture',
    ],
    ['a row of a command', changed(at, (line) => line.replace('GET /', 'GET /$(id)')), 'bad-fixture'],
    ['a row with more than a row has', changed(at, (line) => line.replace('{', '{"x":1,')), 'bad-fixture'],
    ['a row without a comma before it', changed(at - 1, (line) => line.replace(/,$/, '')), 'bad-json'],
  ] as const)('names file and line of %s', async (_, content, code) => {
    const error = await failure(content);
    expect(error).toMatchObject({ code, message: expect.stringContaining(`${path}, line ${at}`) as string });
  });

  it.each([
    ['a head that does not fit', text.replace('run/1', 'run/2')],
    ['a head that is no JSON', text.replace('"tool":', '"tool"')],
    ['a head without a key', text.replace(/ {2}"tool".*\n/, '')],
    ['a comma before the end', text.replace(/\n {2}\]\n/, ',\n  ]\n')],
    ['more after its end', `${text}{}\n`],
    ['more after its rows', text.replace(/\n {2}\]\n/, '\n  ],\n  "more": 1\n')],
    ['nothing', ''],
    ['no JSON', 'PK\u0003\u0004\n\u0000'],
  ])('is reported with its path: %s', async (_, content) => {
    const error = await failure(content);
    expect(error).toBeInstanceOf(Fault);
    expect(error).toMatchObject({ message: expect.stringContaining(path) as string });
  });
});
