/** One way in which a secret can be written. */
export interface SecretForm {
  readonly text: string;
  /** So many characters from its start give it away. */
  readonly enough: number;
}

/**
 * A prefix of so many characters counts as the secret. The first twelve of an Atlassian token are the same for
 * everybody; eight more are too many to be told.
 */
export const TELLING = 20;

const escapeEach = (text: string, write: (code: string) => string, which: RegExp): string =>
  text.replaceAll(which, (char) => write((char.codePointAt(0) ?? 0).toString(16).padStart(2, '0')));

const percent = (text: string): string => encodeURIComponent(text.toWellFormed());

const HTML: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const utf8 = (text: string): Buffer => Buffer.from(text, 'utf8');

const hex = (text: string): string => utf8(text).toString('hex');

/** Encodings of one character after the other, so that the prefix of a secret gives the prefix of its encoding. */
const ENCODINGS: readonly ((text: string) => string)[] = [
  (text) => text,
  (text) => JSON.stringify(text).slice(1, -1),
  (text) => JSON.stringify(JSON.stringify(text).slice(1, -1)).slice(1, -1),
  (text) => escapeEach(text, (code) => `\\u00${code}`, /[^A-Za-z0-9]/g),
  (text) => escapeEach(text, (code) => `\\u00${code.toUpperCase()}`, /[^A-Za-z0-9]/g),
  (text) => escapeEach(text, (code) => `\\u00${code}`, /[\s\S]/g),
  percent,
  (text) => percent(text).replaceAll(/%[0-9A-F]{2}/g, (code) => code.toLowerCase()),
  (text) => percent(text).replaceAll('%20', '+'),
  (text) => percent(percent(text)),
  (text) => escapeEach(text, (code) => `%${code.toUpperCase()}`, /[^A-Za-z0-9]/g),
  (text) => escapeEach(text, (code) => `%${code.toUpperCase()}`, /[\s\S]/g),
  (text) => escapeEach(text, (code) => `%${code}`, /[\s\S]/g),
  (text) => text.replaceAll(/[&<>"']/g, (char) => HTML[char] ?? char),
  hex,
  (text) => hex(text).toUpperCase(),
];

/**
 * Base64 as it stands within that of a longer text: what comes before shifts the bits, so there are three ways,
 * each without the characters that its neighbours have a part in.
 */
function base64Within(secret: string, shift: number): SecretForm {
  const encoded = Buffer.concat([Buffer.alloc(shift), utf8(secret)]).toString('base64');
  const from = shift === 0 ? 0 : shift + 1;
  const whole = (bytes: number): number => Math.floor(((shift + bytes) * 8) / 6) - from;
  return {
    text: encoded.slice(from, from + whole(utf8(secret).length)),
    enough: whole(utf8(secret.slice(0, TELLING)).length),
  };
}

const urlSafe = (text: string): string => text.replaceAll('+', '-').replaceAll('/', '_');

function unique(forms: readonly SecretForm[]): SecretForm[] {
  return [...new Map(forms.map((form) => [`${form.enough} ${form.text}`, form])).values()];
}

/** Every form in which a secret can be written, each once. */
export function secretForms(secret: string): SecretForm[] {
  const start = secret.slice(0, TELLING);
  const plain = ENCODINGS.map((encode) => ({ text: encode(secret), enough: encode(start).length }));
  const shifted = [0, 1, 2].map((shift) => base64Within(secret, shift));
  const variants = shifted.flatMap(({ text, enough }) => [
    { text, enough },
    { text: urlSafe(text), enough },
    { text: percent(text), enough: percent(text.slice(0, enough)).length },
  ]);
  return unique([...plain, ...variants]);
}
