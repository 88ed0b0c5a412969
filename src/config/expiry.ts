import type { Values } from './values.ts';
import { ALL_VARIABLES, type VariableName } from './variables.ts';

const DAY = 86_400_000;

/**
 * How long before its end a credential is warned of: two weeks, or a third of its life. API tokens live a year at most,
 * Admin API keys a week by default (facts of 2024-12 and of the Admin API's documentation).
 */
const leadOf = (of: string): number => (of.endsWith('ADMIN_API_KEY') ? 7 / 3 : 14) * DAY;

const EXPIRES = '_EXPIRES';

/** That a credential has expired by its date, or is about to. */
export interface ExpiryNotice {
  readonly variable: VariableName;
  readonly state: 'expired' | 'soon';
  readonly says: string;
}

/** What the dates of expiry say at a time, in milliseconds since 1970. A date is the last day on which it works. */
export function expiryNotices(values: Values, now: number): ExpiryNotice[] {
  return ALL_VARIABLES.flatMap(({ name: variable, date: isDate }): ExpiryNotice[] => {
    const date = values.get(variable);
    if (!isDate || date === undefined) return [];
    const of = variable.slice(0, -EXPIRES.length);
    const end = Date.parse(date) + DAY;
    // What is no date is a fault of the settings, which stops whoever reads them.
    if (Number.isNaN(end) || end - now > leadOf(of)) return [];
    const days = Math.ceil((end - now) / DAY);
    const renew = `Create a new one, set ${of} and ${variable}, and revoke the old one.`;
    return end <= now
      ? [{ variable, state: 'expired', says: `${of} expired on ${date}. ${renew}` }]
      : [
          {
            variable,
            state: 'soon',
            says: `${of} expires in ${days} day${days === 1 ? '' : 's'}, on ${date}. ${renew}`,
          },
        ];
  });
}
