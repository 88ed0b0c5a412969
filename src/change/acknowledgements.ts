import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { Fault } from '../fault.ts';
import { jsonText } from '../json.ts';
import { readChecked } from '../storage/read-json.ts';
import { writeFileAtomically } from '../storage/write-file.ts';

/** Where known changes are kept. */
export const ACKNOWLEDGED = join(import.meta.dirname, '..', '..', 'fixtures', 'acknowledged.json');

const acknowledgement = z.strictObject({
  fingerprint: z.string().regex(/^[0-9a-f]{16}$/, 'a fingerprint has sixteen hex digits'),
  /** The change in words, for the reader of the file. */
  change: z.string().min(1),
  reason: z.string().min(1),
  /** Where it is spoken of; left out where that is nowhere. */
  link: z.url({ protocol: /^https$/, error: 'the link must be an https address' }).optional(),
  /** The last day on which it counts, `YYYY-MM-DD`. */
  until: z.iso.date().optional(),
});

const schema = z.array(acknowledgement);

/** A change that is known: it stays visible and fails nothing. */
export type Acknowledgement = z.infer<typeof schema>[number];

/**
 * The known changes of a file; none where the usual one is missing.
 *
 * @throws Fault `unreadable-file`, `bad-json` or `bad-fixture`
 */
export function readAcknowledged(path = ACKNOWLEDGED): Acknowledgement[] {
  if (path === ACKNOWLEDGED && !existsSync(path)) return [];
  return readChecked(path, schema);
}

function checkedOne(one: Acknowledgement): Acknowledgement {
  const result = acknowledgement.safeParse(one);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new Fault(
    'usage',
    `The acknowledgement does not fit at ${issue?.path.join('.')}: ${issue?.message}.`,
  );
}

/**
 * Adds acknowledgements to a file, each in the place of one with the same fingerprint where there is one. The others stay as
 * they are, and nothing is written where one of the new ones does not fit.
 *
 * @throws Fault as `readAcknowledged` does, `usage` where a new one does not fit, `unreadable-file` where it cannot be written
 */
export function writeAcknowledgements(added: readonly Acknowledgement[], path = ACKNOWLEDGED): void {
  const known = existsSync(path) ? readAcknowledged(path) : [];
  const all = new Map([...known, ...added.map(checkedOne)].map((one) => [one.fingerprint, one]));
  writeFileAtomically(path, jsonText([...all.values()]), 'shared');
}
