import type { Values } from './values.ts';
import { ALL_VARIABLES, type VariableName } from './variables.ts';

const DAY = 86_400_000;

/**
 * Returns how long before the expiry of a credential to warn, in milliseconds: two weeks, or a third of the lifetime of an Admin
 * API key. API tokens live for at most a year, Admin API keys for a week by default (facts of 2024-12 and of the Admin API's
 * documentation).
 */
const leadTimeOf = (credential: string): number => (credential.endsWith('ADMIN_API_KEY') ? 7 / 3 : 14) * DAY;

const EXPIRES = '_EXPIRES';

/** A notice that a credential has expired or is about to. */
export interface ExpiryNotice {
  readonly variable: VariableName;
  readonly state: 'expired' | 'soon';
  readonly says: string;
}

/** Returns the notices due at a time, in milliseconds since 1970. An expiry date is the last day on which a credential works. */
export function expiryNotices(values: Values, now: number): ExpiryNotice[] {
  return ALL_VARIABLES.flatMap(({ name: variable, date: isDate }): ExpiryNotice[] => {
    const date = values.get(variable);
    if (!isDate || date === undefined) return [];
    const credential = variable.slice(0, -EXPIRES.length);
    const end = Date.parse(date) + DAY;
    // An invalid date is a fault of the settings, reported elsewhere.
    if (Number.isNaN(end) || end - now > leadTimeOf(credential)) return [];
    const days = Math.ceil((end - now) / DAY);
    const renew = `Create a new one, set ${credential} and ${variable}, and revoke the old one.`;
    return end <= now
      ? [{ variable, state: 'expired', says: `${credential} expired on ${date}. ${renew}` }]
      : [
          {
            variable,
            state: 'soon',
            says: `${credential} expires in ${days} day${days === 1 ? '' : 's'}, on ${date}. ${renew}`,
          },
        ];
  });
}
