import { mistype } from '../contract/authorization.ts';
import { Fault } from '../contract/fault.ts';
import { readings } from './decoded.ts';
import { secretForms, TELLING, type SecretForm } from './secret-forms.ts';

/** What must not be written down: a token, of which a long prefix is enough, the email of a person, or a password. */
export type SecretKind = 'token' | 'email' | 'password';

interface Known extends SecretForm {
  readonly label: string;
  readonly kind: SecretKind;
}

/** Shorter values would be found in half of all texts. */
const LEAST = 8;

// One for the whole process, on purpose: whoever writes anything must go through it, and nobody has to be handed it.
const known = new Map<string, Known[]>();

/** The packed starts of tokens, as they read without any escape. */
const starts = new Map<string, string>();

const keyOf = ({ text, enough }: SecretForm): string => text.slice(0, enough);

function remember(form: Known): void {
  const key = keyOf(form);
  const same = known.get(key) ?? [];
  if (!same.some(({ text, label }) => text === form.text && label === form.label)) same.push(form);
  known.set(key, same);
}

/** What of a secret is one as well. */
const ALSO: Record<SecretKind, (value: string) => readonly string[]> = {
  token: (value) => [value, mistype(value)],
  email: (value) => [value, value.toLowerCase()],
  password: (value) => [value],
};

/**
 * Registers a secret under the name by which it may be called. Of a token also what the contract makes of it with a
 * character changed; what it makes of it by cutting it off is a prefix, which counts anyway.
 *
 * @throws Fault `bad-config` where the value is too short to be told from other text
 */
export function keepSecret(label: string, value: string, kind: SecretKind = 'token'): void {
  if (value.length < LEAST) {
    throw new Fault('bad-config', `${label} is too short to be kept out of what is written down.`);
  }
  const values = ALSO[kind](value);
  const start = pack(value.slice(0, TELLING));
  if (kind === 'token' && start.length >= LEAST) starts.set(start, label);
  for (const one of values) {
    for (const { text, enough } of secretForms(one)) {
      remember({ label, kind, text, enough: kind === 'token' ? enough : text.length });
    }
  }
}

/** For tests: knows of no secret again. */
export function forgetSecrets(): void {
  known.clear();
  starts.clear();
}

interface Hit {
  readonly from: number;
  readonly to: number;
  readonly label: string;
}

/** How far a text goes on like a form from a place on. */
const matching = (text: string, at: number, form: string): number => {
  let length = 0;
  while (length < form.length && text[at + length] === form[length]) length += 1;
  return length;
};

function hits(text: string): Hit[] {
  const found: Hit[] = [];
  for (const [key, forms] of known) {
    for (let at = text.indexOf(key); at >= 0; at = text.indexOf(key, at + 1)) {
      for (const form of forms) {
        found.push({ from: at, to: at + matching(text, at, form.text), label: form.label });
      }
    }
  }
  return found.toSorted((a, b) => a.from - b.from || b.to - a.to);
}

function replaceAll(text: string): string {
  let out = '';
  let end = 0;
  for (const { from, to, label } of hits(text)) {
    if (to <= end) continue;
    if (from >= end) out += `${text.slice(end, from)}[${label}]`;
    // An overlap is part of what was just replaced.
    end = to;
  }
  return out + text.slice(end);
}

/** What a report may put between the characters of a secret: line breaks, margins, colours, quotation marks. */
// oxlint-disable-next-line no-control-regex -- colours are control characters
const FILLING = /\u001B\[[0-9;]*[A-Za-z]|[\s\u00AD\u200B-\u200F\u2060\uFEFF"'`\\|>]+/g;

const pack = (text: string): string => text.replaceAll(FILLING, '');

const refuse = (label: string): Fault =>
  new Fault(
    'secret-in-output',
    `Nothing was written: the text holds ${label} in a form that could not be taken out of it. Please report this, without the text.`,
  );

/** What is left must not give a secret away to whoever joins lines or undoes escapes that are not uniform. */
function assertClean(text: string): void {
  const packed = pack(text);
  for (const [key, forms] of known) {
    const form = forms.find(({ kind }) => kind === 'token');
    const packedKey = pack(key);
    // What is hardly longer than a word after packing would be found anywhere.
    if (form && packedKey.length >= LEAST && packed.includes(packedKey)) throw refuse(form.label);
  }
  const read = readings(text).map(pack);
  for (const [start, label] of starts) {
    if (read.some((one) => one.includes(start))) throw refuse(label);
  }
}

/**
 * The choke point: a text as it may be written down, with the names of secrets in their place. Everything that leaves
 * the process goes through it.
 *
 * @throws Fault `secret-in-output` where a secret is still recognisable afterwards
 */
export function redact(text: string): string {
  if (known.size === 0) return text;
  const clean = replaceAll(text);
  assertClean(clean);
  return clean;
}
