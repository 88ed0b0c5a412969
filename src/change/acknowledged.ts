import { join } from 'node:path';
import { z } from 'zod';
import { readChecked } from '../evidence/read-json.ts';

/** Where known changes are kept. */
export const ACKNOWLEDGED = join(import.meta.dirname, '..', '..', 'fixtures', 'acknowledged.json');

const schema = z.array(
  z.strictObject({
    fingerprint: z.string().regex(/^[0-9a-f]{16}$/, 'a fingerprint has sixteen hex digits'),
    /** The change in words, for the reader of the file. */
    change: z.string().min(1),
    reason: z.string().min(1),
    link: z.url({ protocol: /^https$/, error: 'the link must be an https address' }),
    /** The last day on which it counts, `YYYY-MM-DD`. */
    until: z.iso.date().optional(),
  }),
);

/** A change that is known: it stays visible and fails nothing. */
export type Acknowledgement = z.infer<typeof schema>[number];

/**
 * The known changes of a file.
 *
 * @throws Fault `unreadable-file`, `bad-json` or `bad-fixture`
 */
export function readAcknowledged(path = ACKNOWLEDGED): Acknowledgement[] {
  return readChecked(path, schema);
}
