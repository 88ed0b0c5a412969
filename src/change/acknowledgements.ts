import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { Fault } from '../fault.ts';
import { jsonText } from '../json.ts';
import { readJsonWithSchema } from '../storage/read-json.ts';
import { writeFileAtomically } from '../storage/write-file.ts';

/** The default file of acknowledgements. */
export const ACKNOWLEDGEMENTS_FILE = join(import.meta.dirname, '..', '..', 'fixtures', 'acknowledged.json');

const acknowledgement = z.strictObject({
  fingerprint: z.string().regex(/^[0-9a-f]{16}$/, 'a fingerprint has sixteen hex digits'),
  change: z.string().min(1).meta({ description: 'The change in words, for a person who reads the file' }),
  reason: z.string().min(1).meta({ description: 'Why it does not fail a run' }),
  link: z
    .url({ protocol: /^https$/, error: 'the link must be an https address' })
    .meta({ pattern: '^https://', description: 'Where the change is discussed, if anywhere' })
    .optional(),
  until: z.iso
    .date()
    .meta({ description: 'The last day on which the acknowledgement is in force, YYYY-MM-DD' })
    .optional(),
});

/** A file of acknowledgements. */
export const acknowledgementsSchema = z.array(acknowledgement);

/** An acknowledged change: it stays visible but does not fail a run. */
export type Acknowledgement = z.infer<typeof acknowledgement>;

/**
 * Reads the acknowledgements of a file. Returns none if the file is the default one and is missing.
 *
 * @throws Fault `unreadable-file`, `bad-json` or `bad-fixture`
 */
export function readAcknowledgements(path = ACKNOWLEDGEMENTS_FILE): Acknowledgement[] {
  if (path === ACKNOWLEDGEMENTS_FILE && !existsSync(path)) return [];
  return readJsonWithSchema(path, acknowledgementsSchema);
}

/** Reads the acknowledgements of a file that need not exist yet. Throws as `readAcknowledgements` does. */
export function readAcknowledgementsIfAny(path: string): Acknowledgement[] {
  return existsSync(path) ? readAcknowledgements(path) : [];
}

function validated(entry: Acknowledgement): Acknowledgement {
  const result = acknowledgement.safeParse(entry);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new Fault('usage', `The acknowledgement has an invalid ${issue?.path.join('.')}: ${issue?.message}.`);
}

/**
 * Adds acknowledgements to a file. Each replaces an entry with the same fingerprint; other entries do not change. Nothing is
 * written if one of the new entries is invalid.
 *
 * @throws Fault as `readAcknowledgements` does, `usage` if a new entry is invalid, `unreadable-file` if the file cannot be written
 */
export function writeAcknowledgements(added: readonly Acknowledgement[], path = ACKNOWLEDGEMENTS_FILE): void {
  const known = readAcknowledgementsIfAny(path);
  const all = new Map([...known, ...added.map(validated)].map((entry) => [entry.fingerprint, entry]));
  writeFileAtomically(path, jsonText([...all.values()]), 'shared');
}
