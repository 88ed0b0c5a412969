import type { Anonymiser } from '../evidence/anonymiser.ts';
import type { ProbeAttempts } from './probe-attempts.ts';

/**
 * What a site answered earlier in the same process, so that a probe of the doctor's is not asked a second time in the same
 * night. The anonymiser comes along, because only it gives the same made-up names.
 */
export class Memory {
  histories: readonly ProbeAttempts[] = [];
  anonymiser: Anonymiser | undefined;
}
