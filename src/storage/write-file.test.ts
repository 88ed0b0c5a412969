import {
  chmodSync,
  closeSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Fault } from '../fault.ts';
import { syntheticToken } from '../contract/synthetic-token.ts';
import { clearSecrets, registerSecret } from '../secrets/redaction.ts';
import { writePiecesAtomically, writeFileAtomically } from './write-file.ts';
import { temporaryFolder } from '../temporary-folder.fixture.ts';

let folder: string;
beforeEach(() => {
  folder = temporaryFolder();
});

afterEach(clearSecrets);

function* failing(): Generator<string> {
  yield 'x'.repeat(2 ** 21);
  throw new RangeError('ours');
}

describe('a text written in pieces', () => {
  it('is the same as one written at once', () => {
    const pieces = Array.from({ length: 300_000 }, (_, i) => `${i}: ä\n`);
    writePiecesAtomically(join(folder, 'deep', 'a'), pieces);
    expect(readFileSync(join(folder, 'deep', 'a'), 'utf8')).toBe(pieces.join(''));
  });

  it('is redacted, whichever piece contains a secret', () => {
    const secret = syntheticToken('in-pieces');
    registerSecret('TOKEN', secret);
    writePiecesAtomically(
      join(folder, 'a'),
      Array.from({ length: 50_000 }, (_, i) =>
        i % 9999 === 0 ? `${secret}\n` : `line ${i} of a file that is long\n`,
      ),
    );
    const text = readFileSync(join(folder, 'a'), 'utf8');
    expect(text).not.toContain(secret.slice(0, 20));
    expect(text.match(/\[TOKEN\]/g)).toHaveLength(6);
  });

  it('leaves the old file, and nothing else, if a piece cannot be made or written', () => {
    const path = join(folder, 'a');
    writeFileAtomically(path, 'old');
    const secret = syntheticToken('refused');
    registerSecret('TOKEN', secret);
    expect(() => writePiecesAtomically(path, failing())).toThrow(RangeError);
    expect(() => writePiecesAtomically(path, ['x', secret.replaceAll(/.{15}/g, '$&\n')])).toThrow(
      expect.objectContaining({ code: 'secret-in-output' }) as Error,
    );
    expect(readFileSync(path, 'utf8')).toBe('old');
    expect(readdirSync(folder)).toEqual(['a']);
  });
});

const at = (name: string): string => join(folder, name);

/** The mode after writing of a file that had another before. */
const modeAfter = (access: 'private' | 'named' | 'shared', mode: number): number => {
  writeFileSync(at(access), '');
  chmodSync(at(access), mode);
  writeFileAtomically(at(access), 'x', access);
  return statSync(at(access)).mode & 0o7777;
};

describe('a file that is written atomically', () => {
  it('stays unchanged if the new text is refused', () => {
    const path = join(folder, 'report.md');
    const secret = syntheticToken('in-a-file');
    writeFileAtomically(path, 'old\n');
    registerSecret('JIRA_API_TOKEN', secret);
    expect(() => writeFileAtomically(path, secret.replaceAll(/.{15}/g, '$&\n'))).toThrow(Fault);
    expect(readFileSync(path, 'utf8')).toBe('old\n');
    expect(readdirSync(folder)).toEqual(['report.md']);
    writeFileAtomically(path, `token ${secret}\n`);
    expect(readFileSync(path, 'utf8')).toBe('token [JIRA_API_TOKEN]\n');
  });

  it.each<[string, string | Uint8Array]>([
    ['a text', 'ä\n'],
    ['nothing', ''],
    ['bytes', Buffer.from([0, 255, 10])],
  ])('contains %s, and leaves nothing else behind', (_, content) => {
    writeFileAtomically(at('file'), 'something that was there and is longer');
    writeFileAtomically(at('file'), content);
    expect(readFileSync(at('file')).equals(Buffer.from(content))).toBe(true);
    expect(readdirSync(folder)).toEqual(['file']);
  });

  it('contains no secret', () => {
    const secret = syntheticToken('whole');
    registerSecret('TOKEN', secret);
    writeFileAtomically(at('file'), `Bearer ${secret}`);
    expect(readFileSync(at('file'), 'utf8')).toBe('Bearer [TOKEN]');
  });

  it('is a new file: a reader of the old one can finish', () => {
    writeFileAtomically(at('file'), 'old');
    const before = openSync(at('file'), 'r');
    writeFileAtomically(at('file'), 'new');
    expect(readFileSync(before, 'utf8')).toBe('old');
    closeSync(before);
  });

  it.each([
    ['file/deep', 'unreadable-file'],
    ['folder', 'usage'],
    ['new/', 'usage'],
    ['x'.repeat(300), 'unreadable-file'],
    [`${'x'.repeat(300)}/file`, 'unreadable-file'],
  ])('is refused if it cannot be written: %s', (name, code) => {
    writeFileSync(at('file'), 'mine');
    mkdirSync(at('folder'));
    const path = `${folder}/${name}`;
    for (const write of [() => writeFileAtomically(path, 'x'), () => writePiecesAtomically(path, ['x'])]) {
      expect(write).toThrow(
        expect.objectContaining({ name: 'Fault', code, message: expect.stringContaining(path) as string }),
      );
    }
    expect(readdirSync(folder).toSorted()).toEqual(['file', 'folder']);
    expect(readFileSync(at('file'), 'utf8')).toBe('mine');
  });

  it('keeps the mode of a named place, and restricts a private one', () => {
    expect(modeAfter('private', 0o644)).toBe(0o600);
    expect(modeAfter('named', 0o664)).toBe(0o664);
    expect(modeAfter('shared', 0o600)).toBe(0o600);
    // Only the permission bits of a mode.
    expect(modeAfter('named', 0o4755)).toBe(0o755);
  });
});

it('writes pieces as they come, and holds few of them', () => {
  // Each of these exceeds a batch: it is on the disk before the next one is made.
  const sizes: number[] = [];
  const temporary = (): number => readdirSync(folder).reduce((sum, name) => sum + statSync(at(name)).size, 0);
  const pieces = function* pieces(): Generator<string> {
    for (let i = 0; i < 3; i += 1) {
      sizes.push(temporary());
      yield 'x'.repeat(2 ** 20);
    }
  };
  writePiecesAtomically(at('file'), pieces());
  expect(sizes).toEqual([0, 2 ** 20, 2 ** 21]);
  expect(statSync(at('file')).size).toBe(3 * 2 ** 20);
});
