import { execFile, execFileSync } from 'node:child_process';
import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { syntheticToken } from '../contract/synthetic-token.ts';
import { appendToJournal, createJournal, removeEmptyJournal, readJournal } from './journal.ts';
import { clearSecrets, registerSecret } from '../secrets/redaction.ts';
import { temporaryFolder } from '../temporary-folder.fixture.ts';

let folder: string;

const schema = z.strictObject({ n: z.int(), text: z.string() });

beforeEach(() => {
  folder = temporaryFolder();
});

afterEach(clearSecrets);

describe('a journal', () => {
  it('returns the added entries, in order', () => {
    const path = join(folder, 'a', 'journal.jsonl');
    appendToJournal(path, [{ n: 1, text: 'one\ntwo' }]);
    appendToJournal(path, [
      { n: 2, text: '' },
      { n: 3, text: 'ü' },
    ]);
    expect(readJournal(path, schema).map(({ n }) => n)).toEqual([1, 2, 3]);
  });

  it('recovers after being cut off at any byte', () => {
    const path = join(folder, 'journal.jsonl');
    const entries = [1, 2, 3].map((n) => ({ n, text: `entry ü ${n}` }));
    appendToJournal(path, entries);
    const bytes = readFileSync(path);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: bytes.length }), (cut) => {
        writeFileSync(path, bytes.subarray(0, cut));
        const left = readJournal(path, schema);
        expect(left).toEqual(entries.slice(0, left.length));
        appendToJournal(path, [{ n: 9, text: 'next' }]);
        expect(readJournal(path, schema)).toEqual([...left, { n: 9, text: 'next' }]);
      }),
    );
  });

  it('reports which line does not match the schema, and where', () => {
    const path = join(folder, 'journal.jsonl');
    appendToJournal(path, [{ n: 1, text: '' }]);
    appendFileSync(path, '{"n":"two","text":""}\n');
    expect(() => readJournal(path, schema)).toThrow(
      expect.objectContaining({
        code: 'bad-fixture',
        message: expect.stringMatching(/line 2.* n/) as string,
      }),
    );
    appendFileSync(path, 'no json\n');
    expect(() => readJournal(path, schema)).toThrow(/line 2/);
  });

  it('contains no secret', () => {
    const path = join(folder, 'journal.jsonl');
    const secret = syntheticToken('journal');
    registerSecret('JIRA_API_TOKEN', secret);
    appendToJournal(path, [{ n: 1, text: `Bearer ${secret}` }]);
    expect(readFileSync(path, 'utf8')).not.toContain(secret.slice(0, 40));
  });

  it('is private when new, and keeps the mode that its owner set', () => {
    const path = join(folder, 'a', 'journal.jsonl');
    const modes = (): number[] => [join(folder, 'a'), path].map((one) => statSync(one).mode & 0o777);
    appendToJournal(path, [{ n: 1, text: '' }]);
    expect(modes()).toEqual([0o700, 0o600]);
    chmodSync(path, 0o640);
    appendToJournal(path, [{ n: 2, text: '' }]);
    expect(modes()).toEqual([0o700, 0o640]);
  });

  it('is created exclusively, and removed if nothing was written', () => {
    const path = join(folder, 'a', 'journal.jsonl');
    expect([createJournal(path), createJournal(path)]).toEqual([true, false]);
    removeEmptyJournal(path);
    expect([existsSync(path), createJournal(path)]).toEqual([false, true]);
    appendToJournal(path, [{ n: 1, text: '' }]);
    removeEmptyJournal(path);
    expect(readJournal(path, schema)).toHaveLength(1);
  });

  it('is a regular file: a pipe is not waited for, a link is followed', () => {
    execFileSync('mkfifo', [join(folder, 'pipe')]);
    expect(() => appendToJournal(join(folder, 'pipe'), [])).toThrow(expect.objectContaining({ exitCode: 2 }));
    expect(() => readJournal(join(folder, 'pipe'), schema)).toThrow(expect.objectContaining({ exitCode: 2 }));
    symlinkSync('journal.jsonl', join(folder, 'link'));
    appendToJournal(join(folder, 'link'), [{ n: 1, text: '' }]);
    appendToJournal(join(folder, 'link'), [{ n: 2, text: '' }]);
    expect(readJournal(join(folder, 'journal.jsonl'), schema)).toHaveLength(2);
  });

  it('stays unchanged if the disk is full', async () => {
    const path = join(folder, 'journal.jsonl');
    appendToJournal(path, [{ n: 1, text: 'first' }]);
    const before = readFileSync(path, 'utf8');
    // A limit on the file size, in KiB, simulates a full disk.
    const script =
      "const { appendToJournal } = await import(process.argv[1]); appendToJournal(process.argv[2], [{ n: 2, text: 'x'.repeat(3000) }]);";
    const module = new URL('journal.ts', import.meta.url).href;
    const node = [process.execPath, '--input-type=module', '-e', script, module, path];
    await expect(
      promisify(execFile)('bash', ['-c', 'ulimit -f 1; exec "$@"', 'bash', ...node]),
    ).rejects.toThrow(/EFBIG/);
    expect(readFileSync(path, 'utf8')).toBe(before);
  });

  it.each([
    'JIRA_NOTES=my only copy',
    '{"list":["minified, and without a line break at its end"]}',
    '{"n":"an entry by its first key, and none by its schema"}',
    '["a list"]',
    '42',
  ])('is not started in a foreign file, of which nothing is removed: %s', (text) => {
    const path = join(folder, 'file');
    writeFileSync(path, text);
    expect(() => readJournal(path, schema)).toThrow(expect.objectContaining({ code: 'bad-fixture' }));
    expect(readFileSync(path, 'utf8')).toBe(text);
    if (text.startsWith('{"n"')) return;
    expect(() => appendToJournal(path, [{ n: 1, text: '' }])).toThrow(
      expect.objectContaining({ code: 'bad-fixture' }),
    );
    expect(readFileSync(path, 'utf8')).toBe(text);
  });

  it.each<[string, string[]]>([
    ['nothing', []],
    ['\0\0\0', []],
    ['{', []],
    ['{"', []],
    ['{"n":1,"te', []],
    ['{"n":1,"text":"whole, without its line break"}', []],
    ['{"n":1,"text":"a"}\n', ['a']],
    ['{"n":1,"text":"a"}\nanything', ['a']],
    ['{"n":1,"text":"a"}\n\0\0', ['a']],
    ['{"n":1,"text":"a"}\n{"other":1}', ['a']],
    ['{"n":1,"text":"a"}\n{"n":2,"text":"b"}\n', ['a', 'b']],
  ])('continues after its last complete line: %j', (text, texts) => {
    const path = join(folder, 'journal.jsonl');
    writeFileSync(path, text === 'nothing' ? '' : text);
    expect(readJournal(path, schema).map((entry) => entry.text)).toEqual(texts);
    appendToJournal(path, [{ n: 9, text: 'next' }]);
    expect(readJournal(path, schema).map((entry) => entry.text)).toEqual([...texts, 'next']);
    expect(readFileSync(path, 'utf8').split('\n')).toHaveLength(texts.length + 2);
  });

  it.each(['x', '{x', '[', ' {"n"', '"', 'null', '{"text":"","n":1}', '\0x'])(
    'is not a file whose only line starts differently: %j',
    (text) => {
      const path = join(folder, 'file');
      writeFileSync(path, text);
      expect(() => appendToJournal(path, [{ n: 1, text: '' }])).toThrow(
        expect.objectContaining({ code: 'bad-fixture' }),
      );
      expect(readFileSync(path, 'utf8')).toBe(text);
    },
  );

  it.each(['42', 'null', '"a text"', '["a list"]', '{}'])(
    'removes nothing if nothing is added: %s',
    (text) => {
      const path = join(folder, 'file');
      writeFileSync(path, text);
      expect(() => appendToJournal(path, [])).toThrow(expect.objectContaining({ code: 'bad-fixture' }));
      expect(readFileSync(path, 'utf8')).toBe(text);
    },
  );

  it('has one JSON value per line, and stays unchanged without an entry', () => {
    const path = join(folder, 'journal.jsonl');
    appendToJournal(path, [{ n: 1, text: 'a\nb' }, { n: 2 }]);
    appendToJournal(path, []);
    expect(readFileSync(path, 'utf8')).toBe('{"n":1,"text":"a\\nb"}\n{"n":2}\n');
  });

  it('is created private, and never replaces anything', () => {
    const path = join(folder, 'deep', 'journal.jsonl');
    expect(createJournal(path)).toBe(true);
    expect([statSync(join(folder, 'deep')), statSync(path)].map(({ mode }) => mode & 0o777)).toEqual([
      0o700, 0o600,
    ]);
    expect([statSync(path).size, createJournal(join(folder, 'deep'))]).toEqual([0, false]);
    symlinkSync('nothing', join(folder, 'dangling'));
    expect(createJournal(join(folder, 'dangling'))).toBe(false);
    expect(existsSync(join(folder, 'nothing'))).toBe(false);
    removeEmptyJournal(join(folder, 'nothing'));
  });

  it.each(['file/journal.jsonl', 'folder', 'x'.repeat(300)])(
    'reports a place that cannot be written or read: %s',
    (name) => {
      writeFileSync(join(folder, 'file'), 'mine');
      mkdirSync(join(folder, 'folder'));
      const path = join(folder, name);
      const refused = expect.objectContaining({ name: 'Fault', code: 'unreadable-file' }) as Error;
      expect(() => readJournal(path, schema)).toThrow(refused);
      expect(() => appendToJournal(path, [{ n: 1, text: '' }])).toThrow(refused);
      expect(readFileSync(join(folder, 'file'), 'utf8')).toBe('mine');
      expect(readdirSync(folder).toSorted()).toEqual(['file', 'folder']);
    },
  );

  it.each(['file/journal.jsonl', 'file/deep/journal.jsonl', 'x'.repeat(300)])(
    'is not reported as existing where it cannot exist: %s',
    (name) => {
      writeFileSync(join(folder, 'file'), 'mine');
      expect(() => createJournal(join(folder, name))).toThrow(
        expect.objectContaining({ name: 'Fault', code: 'unreadable-file' }),
      );
    },
  );

  it('cannot be read if it does not exist', () => {
    expect(() => readJournal(join(folder, 'journal.jsonl'), schema)).toThrow(
      expect.objectContaining({ code: 'unreadable-file' }),
    );
  });
});
