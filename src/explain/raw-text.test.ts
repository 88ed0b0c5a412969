import { describe, expect, it } from 'vitest';
import { looksLikeResponse, parseField, parseRawResponse } from './raw-text.ts';

describe('a response as curl prints it', () => {
  it.each(['\n', '\r\n'])('is read with %j between its lines', (end) => {
    const text = [
      'HTTP/2 200 ',
      'X-Seraph-LoginReason: AUTHENTICATED_FAILED',
      'Set-Cookie: a=b',
      'set-cookie: c=d',
      '',
      '[]',
    ].join(end);
    const response = parseRawResponse(text);
    expect(response).toMatchObject({ status: 200, shape: [], complete: true });
    expect(response?.headers['x-seraph-loginreason']).toEqual(['AUTHENTICATED_FAILED']);
    expect(response?.headers['set-cookie']).toEqual(['a=b', 'c=d']);
  });

  it('is the last of several', () => {
    const text =
      'HTTP/1.1 200 Connection established\r\n\r\nHTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 401 Unauthorized\r\nA: b\r\n\r\nno';
    expect(parseRawResponse(text)).toMatchObject({ status: 401, shape: 'text' });
  });

  it('may end after its headers', () => {
    expect(parseRawResponse('HTTP/1.1 204 No Content\r\nA: b')).toMatchObject({
      status: 204,
      shape: undefined,
    });
  });

  it.each(['', 'x', '{"a":1}', 'HTTP/1.1', '<html>', 'HTTP/1.1 20x'])('is not %j', (text) => {
    expect(parseRawResponse(text)).toBeUndefined();
    expect(looksLikeResponse(text)).toBe(false);
  });

  it('is read in a moment, however long its lines are', () => {
    const line = `a:${' '.repeat(300_000)}b${' '.repeat(300_000)}`;
    expect(parseField(line)).toEqual(['a', 'b']);
    expect(parseRawResponse(`HTTP/2 200\n${line}\n${'\n'.repeat(300_000)}x`)?.headers['a']).toEqual(['b']);
  });

  it('has header fields', () => {
    expect(parseField('A-b:  c:d ')).toEqual(['a-b', 'c:d']);
    for (const line of ['', 'a', ': b', 'a b: c', 'a\n: b', 'a: b\nc: d'])
      expect(parseField(line)).toBeUndefined();
  });
});
