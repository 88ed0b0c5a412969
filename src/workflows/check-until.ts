import { Fault } from '../fault.ts';

/**
 * Checks that the last day of an acknowledgement is not in the past. The schema checks that it is a date.
 *
 * @param today as `YYYY-MM-DD`
 * @throws Fault `usage`
 */
export function checkUntil(until: string | undefined, today: string): void {
  if (until !== undefined && until < today) {
    throw new Fault('usage', `--until ${until} is in the past. Name today or a later day, as YYYY-MM-DD.`);
  }
}
