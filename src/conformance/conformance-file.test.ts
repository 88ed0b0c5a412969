import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../temporary-folder.fixture.ts';
import {
  conformanceFileSchema,
  conformanceFileText,
  knownFailuresOf,
  readConformanceFile,
} from './conformance-file.ts';

const known = {
  use: 'list',
  scenario: 'revoked',
  verdict: 'silent',
  reason: 'why',
  date: '2026-11-26',
} as const;

const isValid = (file: unknown): boolean => conformanceFileSchema.safeParse(file).success;

describe('a file of uses and known failures', () => {
  it.each<[string, unknown, boolean]>([
    ['nothing', {}, true],
    ['a use', { uses: { list: { command: ['node', 'x.js'] } } }, true],
    ['a use without a command', { uses: { list: {} } }, false],
    ['a use of a program without a name', { uses: { list: { command: ['', 'x'] } } }, false],
    ['a use with a NUL', { uses: { list: { command: ['x', 'a\0b'] } } }, false],
    ['an environment with a NUL', { uses: { a: { command: ['x'], environment: { A: '\0' } } } }, false],
    ['a use with an empty argument', { uses: { list: { command: ['x', ''] } } }, true],
    ['a use with an empty command', { uses: { list: { command: [] } } }, false],
    ['a use with a name of no letter', { uses: { '../x': { command: ['x'] } } }, false],
    ['an MCP server', { uses: { a: { command: ['x'], drive: 'mcp', mcp: { tool: 't' } } } }, true],
    ['an MCP server without a tool', { uses: { a: { command: ['x'], drive: 'mcp' } } }, false],
    ['an HTTP server', { uses: { a: { command: ['x'], drive: 'http', http: { path: '/' } } } }, true],
    ['an HTTP server without a request', { uses: { a: { command: ['x'], drive: 'http' } } }, false],
    ['a path of no server', { uses: { a: { command: ['x'], drive: 'http', http: { path: 'x' } } } }, false],
    ['a file', { uses: { a: { command: ['x'], files: { 'a/b.ini': '{token}' } } } }, true],
    ['a file elsewhere', { uses: { a: { command: ['x'], files: { '../b': '' } } } }, false],
    ['a file elsewhere, further on', { uses: { a: { command: ['x'], files: { 'a/../../b': '' } } } }, false],
    ['an absolute file', { uses: { a: { command: ['x'], files: { '/etc/b': '' } } } }, false],
    ['a time limit', { uses: { a: { command: ['x'], timeLimit: 2.5 } } }, true],
    ['a time limit of nothing', { uses: { a: { command: ['x'], timeLimit: 0 } } }, false],
    ['a misspelt key', { use: {} }, false],
    ['a known failure', { knownFailures: [known] }, true],
    ['a known failure without a reason', { knownFailures: [{ ...known, reason: ' ' }] }, false],
    ['a known failure without a date', { knownFailures: [{ ...known, date: undefined }] }, false],
    [
      'a known failure of a day that does not exist',
      { knownFailures: [{ ...known, date: '2026-02-30' }] },
      false,
    ],
    ['a known failure that is none', { knownFailures: [{ ...known, verdict: 'named' }] }, false],
    ['a known failure in no scenario', { knownFailures: [{ ...known, scenario: 'revokd' }] }, false],
    ['a known failure twice', { knownFailures: [known, { ...known, verdict: 'misled' }] }, false],
  ])('with %s is accepted or not', (_what, file, accepted) => expect(isValid(file)).toBe(accepted));

  it('is read from YAML, and is empty if it does not exist', () => {
    const folder = temporaryFolder();
    const path = join(folder, 'conformance.yml');
    expect(readConformanceFile(path)).toEqual({ uses: {}, knownFailures: [] });
    writeFileSync(path, 'uses:\n  list:\n    command: [node, x.js]\n');
    expect(readConformanceFile(path).uses['list']).toEqual({ command: ['node', 'x.js'], drive: 'command' });
  });

  it('says what a name must be like', () => {
    const path = join(temporaryFolder(), 'conformance.yml');
    writeFileSync(path, 'uses: {"a name!": {command: [x]}}');
    const asked = conformanceFileSchema.safeParse({ uses: { 'a name!': { command: ['x'] } } }).error
      ?.issues[0];
    const reason = asked?.code === 'invalid_key' ? asked.issues[0]?.message : undefined;
    expect(reason).toBeTruthy();
    expect(() => readConformanceFile(path)).toThrow(reason);
  });

  it.each([
    ['uses: [', 'bad-json'],
    ['uses: {a: {command: 3}}', 'bad-fixture'],
    ['- a', 'bad-fixture'],
    [`a: &a [1]\nb: [${Array.from({ length: 30 }, () => '*a').join(', ')}]`, 'bad-json'],
  ])('is refused if it is wrong: %s', (text, code) => {
    const path = join(temporaryFolder(), 'conformance.yml');
    writeFileSync(path, text);
    expect(() => readConformanceFile(path)).toThrow(expect.objectContaining({ code }));
  });
});

describe('a file that is written', () => {
  it('can be read, and holds what was given', () => {
    const text = conformanceFileText(undefined, { list: { command: ['node', 'a: b'], drive: 'command' } }, [
      known,
    ]);
    expect(text).toMatch(/^# yaml-language-server: /);
    expect(conformanceFileSchema.parse(parse(text))).toEqual({
      uses: { list: { command: ['node', 'a: b'], drive: 'command' } },
      knownFailures: [known],
    });
  });

  it('keeps the comments and settings of the one before, and replaces the known failures alone', () => {
    const before = [
      '# mine',
      'notices: { exitCode: 77 } # of ours',
      'uses:',
      '  list:',
      '    command: [old]',
      'knownFailures:',
      '  - { use: list, scenario: expired, verdict: silent, reason: x, date: 2026-01-01 }',
    ].join('\n');
    const text = conformanceFileText(before, { list: { command: ['new'], drive: 'command' } }, [known]);
    expect(text).toContain('# mine');
    expect(text).toContain('# of ours');
    expect(parse(text)).toMatchObject({ uses: { list: { command: ['old'] } }, knownFailures: [known] });
  });
});

it('keeps the reason and date of a failure that was known, unless the verdict is another', () => {
  const seen = { use: 'list', scenario: 'revoked', verdict: 'silent', why: 'now' } as const;
  expect(knownFailuresOf([seen], [known], '2027-01-01')).toEqual([known]);
  const [worse] = knownFailuresOf([{ ...seen, verdict: 'acted' }], [known], '2027-01-01');
  expect(worse).toMatchObject({ verdict: 'acted', date: '2027-01-01' });
  expect(worse?.reason).toContain('now');
});
