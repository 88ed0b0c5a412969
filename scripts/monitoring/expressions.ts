import type { MetricName } from '../../src/report/machine/metrics.ts';

/** The part of a metric's name that all have in common. */
type ShortName = MetricName extends `jira_token_contract_${infer Short}` ? Short : never;

/**
 * Returns the selector of a metric. A metric that is renamed is a type error here.
 *
 * @param matchers further matchers; the stand-in, which is not Jira, is always left out
 */
export function metric(name: ShortName, ...matchers: readonly string[]): string {
  return `jira_token_contract_${name}{${['origin="recorded"', ...matchers].join(',')}}`;
}

const HOUR = 3600;
const DAY = 24 * HOUR;

/** Hours without a run after which something must be wrong with the nightly job. */
export const SILENT_HOURS = 36;

/** Nights without a conclusion after which a person has to look. */
export const INCONCLUSIVE_NIGHTS = 3;

/** Days before the expiry of a token from which on it should be replaced. */
export const EXPIRY_DAYS = 14;

/** Share of undecided rows at which a site deserves a look; above a tenth, a run is inconclusive. */
export const UNDECIDED_SHARE = 0.05;

/** Matches findings that are bad news, and all of a run of an earlier version, which has no levels. */
const SERIOUS = 'level!~"minor|notice|info"';

/** What alert rules and dashboard ask Prometheus. */
export const EXPRESSIONS = {
  serious: (...matchers: string[]) => metric('new_changes', SERIOUS, ...matchers),
  silence: (...matchers: string[]) => `time() - ${metric('last_run_timestamp_seconds', ...matchers)}`,
  untilExpiry: (...matchers: string[]) => `${metric('token_expiry_timestamp_seconds', ...matchers)} - time()`,
  undecidedShare: (...matchers: string[]) =>
    `${metric('undecided_rows', ...matchers)} / (${metric('asked_rows', ...matchers)} > 0)`,
} as const;

export const SECONDS = { HOUR, DAY } as const;
