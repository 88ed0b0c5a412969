/** For tests: random secrets in all forms against the choke point, judged by the oracle. */
import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { Fault } from '../fault.ts';
import { checksum } from '../contract/synthetic-token.ts';
import { clearSecrets, registerSecret, redact, type SecretKind } from './redaction.ts';
import { EMAIL_FORM_WRITERS, FORM_WRITERS, type Limit, type FormWriter } from './secret-forms.fixture.ts';
import { oracleFor } from './secrets.fixture.ts';

/** Random choices that a seed reproduces. */
interface Chance {
  /** Returns an integer from 0 up to a bound, excluding the bound. */
  readonly below: (bound: number) => number;
  readonly of: <T>(items: readonly T[]) => T;
  readonly text: (alphabet: string, length: number) => string;
}

/** Returns the random choices of a seed (mulberry32). */
function chanceOf(seed: number): Chance {
  let state = seed >>> 0;
  const below = (bound: number): number => {
    state = (state + 0x6d_2b_79_f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % bound;
  };
  const of = <T>(items: readonly T[]): T => {
    const item = items[below(items.length)];
    if (item === undefined) throw new Error('nothing to choose from');
    return item;
  };
  return {
    below,
    of,
    text: (alphabet, length) => {
      const letters = Array.from(alphabet);
      return Array.from({ length }, () => of(letters)).join('');
    },
  };
}

/** The seed of a run: from the environment, to try new cases or repeat a failure; otherwise the same in every run. */
export function seedOf(env: Readonly<Record<string, string | undefined>>): number {
  const given = Number(env['FUZZ_SEED'] ?? 'none');
  return Number.isInteger(given) ? given : 20_261_126;
}

const LOWER = 'abcdefghijklmnopqrstuvwxyz';
const BASE64URL = `ABCDEFGHIJKLMNOPQRSTUVWXYZ${LOWER}0123456789-_`;
const ODD = `${BASE64URL}!#$%&'()*+,./:;<=>?@[\\]^\`{|}~" äöüßéñ漢字😀`;

/** Returns random secrets, one of each kind. */
const SECRETS: Readonly<
  Record<string, { readonly kind: SecretKind; readonly make: (chance: Chance) => string }>
> = {
  ...Object.fromEntries(
    ['ATATT3xFfGF0', 'ATCTT3xFfG', 'ATBTT3xFfGF0', 'ATSTT3xFfGF0'].map((prefix) => [
      `token ${prefix}`,
      {
        kind: 'token' as const,
        make: ({ below, text }: Chance) => {
          const head = `${prefix}${text(BASE64URL, 100 + below(80))}=`;
          return head + checksum(head);
        },
      },
    ]),
  ),
  'token of before 2023': {
    kind: 'token',
    make: ({ text }) => {
      const body = text(`ABCDEFGHIJKLMNOPQRSTUVWXYZ${LOWER}0123456789`, 20);
      return body + createHash('md5').update(body).digest('hex').slice(0, 4);
    },
  },
  password: {
    kind: 'password',
    make: ({ below, text }) => `${text(BASE64URL, 1)}${text(ODD, 6 + below(50))}${text(BASE64URL, 1)}`,
  },
  'long password': { kind: 'password', make: ({ below, text }) => `x${text(ODD, 60 + below(138))}y` },
  'short email': { kind: 'email', make: ({ text }) => `${text(LOWER, 2)}@${text(LOWER, 1)}.io` },
  email: {
    kind: 'email',
    make: ({ below, of, text }) =>
      `${text(BASE64URL, 1)}${text(LOWER, 4 + below(8))}${of(['', '.', '+', "'"])}${text(BASE64URL.slice(0, 62), 4)}@${text(LOWER, 6)}.example.${of(['com', 'org', 'co.uk'])}`,
  },
};

/** Texts around a secret, none of which occurs in any form of one. */
const SURROUNDINGS: readonly ((inner: string, chance: Chance) => string)[] = [
  (inner) => inner,
  (inner, { below, text }) =>
    `${text(`${LOWER}   .,\n`, below(80))} ${inner} ${text(`${LOWER}   .,\n`, below(80))}`,
  (inner) => `${inner}\n\n${inner}`,
  (inner, { below, text }) =>
    `${text(BASE64URL, below(30))}\n${inner}\n${text('0123456789abcdef', below(60))}`,
  (inner, { below, text }) =>
    JSON.stringify({
      values: Array.from({ length: 1 + below(6) }, (_, id) => ({ id, name: text(`${LOWER} `, 20) })),
      body: inner,
      self: 'https://acme.example/rest/api/3/project/10000',
    }),
  (inner, { text }) => `"${text(LOWER, 3)}": "${inner}", [${inner}]`,
];

/** The labels of the secrets in a case. */
const LABEL = 'JIRA_API_TOKEN';
const EMAIL_LABEL = 'JIRA_EMAIL';

/** A case in which a secret was revealed. */
interface Leak {
  readonly form: string;
  readonly secret: string;
  readonly value: string;
  readonly text: string;
  readonly out: string;
}

/** The results of many cases. */
interface Attack {
  readonly cases: number;
  /** The forms in which secrets were written. */
  readonly forms: ReadonlySet<string>;
  /** Number of cases that the choke point refused, by form. */
  readonly refused: ReadonlyMap<string, number>;
  /** The leak with the shortest text, and the number of leaks, by form. */
  readonly leaks: ReadonlyMap<string, { readonly count: number; readonly smallest: Leak }>;
  /** Any other error, by form. */
  readonly errors: ReadonlyMap<string, string>;
}

const formsFor = (
  kind: SecretKind,
  every: number,
  turn: number,
): readonly (readonly [string, FormWriter])[] => [
  ...Object.entries(FORM_WRITERS).filter((_, at) => at % every === turn % every),
  ...(kind === 'email' ? Object.entries(EMAIL_FORM_WRITERS) : []),
];

/** All forms, in the order in which the cases use them. */
export const FORMS: readonly string[] = [...Object.keys(FORM_WRITERS), ...Object.keys(EMAIL_FORM_WRITERS)];

/**
 * Writes secrets in all forms, redacts them, and collects what is revealed.
 *
 * @param limit the only form to try instead, with its decoder
 * @param every each secret is written in one general form out of this many, so that a short attack reaches all forms
 *   and all kinds of secrets
 */
export function attack(seed: number, cases: number, limit?: readonly [string, Limit], every = 1): Attack {
  const chance = chanceOf(seed);
  const kinds = Object.entries(SECRETS);
  const [refused, leaks, errors] = [
    new Map<string, number>(),
    new Map<string, { count: number; smallest: Leak }>(),
    new Map<string, string>(),
  ];
  const note = (leak: Leak): void => {
    const { count = 0, smallest = leak } = leaks.get(leak.form) ?? {};
    leaks.set(leak.form, {
      count: count + 1,
      smallest: leak.text.length < smallest.text.length ? leak : smallest,
    });
  };
  let done = 0;
  let turn = 0;
  const tried = new Set<string>();
  while (done < cases) {
    for (const [secret, { kind, make }] of kinds) {
      const value = make(chance);
      const email = kind === 'email' ? value : SECRETS['email']?.make(chance);
      if (email === undefined || new Set(value).size < 5) continue;
      clearSecrets();
      try {
        registerSecret(LABEL, value, kind);
        if (kind !== 'email') registerSecret(EMAIL_LABEL, email, 'email');
      } catch (error) {
        // Counts as a case, so that the attack ends even if the choke point accepts no secret.
        errors.set(`registering a ${secret}`, String(error));
        done += 1;
        continue;
      }
      const judge = oracleFor([
        { label: LABEL, value, email: kind === 'email' },
        ...(kind === 'email' ? [] : [{ label: EMAIL_LABEL, value: email, email: true }]),
      ]);
      // An email takes the place of the secret, and of the user in a pair with a foreign token.
      turn += 1;
      const forms = limit ? [[limit[0], limit[1].write] as const] : formsFor(kind, every, turn);
      for (const [form, write] of forms) {
        if (done >= cases) break;
        done += 1;
        tried.add(form);
        const inner = write({ secret: value, email, below: chance.below });
        const text = chance.of(SURROUNDINGS)(inner, chance);
        let out: string;
        try {
          out = redact(text);
        } catch (error) {
          if (!(error instanceof Fault)) {
            errors.set(form, String(error));
            continue;
          }
          refused.set(form, (refused.get(form) ?? 0) + 1);
          out = error.message;
        }
        if (judge(limit ? limit[1].undo(out) : out).length > 0) note({ form, secret, value, text, out });
      }
    }
  }
  clearSecrets();
  return { cases: done, forms: tried, refused, leaks, errors };
}

/** Returns a random JSON document, with the given texts among its values and keys. */
function documentOf(chance: Chance, texts: readonly string[], depth = 0): unknown {
  const { below, of, text } = chance;
  const word = (): string => (below(3) === 0 ? of(texts) : text(`${ODD}\n\t`, below(20)));
  const kind = below(depth > 2 ? 3 : 6);
  if (kind < 3) return [word(), below(100_000), null][below(6) > 1 ? 0 : kind];
  const parts = Array.from({ length: 1 + below(4) }, () => documentOf(chance, texts, depth + 1));
  if (kind === 3) return parts;
  return Object.fromEntries(parts.map((part, at) => [`${word()}${at}`, part]));
}

/** Returns the JSON documents that redaction made invalid. */
function brokenDocuments(seed: number, cases: number): { readonly text: string; readonly out: string }[] {
  const chance = chanceOf(seed);
  const broken: { text: string; out: string }[] = [];
  for (let done = 0; done < cases; done += 1) {
    const { kind, make } = chance.of(Object.values(SECRETS).filter((one) => one.kind !== 'email'));
    const [secret, email] = [make(chance), SECRETS['email']?.make(chance) ?? ''];
    clearSecrets();
    registerSecret(LABEL, secret, kind);
    registerSecret(EMAIL_LABEL, email, 'email');
    const texts = Array.from({ length: 3 }, () =>
      chance.of(Object.values(FORM_WRITERS))({ secret, email, below: chance.below }),
    );
    const document = documentOf(chance, texts);
    const nested = chance.below(3) === 0 ? { body: JSON.stringify(document) } : document;
    const text = JSON.stringify(nested, null, chance.of([0, 2]));
    try {
      const out = redact(text);
      try {
        JSON.parse(out);
      } catch {
        broken.push({ text, out });
      }
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
    }
  }
  clearSecrets();
  return broken.toSorted((a, b) => a.text.length - b.text.length);
}

/** Number of texts per set of secrets. */
const CASES_PER_SECRETS = 50;

/** Returns the texts without secrets that were changed, with the results. */
function changedTexts(seed: number, cases: number): { readonly text: string; readonly out: string }[] {
  const chance = chanceOf(seed);
  const changed: { text: string; out: string }[] = [];
  const strangers = Object.values(SECRETS).filter(({ kind }) => kind !== 'token');
  for (let done = 0; done < cases; done += 1) {
    if (done % CASES_PER_SECRETS === 0) {
      clearSecrets();
      for (const [at, { kind, make }] of Object.values(SECRETS).entries()) {
        // A short email may occur in a random text.
        if (make !== SECRETS['short email']?.make) registerSecret(`${LABEL}_${at}`, make(chance), kind);
      }
    }
    // Without foreign tokens: anything that looks like a real one may be refused.
    const secret = chance.of(strangers).make(chance);
    const inner = chance.of(Object.values(FORM_WRITERS))({
      secret,
      email: 'a.stranger@acme.example',
      below: chance.below,
    });
    const noise = chance.text(chance.of([BASE64URL, ODD, '0123456789abcdef', LOWER]), chance.below(400));
    const text = chance.of(SURROUNDINGS)(
      chance.of([inner, noise, JSON.stringify(documentOf(chance, [noise]))]),
      chance,
    );
    let out: string;
    try {
      out = redact(text);
    } catch (error) {
      out = String(error);
    }
    if (out !== text) changed.push({ text, out });
  }
  clearSecrets();
  return changed.toSorted((a, b) => a.text.length - b.text.length);
}

/** Describes failures so that a person can repeat them: seed, forms, and the smallest text of each. */
export function describeAttack(seed: number, { leaks, errors }: Attack): string {
  return [
    `FUZZ_SEED=${seed}`,
    ...[...leaks].map(
      ([form, { count, smallest }]) =>
        `${form}: ${count} times, at least with a ${smallest.secret} ${JSON.stringify(smallest.value)} in ${JSON.stringify(smallest.text.slice(0, 400))}, of which came ${JSON.stringify(smallest.out.slice(0, 400))}`,
    ),
    ...[...errors].map(([form, error]) => `${form}: ${error}`),
  ].join('\n');
}

/** Describes a failure with a wrong output, so that a person can repeat it. */
function describeTexts(
  seed: number,
  texts: readonly { readonly text: string; readonly out: string }[],
): string {
  return [
    `FUZZ_SEED=${seed}`,
    ...texts
      .slice(0, 5)
      .map(
        ({ text, out }) =>
          `${JSON.stringify(text.slice(0, 400))} became ${JSON.stringify(out.slice(0, 400))}`,
      ),
  ].join('\n');
}

/** For tests: declares the tests of generated documents, with and without secrets. */
export function testDocuments(seed: number, documents: number): void {
  it('keeps JSON valid, or refuses it', () => {
    const broken = brokenDocuments(seed, documents);
    expect(broken.length, describeTexts(seed, broken)).toBe(0);
  });

  it('does not change a text without a secret', () => {
    const changed = changedTexts(seed, documents);
    expect(changed.length, describeTexts(seed, changed)).toBe(0);
  });
}
