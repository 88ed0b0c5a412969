/**
 * For tests: all readings of a text after up to three decodings, for an oracle that is independent of the redaction.
 * Each decoder is linear, and returns only the surroundings of what it changed.
 */

/** Maximum number of nested decodings. */
const DEPTH = 3;

/**
 * Number of characters on each side of a decoded place that are passed on: more than any encoding of a window of a
 * secret.
 */
const NEAR = 200;

/**
 * Number of characters above which only the escapes that are mixed in practice are decoded: the others match in half
 * of all noise.
 */
const LARGE = 2 ** 18;

/** Replaces what was left out, so that distant pieces never touch. It survives every decoder. */
const GAP = '\n\u{E000}\n';

/** Returns bytes as text: UTF-8 if valid, Latin-1 otherwise. */
function textOf(bytes: Buffer): string {
  const text = bytes.toString('utf8');
  return text.includes('\uFFFD') ? bytes.toString('latin1') : text;
}

const codePoint = (code: number): string => (code <= 0x10_ff_ff ? String.fromCodePoint(code) : '\uFFFD');

const hexBytes = (run: string): string => textOf(Buffer.from(run.replaceAll(/[^\da-f]/gi, ''), 'hex'));

const octalBytes = (run: string): string =>
  textOf(Buffer.from([...run.matchAll(/[0-7]{3}/g)].map(([digits]) => Number.parseInt(digits, 8))));

const CONTROLS: Readonly<Record<string, string>> = {
  n: '\n',
  r: '\r',
  t: '\t',
  b: '\b',
  f: '\f',
  v: '\v',
  0: '\0',
};

const backslash = (run: string): string => {
  if (run.startsWith('\\x')) return hexBytes(run.replaceAll('\\x', ''));
  if (/^\\[uU]/.test(run)) {
    return run[2] !== '{' && run.length === 6
      ? String.fromCharCode(Number.parseInt(run.slice(2), 16))
      : codePoint(Number.parseInt(run.slice(2).replaceAll(/[{}]/g, ''), 16));
  }
  if (/^\\[0-7]{3}/.test(run)) return octalBytes(run);
  return CONTROLS[run.charAt(1)] ?? run.slice(1);
};

const percent = (run: string): string =>
  /^%u/i.test(run) ? String.fromCharCode(Number.parseInt(run.slice(2), 16)) : hexBytes(run);

/** HTML names of ASCII characters, and of some invisible ones. */
const ENTITIES = new Map(
  Object.entries({
    amp: '&',
    AMP: '&',
    lt: '<',
    LT: '<',
    gt: '>',
    GT: '>',
    quot: '"',
    QUOT: '"',
    apos: "'",
    nbsp: ' ',
    Tab: '\t',
    NewLine: '\n',
    excl: '!',
    num: '#',
    dollar: '$',
    percnt: '%',
    lpar: '(',
    rpar: ')',
    ast: '*',
    midast: '*',
    plus: '+',
    comma: ',',
    period: '.',
    sol: '/',
    colon: ':',
    semi: ';',
    equals: '=',
    quest: '?',
    commat: '@',
    lsqb: '[',
    lbrack: '[',
    bsol: '\\',
    rsqb: ']',
    rbrack: ']',
    Hat: '^',
    lowbar: '_',
    UnderBar: '_',
    grave: '`',
    lcub: '{',
    lbrace: '{',
    verbar: '|',
    vert: '|',
    rcub: '}',
    rbrace: '}',
    dash: '-',
    hyphen: '-',
    shy: '\u00AD',
    zwj: '\u200D',
    zwnj: '\u200C',
    ZeroWidthSpace: '\u200B',
    NoBreak: '\u2060',
  }),
);

const entity = (run: string): string => {
  const body = run.slice(1).replace(/;$/, '');
  if (/^#x/i.test(body)) return codePoint(Number.parseInt(body.slice(2), 16));
  if (body.startsWith('#')) return codePoint(Number.parseInt(body.slice(1), 10));
  return ENTITIES.get(body) ?? run;
};

const quotedPrintable = (run: string): string => (/^=\s/.test(run) ? '' : hexBytes(run));

const css = (run: string): string => codePoint(Number.parseInt(run.slice(1), 16));

interface Escape {
  readonly pattern: RegExp;
  readonly decode: (run: string) => string;
}

const BACKSLASH =
  /(?:\\x[\da-fA-F]{2})+|\\u\{[\da-fA-F]{1,6}\}|\\u[\da-fA-F]{4}|\\U[\da-fA-F]{8}|(?:\\[0-3][0-7]{2})+|\\[nrtbfv0"'\\/`<>&=@:-]/g;
const PERCENT = /%u[\da-fA-F]{4}|(?:%[\da-fA-F]{2})+/g;
const ENTITY = /&(?:#[xX][\da-fA-F]{1,6}|#\d{1,7}|[A-Za-z]{2,14});?/g;

const DECODERS: Readonly<Record<string, (run: string) => string>> = {
  '\\': backslash,
  '%': percent,
  '&': entity,
};

/** Each escape alone, since a password may contain what looks like another; then those that are mixed in practice. */
const ESCAPES: readonly Escape[] = [
  { pattern: BACKSLASH, decode: backslash },
  { pattern: PERCENT, decode: percent },
  { pattern: /%u[\da-fA-F]{4}|(?:%[\da-fA-F]{2})+|\+/g, decode: (run) => (run === '+' ? ' ' : percent(run)) },
  { pattern: ENTITY, decode: entity },
  { pattern: /=[ \t]*\r?\n|(?:=[\dA-Fa-f]{2})+/g, decode: quotedPrintable },
  { pattern: /\\[\da-fA-F]{1,6}[ \t\n]?/g, decode: css },
];

/** Escapes that occur together: in URLs inside JSON, and in pages inside JSON. */
const MIXED: readonly Escape[] = [
  [BACKSLASH, PERCENT, ENTITY],
  [BACKSLASH, ENTITY],
].map((patterns) => ({
  pattern: new RegExp(patterns.map(({ source }) => source).join('|'), 'g'),
  decode: (run) => DECODERS[run.charAt(0)]?.(run) ?? run,
}));

/** Returns what escapes decode to, with the surroundings; empty if there are none. */
function unescape(text: string, { pattern, decode }: Escape): string {
  const places = new Set<string>();
  let place = '';
  let last = -1;
  for (const match of text.matchAll(pattern)) {
    const [run] = match;
    if (last >= 0 && match.index - last <= 2 * NEAR) place += text.slice(last, match.index);
    else {
      if (last >= 0) places.add(place + text.slice(last, last + NEAR));
      place = text.slice(Math.max(0, match.index - NEAR), match.index);
    }
    place += decode(run);
    last = match.index + run.length;
  }
  if (last < 0) return '';
  places.add(place + text.slice(last, last + NEAR));
  return [...places].join(GAP);
}

/* oxlint-disable no-control-regex -- control characters are what is looked for */

/** Terminal colours and links, tags and comments, line breaks with the margin after them, invisible characters. */
const DECORATION = new RegExp(
  [
    /\u001B\[[0-?]*[ -/]*[@-~]/,
    /\u001B\][^\u0007\u001B]{0,300}(?:\u0007|\u001B\\)/,
    /<!--[^]{0,300}?-->/,
    /<[/a-zA-Z][^<>]{0,300}>/,
    /\\?\r?\n[ \t]*(?:(?:[>|#*]|\/\/)[ \t]*)*/,
    /[\p{Default_Ignorable_Code_Point}\p{Cf}\u0000-\u0008\u000B-\u001F\u007F-\u009F]/u,
  ]
    .map(({ source }) => source)
    .join('|'),
  'gu',
);

/** What joins the pieces of a text in source code and lists. */
const JOINTS = /["'`]\s*[+.,&;]\s*["'`]|["'`,;\\\s]/g;

/**
 * Returns a text without what may separate the characters of a secret, from the least to the most that is removed.
 */
function undecorated(text: string): string[] {
  const plain = text.replaceAll(DECORATION, '');
  return [
    ...new Set([
      text,
      plain,
      plain.replaceAll(/\s+/g, ''),
      plain.replaceAll(JOINTS, ''),
      text.replaceAll(/[^\w=+/@.\u{E000}-]+/gu, ''),
    ]),
  ];
}

const groups = (run: string, size: number): string[] =>
  Array.from({ length: size }, (_, skip) => run.slice(skip));

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

function base32(run: string): Buffer {
  const bytes: number[] = [];
  let [value, bits] = [0, 0];
  for (const letter of run.toUpperCase()) {
    value = ((value << 5) | BASE32.indexOf(letter)) & 0xff_ff;
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      bytes.push((value >> bits) & 0xff);
    }
  }
  return Buffer.from(bytes);
}

const decimals = (run: string, pattern: RegExp): Buffer[] => [
  Buffer.from([...run.matchAll(pattern)].map(([, digits = '']) => Number(digits) & 0xff)),
];

interface Packing {
  readonly pattern: RegExp;
  readonly decode: (run: string) => Buffer[];
}

/** Ways to write bytes as other characters. */
const PACKINGS: readonly Packing[] = [
  {
    pattern: /[\w+/-]{10,}/g,
    decode: (run) => groups(run, 4).map((part) => Buffer.from(part, 'base64')),
  },
  { pattern: /[\da-fA-F]{14,}/g, decode: (run) => groups(run, 2).map((part) => Buffer.from(part, 'hex')) },
  {
    pattern: /(?:(?:0x|\\x)?[\da-fA-F]{2}[\s:,;.|_-]{1,8}){6,}(?:0x|\\x)?[\da-fA-F]{2}/g,
    decode: (run) => [Buffer.from(run.replaceAll(/0x|[^\da-fA-F]/g, ''), 'hex')],
  },
  {
    pattern: /(?:-?\d{1,3}[\s,;.]{1,24}){6,}-?\d{1,3}/g,
    decode: (run) => decimals(run, /(-?\d+)/g),
  },
  {
    pattern: /(?:"?\d{1,6}"?\s*[:=]\s*-?\d{1,3}[\s,;]{1,24}){6,}"?\d{1,6}"?\s*[:=]\s*-?\d{1,3}/g,
    decode: (run) => decimals(run, /[:=]\s*(-?\d+)/g),
  },
  { pattern: /[A-Z2-7]{20,}|[a-z2-7]{20,}/g, decode: (run) => groups(run, 8).map(base32) },
];

/**
 * Returns all encoded bytes in a text, as text.
 *
 * @param known runs that need not be decoded again
 */
function unpacked(text: string, known: Set<string>): string[] {
  const found: string[] = [];
  for (const [kind, { pattern, decode }] of PACKINGS.entries()) {
    for (const [run] of text.matchAll(pattern)) {
      const key = `${kind}${run}`;
      if (known.has(key)) continue;
      known.add(key);
      for (const bytes of decode(run)) {
        found.push(bytes.toString('utf8'));
        if (bytes.length < LARGE && bytes.includes(0))
          found.push(bytes.toString('latin1').replaceAll('\0', ''));
      }
    }
  }
  return found;
}

/** Returns the decoded bytes that can be text, and so may contain another encoding. */
const READABLE = /[^\u0001-\u0008\u000E-\u001F\u007F\uFFFD]{12,}/g;

/**
 * Visits every reading of a text, including itself, after up to three decodings, until the search ends.
 *
 * @param found receives each reading, and returns true to end the search
 */
export function everyReading(text: string, found: (reading: string) => boolean): boolean {
  const seen = new Set<string>();
  const known = new Set<string>();
  let layer: { readonly text: string; readonly escapes: readonly Escape[] }[] = [
    { text, escapes: [...ESCAPES, ...MIXED] },
  ];
  for (let depth = 0; ; depth += 1) {
    const next: typeof layer = [];
    const readable = new Set<string>();
    for (const entry of layer) {
      if (entry.text === '' || seen.has(entry.text)) continue;
      seen.add(entry.text);
      const views = undecorated(entry.text);
      if (views.some(found)) return true;
      if (depth === DEPTH) continue;
      const noisy = entry.text.length > LARGE;
      for (const escape of noisy ? MIXED : entry.escapes) {
        const escapes = MIXED.includes(escape) ? MIXED : [escape, ...MIXED];
        for (const view of views.slice(0, 3)) next.push({ text: unescape(view, escape), escapes });
      }
      for (const view of views) {
        const whole = unpacked(view, known).join(GAP);
        if (found(whole)) return true;
        for (const [run] of whole.matchAll(READABLE)) readable.add(run.replaceAll('\0', ''));
      }
    }
    if (depth === DEPTH) return false;
    next.push({ text: [...readable].join(GAP), escapes: [...ESCAPES, ...MIXED] });
    layer = next;
  }
}
