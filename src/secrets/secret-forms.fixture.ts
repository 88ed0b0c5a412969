/** For tests: named forms of a secret in an answer, a log or a report. */

/** The input of a form. */
interface Written {
  readonly secret: string;
  /** The user of the pair with the secret. */
  readonly email: string;
  /** Returns an integer from 0 up to a bound, excluding the bound. */
  readonly below: (bound: number) => number;
}

/** Writes a secret in one form. */
export type FormWriter = (written: Written) => string;

const base64 = (text: string): string => Buffer.from(text).toString('base64');
const base64url = (text: string): string => Buffer.from(text).toString('base64url');
const hex = (text: string): string => Buffer.from(text).toString('hex');
const bytes = (text: string): number[] => [...Buffer.from(text)];
const pair = ({ email, secret }: Written): string => `${email}:${secret}`;
const wrap = (text: string, width: number, end = '\n'): string =>
  text.match(new RegExp(`[^]{1,${width}}`, 'g'))?.join(end) ?? '';
const each = (text: string, write: (character: string, code: number) => string): string =>
  Array.from(text)
    .map((character) => write(character, character.codePointAt(0) ?? 0))
    .join('');
const hexOf = (code: number, length = 2): string => code.toString(16).padStart(length, '0');
const percentAll = (text: string): string =>
  bytes(text)
    .map((byte) => `%${hexOf(byte)}`)
    .join('');
const html = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
const page = (text: string): string =>
  `<!doctype html><html><head><title>Error 401</title></head><body><h1>Unauthorized</h1><p>${html(text)}</p></body></html>`;
/** Wraps text after 72 characters or a little more, never inside an escape. */
const quotedPrintable = (text: string): string =>
  (
    bytes(text)
      .map((byte) =>
        byte > 32 && byte < 127 && byte !== 61 ? String.fromCodePoint(byte) : `=${hexOf(byte).toUpperCase()}`,
      )
      .join('')
      .match(/(?:=[0-9A-F]{2}|[^=]){1,70}/g) ?? []
  ).join('=\r\n');
const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const base32 = (text: string): string => {
  const bits = bytes(text)
    .map((byte) => byte.toString(2).padStart(8, '0'))
    .join('');
  return (bits.match(/.{1,5}/g) ?? [])
    .map((five) => BASE32[Number.parseInt(five.padEnd(5, '0'), 2)])
    .join('');
};
const pythonBytes = (text: string): string =>
  `b'${bytes(text)
    .map((byte) =>
      byte > 31 && byte < 127 && byte !== 39 && byte !== 92
        ? String.fromCodePoint(byte)
        : `\\x${hexOf(byte)}`,
    )
    .join('')}'`;
const utf16be = (text: string): Buffer => Buffer.from(text, 'utf16le').swap16();
const errorBody = (text: string): string =>
  JSON.stringify({ errorMessages: [`Invalid credentials: ${text}`], errors: {} });
const insert = (text: string, every: number, between: string): string =>
  Array.from(text)
    .map((character, at) => (at > 0 && at % every === 0 ? between + character : character))
    .join('');
/** An echoed header, of which a reader sees only a part. */
const cutAround = (text: string, length: number, below: Written['below']): string => {
  const from = below(Math.max(1, text.length - 40));
  return text.slice(from, from + length);
};

/** All forms from which nothing may be recovered. */
export const FORM_WRITERS: Readonly<Record<string, FormWriter>> = {
  plain: ({ secret }) => secret,
  pair: (written) => pair(written),
  'Basic header': (written) => `Authorization: Basic ${base64(pair(written))}`,
  'Basic header without a user': ({ secret }) => `Basic ${base64(`:${secret}`)}`,
  'Basic header of a malformed pair': ({ secret }) => `Basic ${base64(`ab:${secret}:extra`)}`,
  'Bearer header': ({ secret }) => `Bearer ${secret}`,
  'curl -v': (written) =>
    `> GET /rest/api/3/myself HTTP/1.1\n> Host: acme.example\n> Authorization: Basic ${base64(pair(written))}\n> Accept: */*`,
  'curl -u': (written) =>
    `curl -u '${pair(written).replaceAll("'", String.raw`'\''`)}' https://acme.example/`,
  'URL with credentials': ({ email, secret }) =>
    `https://${encodeURIComponent(email)}:${encodeURIComponent(secret)}@acme.example/rest`,
  'masked start': ({ secret }) => `****${secret.slice(4)}`,
  'masked start and end': ({ secret }) => `****${secret.slice(4, -4)}****`,
  'without its end': ({ secret }) => secret.slice(0, Math.max(16, secret.length - 20)),
  'one character changed': ({ secret, below }) => {
    const at = below(secret.length);
    return `${secret.slice(0, at)}${secret[at] === 'x' ? 'y' : 'x'}${secret.slice(at + 1)}`;
  },
  'a piece from the middle': ({ secret, below }) => {
    const from = below(Math.max(1, secret.length - 16));
    return secret.slice(from, from + 16 + below(40));
  },
  'a piece of base64': (written) => {
    const text = base64(pair(written));
    const from = written.below(Math.max(1, text.length - 24));
    return text.slice(from, from + 24 + written.below(60));
  },
  'base64 of the secret': ({ secret }) => base64(secret),
  'base64 without padding': (written) => base64(pair(written)).replaceAll('=', ''),
  base64url: (written) => base64url(pair(written)),
  'base64 at 64 columns': (written) => wrap(base64(pair(written)), 64),
  'base64 at 72 columns': (written) => wrap(base64(pair(written)), 72),
  'base64 at 76 columns': (written) => wrap(base64(pair(written)), 76, '\r\n'),
  'base64 in lines of 20': (written) => wrap(base64(pair(written)), 20),
  'base64 at any width with a margin': (written) =>
    `> ${wrap(base64(pair(written)), 17 + written.below(60), '\n> ')}`,
  'base64 wrapped in JSON': (written) => JSON.stringify({ header: wrap(base64(pair(written)), 76) }),
  'base64 in percent': (written) => `token=${encodeURIComponent(base64(pair(written)))}`,
  'base64 doubled': (written) => base64(base64(pair(written))),
  'base64 doubled and wrapped': (written) => wrap(base64(wrap(base64(pair(written)), 76)), 76),
  'base64 of a header': (written) => base64(`Authorization: Basic ${base64(pair(written))}\r\n`),
  'base64 of JSON': ({ email, secret }) => base64(JSON.stringify({ user: email, token: secret, iat: 1 })),
  'payload of a JWT': ({ email, secret }) =>
    `${base64url('{"alg":"HS256","typ":"JWT"}')}.${base64url(JSON.stringify({ sub: email, secret }))}.c2lnbmF0dXJl`,
  'data URL': (written) => `data:text/plain;base64,${base64(pair(written))}`,
  'lines of 20': ({ secret }) => wrap(secret, 20),
  'lines of any width': ({ secret, below }) => wrap(secret, 5 + below(40), '\r\n'),
  'lines with the margin of a quotation': ({ secret }) => `> ${wrap(secret, 20, '\n> ')}`,
  'lines in a table': ({ secret }) => `| ${wrap(secret, 18, '\n| ')} |`,
  'lines in YAML, folded': ({ secret }) => `token: >-\n  ${wrap(secret, 30, '\n  ')}\nnext: 1`,
  'lines with a backslash': ({ secret }) => wrap(secret, 25, '\\\n'),
  'pieces added up': ({ secret }) => `"${wrap(secret, 20, '" + "').replaceAll('\\', '\\')}"`,
  'lines of a log': ({ secret }) =>
    wrap(secret, 40)
      .split('\n')
      .map((line) => `2026-11-24T03:00:00.000Z WARN [http-nio-8080-exec-7] auth ${line}`)
      .join('\n'),
  JSON: ({ email, secret }) => JSON.stringify({ email, token: secret }),
  'JSON in JSON': ({ secret }) => JSON.stringify({ body: JSON.stringify({ token: secret }) }),
  'JSON in JSON in JSON': ({ secret }) =>
    JSON.stringify({ log: JSON.stringify({ body: JSON.stringify({ token: secret }) }) }),
  'key of JSON': ({ secret }) => JSON.stringify({ errors: { [secret]: 'is unknown' } }),
  'JSON with \\u for all': ({ secret }) =>
    `{"token":"${secret
      .split('')
      .map((unit) => `\\u${hexOf(unit.charCodeAt(0), 4)}`)
      .join('')}"}`,
  'JSON with \\u for some': ({ secret, below }) =>
    `{"token":"${JSON.stringify(secret)
      .slice(1, -1)
      .replaceAll(/[A-Za-z0-9_=-](?<!\\.)/g, (unit) =>
        below(3) === 0 ? `\\u${hexOf(unit.charCodeAt(0), 4).toUpperCase()}` : unit,
      )}"}`,
  'JSON with an escaped slash': (written) =>
    JSON.stringify({ h: base64(pair(written)) }).replaceAll('/', '\\/'),
  'Python, in an error': ({ secret }) => `KeyError: ${pythonBytes(secret)}`,
  '\\x for all': ({ secret }) =>
    bytes(secret)
      .map((byte) => `\\x${hexOf(byte)}`)
      .join(''),
  '\\x of base64': (written) => each(base64(pair(written)), (_, code) => `\\x${hexOf(code).toUpperCase()}`),
  '\\u{} for all': ({ secret }) => each(secret, (_, code) => `\\u{${hexOf(code)}}`),
  'octal for all': ({ secret }) =>
    bytes(secret)
      .map((byte) => `\\${byte.toString(8).padStart(3, '0')}`)
      .join(''),
  'CSS escapes': ({ secret }) => each(secret, (_, code) => `\\${hexOf(code)} `),
  'percent where it must be': ({ secret }) => `?token=${encodeURIComponent(secret)}`,
  'percent for all': ({ secret }) => percentAll(secret),
  'percent for all, upper case': ({ secret }) => percentAll(secret).toUpperCase(),
  'percent for some': ({ secret, below }) =>
    [...encodeURIComponent(secret).matchAll(/%..|./g)]
      .map(([unit]) => (unit.length === 1 && below(3) === 0 ? `%${hexOf(unit.charCodeAt(0))}` : unit))
      .join(''),
  'percent twice': ({ secret }) => encodeURIComponent(percentAll(secret)),
  'percent twice, where it must be': ({ secret }) => encodeURIComponent(encodeURIComponent(secret)),
  '%u for all': ({ secret }) =>
    secret
      .split('')
      .map((unit) => `%u${hexOf(unit.charCodeAt(0), 4)}`)
      .join(''),
  'a form': ({ email, secret }) =>
    new URLSearchParams({ os_username: email, os_password: secret }).toString(),
  'URL in JSON': ({ secret }) =>
    JSON.stringify({ url: `https://acme.example/login?next=%2F&token=${encodeURIComponent(secret)}` }),
  'text of HTML': ({ secret }) => page(`Token ${secret} is not valid.`),
  'attribute of HTML': ({ email, secret }) =>
    `<input type="text" name="user" value="${html(email)}"><input name="token" value="${html(secret)}">`,
  'header in a page': (written) => page(`Authorization: Basic ${base64(pair(written))}`),
  'pair in a page': (written) => page(`No such user: ${pair(written)}`),
  'HTML in JSON': ({ secret }) => JSON.stringify({ html: page(secret) }),
  'entities, decimal': ({ secret }) => each(secret, (_, code) => `&#${code};`),
  'entities, hexadecimal': ({ secret }) => each(secret, (_, code) => `&#x${hexOf(code)};`),
  'entities, hexadecimal with zeros': ({ secret }) =>
    each(secret, (_, code) => `&#X${hexOf(code, 6).toUpperCase()};`),
  'entities without semicolon': ({ secret }) => each(secret, (_, code) => `&#${code}`),
  'entities for punctuation': ({ secret }) =>
    secret
      .replaceAll('&', '&amp;')
      .replaceAll('_', '&lowbar;')
      .replaceAll('=', '&equals;')
      .replaceAll('-', '&#45;')
      .replaceAll('@', '&commat;'),
  'entities twice': ({ secret }) => each(secret, (_, code) => `&amp;#${code};`),
  'entities of base64': (written) => each(base64(pair(written)), (_, code) => `&#${code};`),
  'soft hyphens between': ({ secret, below }) => insert(secret, 1 + below(12), '\u00AD'),
  'zero-width spaces between': ({ secret, below }) => insert(secret, 1 + below(12), '\u200B'),
  'invisible characters of all kinds between': ({ secret, below }) =>
    insert(
      secret,
      1 + below(6),
      ['\u2060', '\uFEFF', '\u200D', '\uFE0F', '\u034F', '\u202E', '\u2066'][below(7)] ?? '',
    ),
  'soft hyphens as entities': ({ secret, below }) =>
    insert(html(secret), 12 + below(3), '').replaceAll(/(?<=\w)(?=\w{4})/g, '&shy;'),
  '<wbr> between': ({ secret, below }) => insert(secret, 1 + below(12), '<wbr>'),
  '<b> between': ({ secret, below }) => insert(secret, 2 + below(12), '</b><b class="x">'),
  'comments between': ({ secret, below }) => insert(secret, 1 + below(12), '<!-- -->'),
  'colours between': ({ secret, below }) => insert(secret, 1 + below(12), '\u001B[31m'),
  'spaces between': ({ secret, below }) => insert(secret, 1 + below(8), ' '),
  'link of a terminal': ({ secret }) =>
    `\u001B]8;;https://acme.example/${encodeURIComponent(secret)}\u0007link\u001B]8;;\u0007`,
  hex: ({ secret }) => hex(secret),
  'hex, upper case': ({ secret }) => hex(secret).toUpperCase(),
  'hex of a pair': (written) => hex(pair(written)),
  'hex with colons': ({ secret }) => wrap(hex(secret), 2, ':'),
  'hex with spaces': ({ secret }) => wrap(hex(secret), 2, ' '),
  'hex with 0x': ({ secret }) => `{ 0x${wrap(hex(secret), 2, ', 0x')} }`,
  'hex in lines': ({ secret }) => wrap(hex(secret), 32),
  hexdump: ({ secret }) =>
    (hex(secret).match(/.{1,32}/g) ?? [])
      .map(
        (line, at) =>
          `${hexOf(at * 16, 8)}  ${wrap(line, 2, ' ').padEnd(47)}  |${Buffer.from(line, 'hex')
            .toString('latin1')
            .replaceAll(/[^ -~]/g, '.')}|`,
      )
      .join('\n'),
  'hex of base64': (written) => hex(base64(pair(written))),
  'list of bytes': ({ secret }) => JSON.stringify(bytes(secret)),
  'Buffer as JSON': (written) => JSON.stringify(Buffer.from(pair(written))),
  'list of bytes over lines': ({ secret }) => JSON.stringify({ data: bytes(secret) }, null, 2),
  'list of bytes with spaces': ({ secret }) => bytes(secret).join(' '),
  'list of bytes of Java': ({ secret }) =>
    `[${bytes(secret)
      .map((byte) => (byte > 127 ? byte - 256 : byte))
      .join(', ')}]`,
  'list of bytes of base64': (written) => JSON.stringify(bytes(base64(pair(written)))),
  'typed array as JSON': ({ secret }) => JSON.stringify(new Uint8Array(Buffer.from(secret))),
  'list of characters': ({ secret }) => JSON.stringify(Array.from(secret)),
  'UTF-16LE': ({ secret }) => Buffer.from(secret, 'utf16le').toString('latin1'),
  'UTF-16BE': ({ secret }) => utf16be(secret).toString('latin1'),
  'base64 of UTF-16LE': ({ secret }) => Buffer.from(secret, 'utf16le').toString('base64'),
  'hex of UTF-16BE': ({ secret }) => utf16be(secret).toString('hex'),
  'quoted-printable': ({ secret }) => quotedPrintable(secret),
  'quoted-printable for all': ({ secret }) =>
    wrap(
      bytes(secret)
        .map((byte) => `=${hexOf(byte).toUpperCase()}`)
        .join(''),
      72,
      '=\r\n',
    ),
  'quoted-printable of a header': (written) =>
    quotedPrintable(`Authorization: Basic ${base64(pair(written))}`),
  base32: ({ secret }) => base32(secret),
  'error body cut at 600': (written) =>
    errorBody(`${'x '.repeat(written.below(290))}${written.secret} for ${written.email}`).slice(0, 600),
  'error body with the header, cut at 600': (written) =>
    errorBody(`${'x '.repeat(written.below(290))}Basic ${base64(pair(written))}`).slice(0, 600),
  'page cut at 600': (written) => page(`${'x '.repeat(written.below(260))}${pair(written)}`).slice(0, 600),
  'a stretch of a header': (written) =>
    cutAround(`Authorization: Basic ${base64(pair(written))}`, 60, written.below),
  'error body with the pair': (written) => errorBody(pair(written)),
  'error body with the header': (written) => errorBody(`Basic ${base64(pair(written))}`),
  'header that challenges': (written) =>
    `WWW-Authenticate: Basic realm="${pair(written).replaceAll('"', '\\"')}"`,
  'header that redirects': ({ secret }) =>
    `Location: /login.jsp?os_destination=${encodeURIComponent(`/x?token=${encodeURIComponent(secret)}`)}`,
  cookie: ({ secret }) =>
    `Set-Cookie: seraph.rememberme.cookie=${encodeURIComponent(secret)}; Path=/; HttpOnly`,
  'environment of a process': ({ email, secret }) =>
    `JIRA_EMAIL=${email}\0JIRA_API_TOKEN=${secret}\0PATH=/usr/bin`,
  "shell with $''": ({ secret }) =>
    `$'${bytes(secret)
      .map((byte) => `\\x${hexOf(byte)}`)
      .join('')}'`,
  XML: ({ secret }) => `<?xml version="1.0"?><status><message>${html(secret)}</message></status>`,
  CDATA: ({ secret }) => `<message><![CDATA[${secret}]]></message>`,
  CSV: ({ email, secret }) => `email,token\r\n"${email}","${secret.replaceAll('"', '""')}"`,
  'stack trace': (written) =>
    `java.lang.IllegalArgumentException: Illegal character in header Basic ${base64(pair(written))}\n\tat java.base/java.util.Base64$Decoder.decode(Base64.java:580)`,
};

const reverse = (text: string): string => Array.from(text).toReversed().join('');

const rot13 = (text: string): string =>
  text.replaceAll(/[A-Za-z]/g, (letter) => {
    const first = letter <= 'Z' ? 65 : 97;
    return String.fromCodePoint(((letter.charCodeAt(0) - first + 13) % 26) + first);
  });

/** A form that is not searched. */
export interface Limit {
  readonly write: FormWriter;
  /** Recovers the secret. */
  readonly undo: (text: string) => string;
  readonly reason: string;
}

/** Forms that are not searched. HOW_IT_WORKS.md lists them. */
export const LIMITS: Readonly<Record<string, Limit>> = {
  reversed: {
    write: ({ secret }) => reverse(secret),
    undo: reverse,
    reason: 'No answer, log or encoding turns a text around.',
  },
  ROT13: {
    write: ({ secret }) => rot13(secret),
    undo: rot13,
    reason: 'Whoever does that wants to get past a filter, and may encrypt as well.',
  },
};

/** Additional forms of an email. */
export const EMAIL_FORM_WRITERS: Readonly<Record<string, FormWriter>> = {
  'upper case': ({ secret }) => secret.toUpperCase(),
  'lower case': ({ secret }) => secret.toLowerCase(),
  'mixed case': ({ secret, below }) =>
    each(secret, (letter) => (below(2) === 0 ? letter.toUpperCase() : letter.toLowerCase())),
  'upper case in percent': ({ secret }) => encodeURIComponent(secret.toUpperCase()),
  'upper case in a page': ({ secret }) => page(secret.toUpperCase()).replaceAll('@', '&#64;'),
  'upper case in a Basic header': ({ secret }) => `Basic ${base64(`${secret.toUpperCase()}:x`)}`,
};
