import type { Values } from './settings.ts';
import type { VariableName } from './variables.ts';

const DAY = 86_400_000;

/**
 * How long before its end a credential is warned of: two weeks, or a third of its life. API tokens live a year at most,
 * Admin API keys a week by default (facts of 2024-12 and of the Admin API's documentation).
 */
const LIVES: readonly {
  readonly variable: VariableName;
  readonly of: VariableName;
  readonly lead: number;
}[] = [
  { variable: 'JIRA_API_TOKEN_EXPIRES', of: 'JIRA_API_TOKEN', lead: 14 * DAY },
  { variable: 'JIRA_ADMIN_API_KEY_EXPIRES', of: 'JIRA_ADMIN_API_KEY', lead: (7 * DAY) / 3 },
];

/** That a credential has expired by its date, or is about to. */
export interface ExpiryNotice {
  readonly variable: VariableName;
  readonly state: 'expired' | 'soon';
  readonly says: string;
}

/** What the dates of expiry say at a time, in milliseconds since 1970. A date is the last day on which it works. */
export function expiryNotices(values: Values, now: number): ExpiryNotice[] {
  return LIVES.flatMap(({ variable, of, lead }): ExpiryNotice[] => {
    const date = values.get(variable);
    if (date === undefined) return [];
    const end = Date.parse(date) + DAY;
    if (Number.isNaN(end) || end - now > lead) return [];
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
