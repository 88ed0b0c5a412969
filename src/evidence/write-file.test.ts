import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { syntheticToken } from '../contract/synthetic-token.ts';
import { forgetSecrets, keepSecret } from './redaction.ts';
import { writePieces, writeWhole } from './write-file.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'write-'));
});
afterEach(() => {
  forgetSecrets();
  rmSync(folder, { recursive: true });
});

function* failing(): Generator<string> {
  yield 'x'.repeat(2 ** 21);
  throw new RangeError('ours');
}

describe('a text written in pieces', () => {
  it('is the same as one that is written whole', () => {
    const pieces = Array.from({ length: 300_000 }, (_, i) => `${i}: ä\n`);
    writePieces(join(folder, 'deep', 'a'), pieces);
    expect(readFileSync(join(folder, 'deep', 'a'), 'utf8')).toBe(pieces.join(''));
  });

  it('passes the choke point, whichever piece holds a secret', () => {
    const secret = syntheticToken('in-pieces');
    keepSecret('TOKEN', secret);
    writePieces(
      join(folder, 'a'),
      Array.from({ length: 50_000 }, (_, i) =>
        i % 9999 === 0 ? `${secret}\n` : `line ${i} of a file that is long\n`,
      ),
    );
    const text = readFileSync(join(folder, 'a'), 'utf8');
    expect(text).not.toContain(secret.slice(0, 20));
    expect(text.match(/\[TOKEN\]/g)).toHaveLength(6);
  });

  it('leaves what was there, and nothing else, where a piece cannot be made or written', () => {
    const path = join(folder, 'a');
    writeWhole(path, 'old');
    const secret = syntheticToken('refused');
    keepSecret('TOKEN', secret);
    expect(() => writePieces(path, failing())).toThrow(RangeError);
    expect(() => writePieces(path, ['x', secret.replaceAll(/.{15}/g, '$&\n')])).toThrow(
      expect.objectContaining({ code: 'secret-in-output' }) as Error,
    );
    expect(readFileSync(path, 'utf8')).toBe('old');
    expect(readdirSync(folder)).toEqual(['a']);
  });
});
