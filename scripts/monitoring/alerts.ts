import { stringify } from 'yaml';
import {
  EXPIRY_DAYS,
  EXPRESSIONS,
  INCONCLUSIVE_NIGHTS,
  metric,
  SECONDS,
  SILENT_HOURS,
  UNDECIDED_SHARE,
} from './expressions.ts';

/** An alert rule of Prometheus. */
interface AlertRule {
  readonly alert: string;
  readonly expr: string;
  readonly for?: string;
  readonly labels: { readonly severity: 'critical' | 'warning' };
  readonly annotations: { readonly summary: string; readonly description: string };
}

const VALUE = '{{ $value }}';
const SITE = '{{ $labels.site }}';

/** All alert rules, most urgent first. */
export const ALERTS: readonly AlertRule[] = [
  {
    alert: 'JiraTokenGuardWeaker',
    expr: `${EXPRESSIONS.serious()} > 0`,
    labels: { severity: 'critical' },
    annotations: {
      summary: `Jira treats tokens worse on ${SITE}`,
      description: `${VALUE} new findings of level {{ or $labels.level "any" }}: a guard got weaker, a valid token is refused, or a signal of a dead token is gone. The report of the night has them. To silence this, acknowledge the findings or accept the run.`,
    },
  },
  {
    alert: 'JiraTokenNightsNotConcluded',
    expr: `${metric('inconclusive_in_a_row')} >= ${INCONCLUSIVE_NIGHTS}`,
    labels: { severity: 'warning' },
    annotations: {
      summary: `${VALUE} nights in a row without a conclusion on ${SITE}`,
      description:
        'It is not known how Jira treats tokens there now. The report of the night has the reason: often a setting, a token that expired, or an outage.',
    },
  },
  {
    alert: 'JiraTokenNoRun',
    expr: `${EXPRESSIONS.silence()} > ${SILENT_HOURS * SECONDS.HOUR}`,
    labels: { severity: 'warning' },
    annotations: {
      summary: `No run for ${SILENT_HOURS} hours on ${SITE}`,
      description:
        'The last one was {{ humanizeDuration $value }} ago. Look whether the nightly job still runs.',
    },
  },
  {
    alert: 'JiraTokenMetricsMissing',
    expr: `absent(${metric('last_run_timestamp_seconds')})`,
    for: '1h',
    labels: { severity: 'warning' },
    annotations: {
      summary: 'There are no metrics of jira-token-contract',
      description:
        'Prometheus finds none, so that no other alert can fire. Look whether metrics.prom still arrives.',
    },
  },
  {
    alert: 'JiraTokenExpires',
    expr: `${EXPRESSIONS.untilExpiry()} < ${EXPIRY_DAYS * SECONDS.DAY}`,
    labels: { severity: 'warning' },
    annotations: {
      summary: `{{ $labels.token }} of ${SITE} expires within ${EXPIRY_DAYS} days`,
      description:
        'Time left: {{ humanizeDuration $value }}. Create a new one, set it and its date of expiry, and revoke the old one.',
    },
  },
  {
    alert: 'JiraTokenUndecided',
    expr: `${EXPRESSIONS.undecidedShare()} > ${UNDECIDED_SHARE}`,
    labels: { severity: 'warning' },
    annotations: {
      summary: '{{ humanizePercentage $value }} of the answers of {{ $labels.site }} are undecided',
      description:
        'Above a tenth, a night is inconclusive. A rate limit, an outage or a page for people (CAPTCHA) is the usual reason.',
    },
  },
];

const HEAD = `# Alert rules for Prometheus, about the metrics that a night leaves in reports/nightly/metrics.prom. The stand-in fires none.
# Made by \`npm run monitoring\`: change scripts/monitoring/alerts.ts.
`;

/** Returns the file of alert rules. */
export function alertsText(): string {
  return `${HEAD}${stringify({ groups: [{ name: 'jira-token-contract', rules: ALERTS }] }, { lineWidth: 0 })}`;
}
