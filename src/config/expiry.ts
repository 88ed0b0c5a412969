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

/** The expiry of a credential. */
export interface Expiry {
  /** The variable that holds the credential, such as `JIRA_API_TOKEN`. */
  readonly credential: string;
  /** The last day on which it works. */
  readonly date: string;
  /** Days until then; 0 or less if it has expired. */
  readonly days: number;
  /** Whether it is time to renew it. */
  readonly isDue: boolean;
}

/** Returns the expiry of each credential whose date is known, the next one first. */
export function expiriesOf(values: Values, now: number): Expiry[] {
  return ALL_VARIABLES.flatMap(({ name: variable, date: isDate }): Expiry[] => {
    const date = values.get(variable);
    if (!isDate || date === undefined) return [];
    const credential = variable.slice(0, -EXPIRES.length);
    const left = Date.parse(date) + DAY - now;
    // An invalid date is a fault of the settings, reported elsewhere.
    if (Number.isNaN(left)) return [];
    return [{ credential, date, days: Math.ceil(left / DAY), isDue: left <= leadTimeOf(credential) }];
  }).toSorted((a, b) => a.days - b.days);
}

/** Returns the last day on which each credential works, as far as it is set, by the name of its variable. */
export function expiryDates(values: Values): Record<string, string> {
  const days = expiriesOf(values, 0).flatMap(({ credential, date }) => {
    const [day = ''] = new Date(date).toISOString().split('T');
    // A year of five digits is a typing error that `Date` accepts.
    return /^\d{4}-\d{2}-\d{2}$/.test(day) ? [[credential, day] as const] : [];
  });
  return Object.fromEntries(days);
}

/** Returns the notices due at a time, in milliseconds since 1970. An expiry date is the last day on which a credential works. */
export function expiryNotices(values: Values, now: number): ExpiryNotice[] {
  const due = new Map(expiriesOf(values, now).map((expiry) => [`${expiry.credential}${EXPIRES}`, expiry]));
  return ALL_VARIABLES.flatMap(({ name: variable }): ExpiryNotice[] => {
    const expiry = due.get(variable);
    if (!expiry?.isDue) return [];
    const { credential, date, days } = expiry;
    const renew = `Create a new one, set ${credential} and ${variable}, and revoke the old one.`;
    return days <= 0
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
