import { Fault } from '../fault.ts';

/**
 * Makes sure that an acknowledgement does not end before it begins. Whether it is a day at all is the schema's to say.
 *
 * @param today as `YYYY-MM-DD`
 * @throws Fault `usage`
 */
export function checkDayToCome(until: string | undefined, today: string): void {
  if (until !== undefined && until < today) {
    throw new Fault('usage', `--until ${until} is over: name a day to come, as YYYY-MM-DD.`);
  }
}
