import { alertsText } from './alerts.ts';
import { dashboardText } from './dashboard.ts';

/** The files that a monitoring system reads: their paths from the project's root, and what is in them. */
export const MONITORING: readonly { readonly path: string; readonly text: () => string }[] = [
  { path: 'recipes/prometheus/alerts.yml', text: alertsText },
  { path: 'recipes/grafana/dashboard.json', text: dashboardText },
];
