import { describe, expect, it } from 'vitest';
import { expiryDates, expiryNotices } from './expiry.ts';
import type { Values } from './values.ts';
import type { VariableName } from './variables.ts';

const at = (day: string): number => Date.parse(`${day}T12:00:00Z`);

const values = (name: VariableName, date: string): Values => new Map([[name, date]]);

describe('the end of a credential', () => {
  it.each([
    ['JIRA_API_TOKEN_EXPIRES', '2026-12-31', '2026-12-01', undefined],
    ['JIRA_API_TOKEN_EXPIRES', '2026-12-31', '2026-12-19', 'soon'],
    ['JIRA_API_TOKEN_EXPIRES', '2026-12-31', '2026-12-31', 'soon'],
    ['JIRA_API_TOKEN_EXPIRES', '2026-12-31', '2027-01-01', 'expired'],
    // By default a key lives a week: a third of that.
    ['JIRA_ADMIN_API_KEY_EXPIRES', '2026-12-31', '2026-12-28', undefined],
    ['JIRA_ADMIN_API_KEY_EXPIRES', '2026-12-31', '2026-12-30', 'soon'],
    ['JIRA_ADMIN_API_KEY_EXPIRES', '2026-12-31', '2027-01-05', 'expired'],
    ['JIRA_WATCHED_ADMIN_API_KEY_EXPIRES', '2026-12-31', '2026-12-28', undefined],
    ['JIRA_SCOPED_TOKEN_EXPIRES', '2026-12-31', '2026-12-19', 'soon'],
    ['JIRA_UNDERSCOPED_TOKEN_EXPIRES', '2026-12-31', '2027-01-01', 'expired'],
    ['JIRA_DEACTIVATED_TOKEN_EXPIRES', '2026-12-31', '2027-01-01', 'expired'],
    ['JIRA_WATCHED_TOKEN_EXPIRES', '2026-12-31', '2026-12-31', 'soon'],
  ] as const)('%s=%s on %s: %s', (name, date, today, state) => {
    expect(expiryNotices(values(name, date), at(today)).map((one) => one.state)).toEqual(
      state ? [state] : [],
    );
  });

  it('is unknown if no date is set', () => {
    expect(expiryNotices(new Map(), at('2026-12-31'))).toEqual([]);
  });
});

describe('the last days of credentials', () => {
  it('are those that are set, by the name of the credential', () => {
    const set: Values = new Map([
      ['JIRA_API_TOKEN_EXPIRES', '2026-12-31'],
      ['JIRA_ADMIN_API_KEY_EXPIRES', '2026-12-24'],
      ['JIRA_SITE', 'https://a.example.com'],
    ]);
    expect(expiryDates(set)).toEqual({
      JIRA_API_TOKEN: '2026-12-31',
      JIRA_ADMIN_API_KEY: '2026-12-24',
    });
  });

  it.each(['', 'tomorrow', '2026-13-45', '+012026-01-01', '12026-01-01'])('leave out %j', (date) => {
    expect(expiryDates(values('JIRA_API_TOKEN_EXPIRES', date))).toEqual({});
  });
});
