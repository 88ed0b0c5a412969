import { gzipSync } from 'node:zlib';
import { strToU8, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { checksum } from '../contract/synthetic-token.ts';
import { findTokensInBytes } from './scan-bytes.ts';
import { seededBytes } from './seeded.fixture.ts';

/** A token that was never issued but looks real: made in every run, so that no file contains it. */
const unmarked = (seed: string): string => {
  const head = `ATATT3xFfGF0${seededBytes(129, seed).toString('base64url')}=`;
  return head + checksum(head);
};

const TOKEN = unmarked('scan-bytes');
const TEXT = `first line\ntoken: ${TOKEN}\n`;
const BYTES = strToU8(TEXT);

/** The archives that contain each token, and its line. */
const seen = (bytes: Uint8Array): string[] =>
  findTokensInBytes(bytes).map(({ inside, line }) => [...inside, line].join(' > '));

/** A zip that declares a wrong size for its only member. */
function withSize(zip: Uint8Array, size: number): Uint8Array {
  const buffer = Buffer.from(zip);
  buffer.writeUInt32LE(size, buffer.indexOf(Buffer.from([0x50, 0x4b, 1, 2])) + 24);
  return buffer;
}

const LIMIT = 2 ** 26;

describe('tokens in a file', () => {
  it.each<readonly [what: string, bytes: Uint8Array, seen: readonly string[]]>([
    ['as text', BYTES, ['2']],
    ['as a part of a longer buffer', Buffer.concat([Buffer.from('xx\n'), BYTES]).subarray(3), ['2']],
    ['between bytes of no text', Buffer.concat([Buffer.from([0xff, 0x80, 0x0a]), BYTES]), ['3']],
    ['in UTF-8 among letters of other alphabets', Buffer.from(`Zürich 漢字 ${TEXT}`), ['2']],
    ['in UTF-16', Buffer.from(TEXT, 'utf16le'), ['2']],
    ['in UTF-16, the other way round', Buffer.from(TEXT, 'utf16le').swap16(), ['2']],
    ['cut off, in UTF-16', Buffer.from(`a\n${TOKEN.slice(0, 90)}`, 'utf16le'), ['2']],
    ['in a zip', zipSync({ 'a.txt': BYTES }), ['a.txt > 2']],
    [
      'in some members of a zip',
      zipSync({ 'a.txt': BYTES, 'b.txt': strToU8('no'), 'c.txt': BYTES }),
      ['a.txt > 2', 'c.txt > 2'],
    ],
    ['in a gzip', gzipSync(TEXT), ['gzip > 2']],
    ['in a zip of a zip', zipSync({ 'in.zip': zipSync({ 'a.txt': BYTES }) }), ['in.zip > a.txt > 2']],
    ['in a zip of a gzip', zipSync({ 'in.gz': gzipSync(TEXT) }), ['in.gz > gzip > 2']],
    ['in a zip of a zip of a zip', zipSync({ a: zipSync({ b: zipSync({ c: BYTES }) }) }), []],
    ['in a gzip of a gzip of a gzip', gzipSync(gzipSync(gzipSync(TEXT))), []],
    ['beside what is no zip', Buffer.concat([Buffer.from('PK '), BYTES]), ['2']],
    ['beside what is no gzip', Buffer.concat([Buffer.from([0x1f, 0x20]), BYTES]), ['2']],
    ['in the text of a broken zip', Buffer.concat([Buffer.from('PK\u0003\u0004 '), BYTES]), ['2']],
    ['behind the end of a gzip', Buffer.concat([gzipSync('no'), BYTES.subarray(0, 0)]), []],
    ['in nothing', new Uint8Array(), []],
  ])('are found %s', (_, bytes, places) => {
    expect(seen(bytes)).toEqual(places);
  });

  it('are each shown once, however the bytes are read', () => {
    const [one, other] = [unmarked('one'), unmarked('other')];
    const text = `ü\0 ${one}\nä ${other}`;
    expect(findTokensInBytes(Buffer.from(text))).toMatchObject([
      { line: 1, checksumFits: true, inside: [] },
      { line: 2, checksumFits: true, inside: [] },
    ]);
  });

  it('are found if only UTF-8 shows them', () => {
    const wide = TOKEN.replaceAll(/./g, (char) => String.fromCharCode(char.charCodeAt(0) + 0xfee0));
    expect(seen(Buffer.from(`a\nb ${wide}`))).toEqual(['2']);
    expect(seen(Buffer.from(`${TOKEN}\nb ${wide}`))).toEqual(['1', '2']);
  });

  it('are not searched in what unpacks to far more than a report', () => {
    const zip = zipSync({ 'a.txt': BYTES });
    expect(seen(withSize(zip, LIMIT))).toEqual(['a.txt > 2']);
    expect(seen(withSize(zip, LIMIT + 1))).toEqual([]);
  });

  it('are not searched in members that are too large together', () => {
    const two = Buffer.from(zipSync({ 'a.txt': BYTES, 'b.txt': BYTES }));
    const first = two.indexOf(Buffer.from([0x50, 0x4b, 1, 2]));
    two.writeUInt32LE(LIMIT, first + 24);
    expect(seen(two)).toEqual(['a.txt > 2']);
  });

  it('are not searched in a gzip that unpacks to far more than a report', () => {
    // The members of a gzip are consecutive.
    const zeros = gzipSync(Buffer.alloc(LIMIT / 64));
    expect(seen(Buffer.concat([gzipSync(TEXT), ...Array.from({ length: 64 }, () => zeros)]))).toEqual([]);
  });
});
