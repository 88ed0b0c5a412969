import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { diffJsonSchema, diffSchema } from '../../src/report/machine/diff-schema.ts';
import { readRecordings } from '../../src/evidence/recordings.ts';
import { runText } from '../../src/run/run.ts';
import { runOfRecordings } from '../../src/run/run.fixture.ts';
import { run } from '../main.ts';
import { diffCommand } from './diff.ts';
import { temporaryFolder } from '../../src/temporary-folder.fixture.ts';

let folder: string;
beforeEach(() => {
  folder = temporaryFolder();
});

async function diff(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const written = { out: '', err: '' };
  const code = await run(diffCommand, args, {
    stdout: { write: (text) => (written.out += text) },
    stderr: { write: (text) => (written.err += text) },
    env: {},
  });
  return { code, ...written };
}

const json = async (...args: string[]): Promise<z.infer<typeof diffSchema>> =>
  diffSchema.parse(JSON.parse((await diff(...args, '--format', 'json')).out));

describe('diff public-2022-11 public-2026-09', () => {
  it('shows that a mistyped token is no longer refused on operations that run anonymously', async () => {
    const { changes } = await json('public-2022-11', 'public-2026-09');
    const loosened = changes.filter(
      ({ rule, credential }) => rule === 'guard-loosened' && credential === 'mistyped',
    );
    expect(loosened.map(({ operation, after }) => [operation, after?.status])).toEqual([
      ['GET /rest/api/3/project/search', 200],
      ['GET /rest/api/3/project/{projectIdOrKey}', 404],
      ['GET /rest/api/3/project/{projectIdOrKey}/versions', 404],
    ]);
    for (const { level, before } of loosened) {
      expect(level).toBe('critical');
      expect(before).toMatchObject({ status: 401, treatment: 'refused' });
    }
  });

  it('shows a 401 that turned into a 200 for an unknown account', async () => {
    const { changes } = await json('public-2022-11', 'public-2026-09');
    expect(changes).toContainEqual(
      expect.objectContaining({
        rule: 'guard-loosened',
        level: 'critical',
        credential: 'unknown-account',
        operation: 'GET /rest/api/3/serverInfo',
        before: expect.objectContaining({ status: 401, treatment: 'refused' }) as unknown,
        after: expect.objectContaining({ status: 200, treatment: 'ignored' }) as unknown,
      }),
    );
  });

  it('shows a tightened guard for the same probes when the sides are swapped', async () => {
    const loosened = (await json('public-2022-11', 'public-2026-09')).changes.filter(
      ({ rule }) => rule === 'guard-loosened',
    );
    const tightened = (await json('public-2026-09', 'public-2022-11')).changes.filter(
      ({ rule }) => rule === 'guard-tightened',
    );
    const probes = (list: typeof loosened) =>
      list.map(({ credential, operation }) => `${credential} ${operation}`);
    expect(probes(tightened)).toEqual(probes(loosened));
    expect(new Set(tightened.map(({ level }) => level))).toEqual(new Set(['notice']));
  });

  it('gives every change that both sides answered a source on each side', async () => {
    const { changes } = await json('public-2022-11', 'public-2026-09');
    for (const { before, after, sources } of changes) {
      const sides = new Set(sources.map(({ side }) => side));
      expect(sides).toEqual(new Set([...(before ? ['before'] : []), ...(after ? ['after'] : [])]));
    }
  });

  it('knows all of it: nothing is new', async () => {
    expect(await diff('public-2022-11', 'public-2026-09')).toMatchObject({ code: 0, err: '' });
  });
});

describe('diff public-2019-11 public-2019-12', () => {
  it('shows the first change of the thread, and fails', async () => {
    expect((await diff('public-2019-11', 'public-2019-12')).code).toBe(1);
    expect((await json('public-2019-11', 'public-2019-12')).changes).toContainEqual(
      expect.objectContaining({
        rule: 'guard-loosened',
        level: 'critical',
        credential: 'revoked',
        operation: 'GET /rest/api/3/project',
        before: expect.objectContaining({ status: 401 }) as unknown,
        after: expect.objectContaining({ status: 200, shape: [] }) as unknown,
      }),
    );
  });

  it('lets a change pass that was acknowledged, until the acknowledgement runs out', async () => {
    const { changes } = await json('public-2019-11', 'public-2019-12');
    const file = join(folder, 'known.json');
    const known = (until?: string) =>
      JSON.stringify(
        changes.map(({ fingerprint }) => ({
          fingerprint,
          change: 'c',
          reason: 'r',
          link: 'https://example.com',
          ...(until && { until }),
        })),
      );
    writeFileSync(file, known());
    const args = ['public-2019-11', 'public-2019-12', '--acknowledged', file];
    expect((await diff(...args)).code).toBe(0);
    expect((await diff(...args, '--all')).out).toContain('https://example.com');
    writeFileSync(file, known('2020-01-01'));
    expect((await diff(...args)).code).toBe(1);
  });
});

it('prints what README shows', async () => {
  const readme = readFileSync(join(import.meta.dirname, '..', '..', 'README.md'), 'utf8');
  const [, args = '', shown = ''] = /^\$ npm run --silent diff -- (.*)\n([\s\S]*?)^```$/m.exec(readme) ?? [];
  const { out } = await diff(...args.split(' '));
  const parts = shown.split('…\n').filter(Boolean);
  expect(parts.length).toBeGreaterThan(1);
  for (const part of parts) expect(out).toContain(part);
});

describe('the command diff', () => {
  it.each(['text', 'markdown', 'json'])(
    'prints the same twice as %s, and colours no pipe',
    async (format) => {
      const args = ['public-2022-11', 'public-2026-09', '--format', format, '--all'];
      const { out } = await diff(...args);
      expect(out).toBe((await diff(...args)).out);
      expect(out).not.toContain('\u001B');
      expect(out).toContain('guard-loosened');
    },
  );

  it('fits 80 columns as text, addresses aside', async () => {
    const { out } = await diff('public-2022-11', 'public-2026-09');
    expect(out.split('\n').filter((line) => line.length > 80 && !line.includes('https://'))).toEqual([]);
  });

  it('reads a run as it reads a set of recordings', async () => {
    const file = join(folder, 'run.json');
    writeFileSync(file, runText(runOfRecordings(readRecordings('public-2022-11'))));
    const { changes, summary } = await json('public-2022-11', file);
    expect(changes).toEqual([]);
    expect(summary.unchanged).toBe(readRecordings('public-2022-11').exchanges.length);
  });

  it('writes a file whole, and nothing to the terminal', async () => {
    const file = join(folder, 'deep', 'report.md');
    const { out } = await diff('public-2019-11', 'public-2019-12', '--format', 'markdown', '--out', file);
    expect(out).toBe('');
    expect(readFileSync(file, 'utf8')).toContain('guard-loosened');
  });

  it('fails from the level on that was asked for', async () => {
    const swapped = ['public-2019-12', 'public-2019-11'];
    expect((await diff(...swapped)).code).toBe(0);
    expect((await diff(...swapped, '--fail-on', 'notice')).code).toBe(1);
  });

  it('prints the schema that its JSON fits', async () => {
    const { out, code } = await diff('--schema');
    expect(code).toBe(0);
    expect(JSON.parse(out)).toEqual(diffJsonSchema());
    expect(JSON.parse(out)).toHaveProperty('properties.changes.items.properties.fingerprint');
  });

  it.each([
    ['an unknown set', ['public-1999', 'public-2026-09'], 'public-1999'],
    ['a missing side', ['public-2026-09'], 'HEAD'],
    ['an unknown option', ['public-2019-11', 'public-2019-12', '--frobnicate'], '--frobnicate'],
    ['an unknown format', ['public-2019-11', 'public-2019-12', '--format', 'odt'], 'odt'],
    ['one side too many', ['public-2019-11', 'public-2019-12', 'public-2022-11'], 'arguments'],
    [
      'a file that is not there',
      ['public-2019-11', 'public-2019-12', '--acknowledged', '/nowhere.json'],
      '/nowhere',
    ],
  ])('reports %s in one sentence and ends with 2', async (_, args, word) => {
    const { code, out, err } = await diff(...args);
    expect(code).toBe(2);
    expect(out).toBe('');
    expect(err).toContain(word);
    expect(err).not.toMatch(/^\s+at /m);
  });

  it.each([
    ['broken JSON', '{'],
    ['a run of another form', '{"schema":"jira-token-contract/run/1"}'],
  ])('reports a run file with %s and ends with 2', async (_, content) => {
    const file = join(folder, 'run.json');
    writeFileSync(file, content);
    const { code, err } = await diff('public-2019-11', file);
    expect(code).toBe(2);
    expect(err).toContain(file);
  });

  it('reports an output that cannot be written', async () => {
    const file = join(folder, 'file');
    writeFileSync(file, 'kept');
    const { code, err } = await diff('public-2019-11', 'public-2019-12', '--out', join(file, 'report.txt'));
    expect(code).toBe(2);
    expect(err).toContain(file);
    expect(readFileSync(file, 'utf8')).toBe('kept');
  });
});
