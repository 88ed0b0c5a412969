/** Headers of one connection, which a proxy must not pass on (RFC 9110, 7.6.1). */
const HOP_BY_HOP: ReadonlySet<string> = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/** Headers of a request that its next hop sets itself. */
const SET_ANEW: ReadonlySet<string> = new Set(['host', 'expect']);

function passed(raw: readonly string[], dropped: (name: string) => boolean): string[] {
  const kept: string[] = [];
  let named: Set<string> | undefined;
  for (let i = 0; i < raw.length; i += 2) {
    if (raw[i]?.toLowerCase() !== 'connection') continue;
    named ??= new Set();
    for (const name of (raw[i + 1] ?? '').split(',')) named.add(name.trim().toLowerCase());
  }
  for (let i = 0; i < raw.length; i += 2) {
    const [name = '', value = ''] = [raw[i], raw[i + 1]];
    const lower = name.toLowerCase();
    if (!HOP_BY_HOP.has(lower) && !dropped(lower) && !named?.has(lower)) kept.push(name, value);
  }
  return kept;
}

/** Returns the headers of a request for the next hop, names and values in turn. */
export function requestHeaders(raw: readonly string[]): string[] {
  return passed(raw, (name) => SET_ANEW.has(name));
}

/** Returns the headers of an answer for the client, names and values in turn. */
export function answerHeaders(raw: readonly string[]): string[] {
  return passed(raw, () => false);
}

/** Whether headers announce trailers after the body. */
export function announcesTrailers(raw: readonly string[]): boolean {
  for (let i = 0; i < raw.length; i += 2) if (raw[i]?.toLowerCase() === 'trailer') return true;
  return false;
}

/** Returns the words of a status with the bytes that the site sent. undici reads them as UTF-8, and Node.js writes Latin-1. */
export function reasonPhrase(text: string): string {
  // oxlint-disable-next-line no-control-regex -- it is the range of ASCII
  return /^[\0-\x7f]*$/.test(text) ? text : Buffer.from(text).toString('latin1');
}

/** Returns headers in pairs. */
export function* pairsOf(raw: readonly string[]): Generator<readonly [string, string]> {
  for (let i = 0; i < raw.length; i += 2) yield [raw[i] ?? '', raw[i + 1] ?? ''];
}
