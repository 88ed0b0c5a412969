import type { ProbeFilter } from '../contract/probe-filter.ts';
import { Fault } from '../fault.ts';

/** Returns the fault of a filter that leaves nothing to ask. */
export function nothingToAsk({ words }: ProbeFilter, reason = 'the contract has no such probe'): Fault {
  return new Fault(
    'usage',
    `--only ${words.join(', ')} leaves nothing to ask: ${reason.replace(/\.$/, '')}.`,
  );
}
