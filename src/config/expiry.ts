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

/** The last day on which a credential works. */
interface Expiry {
  readonly variable: VariableName;
  /** The variable of the credential itself. */
  readonly credential: string;
  /** `YYYY-MM-DD`. */
  readonly date: string;
  /** Milliseconds since 1970 at the end of that day, UTC. */
  readonly end: number;
}

/** Returns the expiry of each credential as far as it is set. An invalid date is a fault of the settings, reported elsewhere. */
function expiries(values: Values): Expiry[] {
  return ALL_VARIABLES.flatMap(({ name: variable, date: isDate }): Expiry[] => {
    const date = values.get(variable);
    if (!isDate || date === undefined) return [];
    const end = Date.parse(date) + DAY;
    return Number.isNaN(end) ? [] : [{ variable, credential: variable.slice(0, -EXPIRES.length), date, end }];
  });
}

/** Returns the last day on which each credential works, as far as it is set, by the name of its variable. */
export function expiryDates(values: Values): Record<string, string> {
  const days = expiries(values).map(({ credential, end }) => [
    credential,
    new Date(end - DAY).toISOString().slice(0, 10),
  ]);
  // A year of five digits is a typing error that `Date` accepts.
  return Object.fromEntries(days.filter(([, day]) => /^\d{4}-\d{2}-\d{2}$/.test(day ?? '')));
}

/** Returns the notices due at a time, in milliseconds since 1970. An expiry date is the last day on which a credential works. */
export function expiryNotices(values: Values, now: number): ExpiryNotice[] {
  return expiries(values).flatMap(({ variable, credential, date, end }): ExpiryNotice[] => {
    if (end - now > leadTimeOf(credential)) return [];
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
