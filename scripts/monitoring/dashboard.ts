import { LEVELS, type Level } from '../../src/change/levels.ts';
import { jsonText } from '../../src/json.ts';
import { OUTCOMES } from '../../src/history/entry.ts';
import type { Dashboard, Panel } from '../../tools/packages.ts';
import {
  EXPIRY_DAYS,
  EXPRESSIONS,
  INCONCLUSIVE_NIGHTS,
  metric,
  SECONDS,
  SILENT_HOURS,
  UNDECIDED_SHARE,
} from './expressions.ts';

/** A type of Grafana's with the texts that its enumerations stand for: the package is there for tests alone. */
type Plain<T> = T extends string
  ? `${T}`
  : T extends readonly (infer Item)[]
    ? readonly Plain<Item>[]
    : T extends object
      ? { readonly [Key in keyof T]: Plain<T[Key]> }
      : T;

type PlainPanel = Plain<Panel>;
type Field = NonNullable<PlainPanel['fieldConfig']>['defaults'];

const DATASOURCE = { type: 'prometheus', uid: '${datasource}' };

const OWN_SITE = 'site=~"$site"';

const COLOURS = { good: 'green', notice: 'blue', warning: 'orange', bad: 'red', unknown: 'purple' } as const;

const LEVEL_COLOURS: Readonly<Record<Level, string>> = {
  critical: COLOURS.bad,
  major: COLOURS.warning,
  minor: 'yellow',
  notice: COLOURS.notice,
  info: 'text',
};

/** The outcome of a night by its exit code, which is its index. */
const OUTCOME_LOOKS: Readonly<Record<(typeof OUTCOMES)[number], { text: string; color: string }>> = {
  kept: { text: 'Nothing new', color: COLOURS.good },
  changed: { text: 'New findings', color: COLOURS.bad },
  misconfigured: { text: 'Wrong settings', color: COLOURS.unknown },
  inconclusive: { text: 'No conclusion', color: COLOURS.warning },
};

/** Colours a value by the greatest step that it reaches; the first colour is that of all lower ones. */
const steps = (first: string, ...others: readonly (readonly [value: number, color: string])[]) =>
  ({
    mode: 'absolute',
    steps: [{ value: null, color: first }, ...others.map(([value, color]) => ({ value, color }))],
  }) as const;

const byThreshold = { mode: 'thresholds' } as const;

/** A query: its expression, the name of its series, and whether only the newest value counts. */
interface Query {
  readonly expr: string;
  readonly legend?: string;
  readonly instant?: boolean;
}

const targets = (queries: readonly Query[]): Record<string, unknown>[] =>
  queries.map(({ expr, legend, instant = false }, i) => ({
    refId: String.fromCodePoint(65 + i),
    datasource: DATASOURCE,
    expr,
    ...(legend !== undefined && { legendFormat: legend }),
    ...(instant && { instant: true, range: false, format: 'table' }),
  }));

/** What differs between panels; everything else is made of it. */
interface Look {
  readonly type: string;
  readonly title: string;
  readonly description: string;
  readonly size: readonly [width: number, height: number];
  readonly queries: readonly Query[];
  readonly field?: Field;
  readonly overrides?: NonNullable<PlainPanel['fieldConfig']>['overrides'];
  readonly options?: Record<string, unknown>;
  readonly transformations?: PlainPanel['transformations'];
}

const STAT = {
  colorMode: 'background',
  graphMode: 'none',
  reduceOptions: { calcs: ['lastNotNull'], fields: '', values: false },
  textMode: 'value_and_name',
};

const LEGEND = {
  legend: { displayMode: 'list', placement: 'bottom', showLegend: true },
  tooltip: { mode: 'multi' },
};

const OUTCOME_FIELD: Field = {
  color: byThreshold,
  thresholds: steps(COLOURS.good),
  mappings: [
    {
      type: 'value',
      options: Object.fromEntries(
        OUTCOMES.map((outcome, code) => [String(code), { ...OUTCOME_LOOKS[outcome], index: code }]),
      ),
    },
  ],
};

const PANELS: readonly Look[] = [
  {
    type: 'stat',
    title: 'Newest night',
    description: 'How the newest night of each site ended.',
    size: [6, 5],
    queries: [{ expr: metric('last_run_exit_code', OWN_SITE), legend: '{{site}}' }],
    field: OUTCOME_FIELD,
    options: STAT,
  },
  {
    type: 'stat',
    title: 'Serious findings',
    description: 'Findings above the level "minor" that fail the newest night.',
    size: [6, 5],
    queries: [{ expr: `sum by (site) (${EXPRESSIONS.serious(OWN_SITE)})`, legend: '{{site}}' }],
    field: { color: byThreshold, thresholds: steps(COLOURS.good, [1, COLOURS.bad]) },
    options: STAT,
  },
  {
    type: 'stat',
    title: 'Nights without a conclusion',
    description: 'In a row, up to the newest one.',
    size: [6, 5],
    queries: [{ expr: metric('inconclusive_in_a_row', OWN_SITE), legend: '{{site}}' }],
    field: {
      color: byThreshold,
      thresholds: steps(COLOURS.good, [1, COLOURS.warning], [INCONCLUSIVE_NIGHTS, COLOURS.bad]),
    },
    options: STAT,
  },
  {
    type: 'stat',
    title: 'Since the newest night',
    description: 'A nightly job that no longer runs finds nothing.',
    size: [6, 5],
    queries: [{ expr: EXPRESSIONS.silence(OWN_SITE), legend: '{{site}}' }],
    field: {
      unit: 's',
      decimals: 0,
      color: byThreshold,
      thresholds: steps(COLOURS.good, [SILENT_HOURS * SECONDS.HOUR, COLOURS.bad]),
    },
    options: STAT,
  },
  {
    type: 'state-timeline',
    title: 'Nights',
    description: 'How the nights of each site ended.',
    size: [24, 6],
    queries: [{ expr: metric('last_run_exit_code', OWN_SITE), legend: '{{site}}' }],
    field: OUTCOME_FIELD,
    options: { ...LEGEND, mergeValues: true, rowHeight: 0.9, showValue: 'auto' },
  },
  {
    type: 'timeseries',
    title: 'New findings by level',
    description: 'Findings that fail a night and are not acknowledged.',
    size: [12, 8],
    queries: [{ expr: `sum by (level) (${metric('new_changes', OWN_SITE)})`, legend: '{{level}}' }],
    field: {
      decimals: 0,
      min: 0,
      custom: { drawStyle: 'line', fillOpacity: 30, stacking: { mode: 'normal' } },
    },
    overrides: LEVELS.map((level) => ({
      matcher: { id: 'byName', options: level },
      properties: [{ id: 'color', value: { mode: 'fixed', fixedColor: LEVEL_COLOURS[level] } }],
    })),
    options: LEGEND,
  },
  {
    type: 'timeseries',
    title: 'Undecided',
    description:
      'Share of the rows that a night asked and could not decide. Above a tenth, the night is inconclusive.',
    size: [12, 8],
    queries: [{ expr: EXPRESSIONS.undecidedShare(OWN_SITE), legend: '{{site}}' }],
    field: {
      unit: 'percentunit',
      min: 0,
      thresholds: steps(COLOURS.good, [UNDECIDED_SHARE, COLOURS.warning], [0.1, COLOURS.bad]),
      custom: { thresholdsStyle: { mode: 'line' } },
    },
    options: LEGEND,
  },
  {
    type: 'table',
    title: 'How Jira treats each credential',
    description: 'The newest conclusive answer to each credential on each operation.',
    size: [16, 12],
    queries: [{ expr: metric('probe_status', OWN_SITE), instant: true }],
    options: { showHeader: true },
    transformations: [
      {
        id: 'organize',
        options: {
          excludeByName: { Time: true, __name__: true, instance: true, job: true, origin: true },
          renameByName: { Value: 'status' },
        },
      },
    ],
  },
  {
    type: 'stat',
    title: 'Until a token expires',
    description: 'As the settings say (JIRA_API_TOKEN_EXPIRES and the like).',
    size: [8, 6],
    queries: [{ expr: EXPRESSIONS.untilExpiry(OWN_SITE), legend: '{{token}} {{site}}' }],
    field: {
      unit: 's',
      decimals: 0,
      color: byThreshold,
      thresholds: steps(COLOURS.bad, [0, COLOURS.warning], [EXPIRY_DAYS * SECONDS.DAY, COLOURS.good]),
    },
    options: STAT,
  },
  {
    type: 'timeseries',
    title: 'How long a night takes',
    description: 'From its first request to its last.',
    size: [8, 6],
    queries: [{ expr: metric('last_run_duration_seconds', OWN_SITE), legend: '{{site}}' }],
    field: { unit: 's', min: 0 },
    options: LEGEND,
  },
];

const WIDTH = 24;

/** Places panels from left to right, in as many lines as they need. */
function placed(looks: readonly Look[]): PlainPanel[] {
  let [x, y, lineHeight] = [0, 0, 0];
  return looks.map(
    ({ type, title, description, size: [w, h], queries, field, overrides, options, transformations }, i) => {
      if (x + w > WIDTH) [x, y, lineHeight] = [0, y + lineHeight, 0];
      const gridPos = { x, y, w, h };
      x += w;
      lineHeight = Math.max(lineHeight, h);
      return {
        id: i + 1,
        type,
        title,
        description,
        gridPos,
        datasource: DATASOURCE,
        targets: targets(queries),
        fieldConfig: { defaults: field ?? {}, overrides: overrides ?? [] },
        options: options ?? {},
        ...(transformations && { transformations }),
      };
    },
  );
}

const DASHBOARD: Plain<Dashboard> = {
  uid: 'jira-token-contract',
  title: 'How Jira Cloud treats API tokens',
  description:
    'About the metrics that a night of jira-token-contract leaves in reports/nightly/metrics.prom. Made by `npm run monitoring`.',
  tags: ['jira', 'jira-token-contract'],
  schemaVersion: 41,
  version: 1,
  editable: true,
  graphTooltip: 1,
  time: { from: 'now-30d', to: 'now' },
  timezone: 'browser',
  templating: {
    list: [
      { name: 'datasource', label: 'Data source', type: 'datasource', query: 'prometheus', hide: 0 },
      {
        name: 'site',
        label: 'Site',
        type: 'query',
        datasource: DATASOURCE,
        query: `label_values(${metric('last_run_timestamp_seconds')}, site)`,
        includeAll: true,
        multi: true,
        current: { text: 'All', value: '$__all' },
        refresh: 2,
        sort: 1,
        hide: 0,
      },
    ],
  },
  annotations: { list: [] },
  panels: placed(PANELS),
};

/** The expressions of all panels, with every site chosen. */
export const PANEL_EXPRESSIONS: readonly string[] = PANELS.flatMap(({ queries }) =>
  queries.map(({ expr }) => expr.replaceAll('$site', '.*')),
);

/** Returns the file of the dashboard. */
export function dashboardText(): string {
  return jsonText(DASHBOARD);
}
