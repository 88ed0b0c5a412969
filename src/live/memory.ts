import type { Anonymiser } from '../evidence/anonymiser.ts';
import type { ProbeAttempts } from './probe-attempts.ts';

/**
 * The answers of a site earlier in the same process, so that a probe of the doctor is not sent again in the same night. It
 * includes the anonymiser, so that the same pseudonyms are used.
 */
export class SiteMemory {
  histories: readonly ProbeAttempts[] = [];
  anonymiser: Anonymiser | undefined;
}
