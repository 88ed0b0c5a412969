import { OUTCOMES } from '../../history/entry.ts';
import { currentPeriod } from '../../history/timeline.ts';
import type { HistoryDocument, SiteHistory } from '../documents/history/history-document.ts';

/** A sample: its labels and its value. */
type Sample = readonly [labels: Readonly<Record<string, string>>, value: number];

/** A metric family by the conventions of Prometheus: base units, a unit at the end of the name, `_total` for counters. */
interface Family {
  readonly name: string;
  readonly type: 'gauge' | 'counter';
  readonly unit?: 'seconds';
  readonly help: string;
  readonly samples: (site: SiteHistory, label: string) => readonly Sample[];
}

const seconds = (at: string): number => Date.parse(at) / 1000;

/** The families, in the order in which they are written. */
const FAMILIES: readonly Family[] = [
  {
    name: 'jira_token_contract_runs',
    type: 'counter',
    help: 'Runs in the history, by how they ended.',
    samples: ({ nights }, site) =>
      OUTCOMES.map((outcome) => [{ site, outcome }, nights?.counts[outcome] ?? 0]),
  },
  {
    name: 'jira_token_contract_last_run_timestamp_seconds',
    type: 'gauge',
    unit: 'seconds',
    help: 'When the newest run began.',
    samples: ({ nights }, site) => (nights?.whole.slice(-1) ?? []).map(({ at }) => [{ site }, seconds(at)]),
  },
  {
    name: 'jira_token_contract_last_concluded_timestamp_seconds',
    type: 'gauge',
    unit: 'seconds',
    help: 'When the newest run began that came to a conclusion.',
    samples: ({ nights }, site) =>
      nights?.lastConcluded ? [[{ site }, seconds(nights.lastConcluded.at)]] : [],
  },
  {
    name: 'jira_token_contract_inconclusive_in_a_row',
    type: 'gauge',
    help: 'How many of the newest runs in a row came to no conclusion.',
    samples: ({ nights }, site) => (nights ? [[{ site }, nights.inconclusiveStreak]] : []),
  },
  {
    name: 'jira_token_contract_new_changes',
    type: 'gauge',
    help: 'Changes of behaviour in the newest run that are not acknowledged and fail it.',
    samples: ({ nights }, site) => (nights?.whole.slice(-1) ?? []).map(({ news }) => [{ site }, news]),
  },
  {
    name: 'jira_token_contract_broken_rows',
    type: 'gauge',
    help: 'Rows of the contract that the newest run found broken.',
    samples: ({ nights }, site) => (nights?.whole.slice(-1) ?? []).map(({ broken }) => [{ site }, broken]),
  },
  {
    name: 'jira_token_contract_probe_status',
    type: 'gauge',
    help: 'The HTTP status that a credential gets on an operation, and how Jira treats it.',
    samples: ({ timelines }, site) =>
      timelines.map((timeline) => {
        const [treatment = '', status = ''] = currentPeriod(timeline).answer.split(' ');
        const { credential, operation } = timeline;
        return [{ site, credential, operation, treatment }, Number(status)];
      }),
  },
  {
    name: 'jira_token_contract_probe_since_timestamp_seconds',
    type: 'gauge',
    unit: 'seconds',
    help: 'Since when, at the latest, a credential is answered so on an operation.',
    samples: ({ timelines }, site) =>
      timelines.map((timeline) => {
        const { credential, operation } = timeline;
        return [{ site, credential, operation }, seconds(currentPeriod(timeline).from)];
      }),
  },
];

const escape = (text: string): string =>
  text
    .replaceAll('\\', String.raw`\\`)
    .replaceAll('"', String.raw`\"`)
    .replaceAll('\n', String.raw`\n`);

const labelsText = (labels: Sample[0]): string =>
  Object.entries(labels)
    .map(([name, value]) => `${name}="${escape(value)}"`)
    .join(',');

function familyLines({ name, type, unit, help, samples }: Family, sites: readonly SiteHistory[]): string[] {
  const lines = sites.flatMap((site) =>
    samples(site, site.nights?.site ?? 'public').map(
      ([labels, value]) => `${name}${type === 'counter' ? '_total' : ''}{${labelsText(labels)}} ${value}`,
    ),
  );
  return [
    `# TYPE ${name} ${type}`,
    ...(unit ? [`# UNIT ${name} ${unit}`] : []),
    `# HELP ${name} ${escape(help)}`,
    ...lines,
  ];
}

/** A history for Prometheus, as OpenMetrics 1.0 (https://prometheus.io/docs/specs/om/open_metrics_spec/). */
export function openMetrics({ sites }: HistoryDocument): string {
  return `${[...FAMILIES.flatMap((family) => familyLines(family, sites)), '# EOF'].join('\n')}\n`;
}
