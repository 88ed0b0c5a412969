import { join } from 'node:path';
import { z } from 'zod';
import { Fault } from '../fault.ts';
import { readJsonWithSchema } from '../storage/read-json.ts';

/** The integrations whose source was read. */
export const BY_READING_FILE = join(
  import.meta.dirname,
  '..',
  '..',
  'fixtures',
  'clients',
  'by-reading.json',
);

/** Whether a check can tell a dead token from a working one; indirectly: it fails, but because of something else. */
export const NOTICES = ['yes', 'no', 'indirectly'] as const;

/** Whether a dead token is noticed while the integration works, after its check. */
export const NOTICES_AT_WORK = ['yes', 'no', 'not read'] as const;

const oneLine = z
  .string()
  .min(1)
  .regex(/^\S.*\S$/, 'write one line without spaces around it');

const address = z.url({ protocol: /^https$/, error: 'write an https address' });

const commitSchema = z.string().regex(/^[0-9a-f]{40}$/, 'a commit has 40 hex digits');

/** What was read, and on which day. The place is a path from the root of the repository or package, and a name in that file. */
const place = {
  file: z.string().regex(/^(?![/.])\S+$/, 'write the path of the file from the root'),
  symbol: oneLine.meta({ description: 'The function, method or key in that file' }),
  url: address.meta({ description: 'Leads to that file as it was read' }),
  read: z.iso.date().meta({ description: 'The day on which it was read' }),
};

/**
 * Returns whether an address is a permanent link to a file on GitHub at a commit. The address of a branch does not qualify,
 * because a branch moves on.
 */
function isPermalink(url: string, commit: string, file: string): boolean {
  const found = /^https:\/\/github\.com\/[\w.-]+\/[\w.-]+\/blob\/([0-9a-f]{40})\/([^\s?#]+)$/.exec(url);
  return found?.[1] === commit && found[2] === file;
}

const fromSource = z
  .strictObject({ grade: z.literal('source'), commit: commitSchema, ...place })
  .refine(
    ({ url, commit, file }) => isPermalink(url, commit, file),
    'link the file as of the commit: https://github.com/<owner>/<name>/blob/<commit>/<file>',
  );

const fromPackage = z
  .strictObject({
    grade: z.literal('package'),
    version: z.string().regex(/^\d[\w.+-]*$/, 'write the version of the package'),
    published: z.iso.date().optional(),
    ...place,
  })
  .refine(
    ({ url, version, file }) => url.includes(`@${version}/`) && url.endsWith(`/${file}`),
    'link the file of that version of the package',
  );

/** Taken over from notes made when the source was read earlier; no line of it was seen again, so there is no place. */
const fromFacts = z.strictObject({
  grade: z.literal('facts'),
  read: z.string().regex(/^\d{4}-(?:0[1-9]|1[0-2])$/, 'write the month as 2026-11'),
  seen: z
    .string()
    .regex(/^\d{4}-(?:0[1-9]|1[0-2])$/, 'write the month as 2026-08')
    .meta({ description: 'The month of the version that was read' })
    .optional(),
});

const evidence = z.discriminatedUnion('grade', [fromSource, fromPackage, fromFacts]);

/** The check of a token, as a user runs it when an integration is set up. */
const check = z.strictObject({
  asks: oneLine.meta({ description: 'The operation that it asks; "nothing" if there is no check' }),
  notices: z.enum(NOTICES),
  evidence,
});

const atWork = z
  .strictObject({ notices: z.enum(NOTICES_AT_WORK), evidence: evidence.optional() })
  .refine(
    ({ notices, evidence: seen }) => (notices === 'not read') === (seen === undefined),
    'evidence belongs to what was read, and to nothing else',
  );

const integration = z
  .strictObject({
    name: oneLine,
    repository: address,
    version: oneLine.meta({ description: 'The released version that was read, if it is known' }).optional(),
    check,
    atWork,
    why: oneLine.regex(/\.$/, 'write a whole sentence'),
    before: check
      .meta({ description: 'An earlier version of its check, if that was read as well' })
      .optional(),
    issues: z.array(address).meta({ description: 'Where the question is discussed upstream' }).default([]),
  })
  .refine(
    ({ repository, check: now, atWork: work, before }) =>
      [now.evidence, work.evidence, before?.evidence].every(
        (seen) => seen?.grade !== 'source' || seen.url.startsWith(`${repository}/blob/`),
      ),
    'a file that was read belongs to the repository',
  );

/** The days and months on which the evidence of an integration was read. */
const daysOf = (one: z.infer<typeof integration>): string[] =>
  [one.check, one.atWork, one.before].flatMap((part) =>
    part?.evidence === undefined ? [] : [part.evidence.read],
  );

/** The content of `fixtures/clients/by-reading.json`. */
export const byReadingSchema = z
  .strictObject({
    date: z.iso.date().meta({ description: 'The day on which the file was last brought up to date' }),
    integrations: z
      .array(integration)
      .min(1)
      .refine(
        (all) => new Set(all.map(({ name }) => name.toLowerCase())).size === all.length,
        'an integration is listed twice',
      ),
  })
  .refine(
    // A month is compared with the month of the file.
    ({ date, integrations }) => integrations.flatMap(daysOf).every((day) => day <= date.slice(0, day.length)),
    'something was read after the date of the file',
  );

/** What was found by reading the source of integrations that were not run. */
export type ByReading = z.infer<typeof byReadingSchema>;

/** One integration whose source was read. */
export type Integration = ByReading['integrations'][number];

/** What a statement on an integration is based on. */
export type Evidence = Integration['check']['evidence'];

/**
 * Reads the integrations whose source was read.
 *
 * @param today the day of reading the file, YYYY-MM-DD
 * @throws Fault `unreadable-file`, `bad-json` or `bad-fixture`, naming the place; also `bad-fixture` if the date of the file
 *   has not come yet
 */
export function readByReading(today: string, path = BY_READING_FILE): ByReading {
  const file = readJsonWithSchema(path, byReadingSchema);
  if (file.date <= today) return file;
  throw new Fault(
    'bad-fixture',
    `${path} has a date that has not come yet: ${file.date}, and today is ${today}. Correct the date, or the clock.`,
  );
}
