import { OUTCOMES } from '../../history/entry.ts';
import { currentPeriod } from '../../history/timeline.ts';
import type { HistoryDocument, SiteHistory } from '../documents/history/history-document.ts';

/** A sample of a metric. */
type Sample = readonly [labels: Readonly<Record<string, string>>, value: number];

/** A metric family, named as Prometheus recommends: base unit at the end of the name, `_total` for counters. */
interface Family {
  readonly name: string;
  readonly type: 'gauge' | 'counter';
  readonly unit?: 'seconds';
  readonly help: string;
  readonly samples: (site: SiteHistory, label: string) => readonly Sample[];
}

const seconds = (at: string): number => Date.parse(at) / 1000;

/** All metric families, in order of output. */
const FAMILIES: readonly Family[] = [
  {
    name: 'jira_token_contract_runs',
    type: 'counter',
    help: 'Runs in the history, by outcome.',
    samples: ({ nights }, site) =>
      OUTCOMES.map((outcome) => [{ site, outcome }, nights?.counts[outcome] ?? 0]),
  },
  {
    name: 'jira_token_contract_last_run_timestamp_seconds',
    type: 'gauge',
    unit: 'seconds',
    help: 'Start of the newest run.',
    samples: ({ nights }, site) => (nights?.whole.slice(-1) ?? []).map(({ at }) => [{ site }, seconds(at)]),
  },
  {
    name: 'jira_token_contract_last_concluded_timestamp_seconds',
    type: 'gauge',
    unit: 'seconds',
    help: 'Start of the newest conclusive run.',
    samples: ({ nights }, site) =>
      nights?.lastConcluded ? [[{ site }, seconds(nights.lastConcluded.at)]] : [],
  },
  {
    name: 'jira_token_contract_inconclusive_in_a_row',
    type: 'gauge',
    help: 'Number of newest nights in a row that were inconclusive.',
    samples: ({ nights }, site) => (nights ? [[{ site }, nights.inconclusiveNights.length]] : []),
  },
  {
    name: 'jira_token_contract_new_changes',
    type: 'gauge',
    help: 'Unacknowledged changes of behaviour that fail the newest run.',
    samples: ({ nights }, site) => (nights?.whole.slice(-1) ?? []).map(({ news }) => [{ site }, news]),
  },
  {
    name: 'jira_token_contract_broken_rows',
    type: 'gauge',
    help: 'Rows of the contract that are broken in the newest run.',
    samples: ({ nights }, site) => (nights?.whole.slice(-1) ?? []).map(({ broken }) => [{ site }, broken]),
  },
  {
    name: 'jira_token_contract_probe_status',
    type: 'gauge',
    help: 'HTTP status of a credential on an operation, labelled with how Jira treats it.',
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
    help: 'First observation of the current answer to a credential on an operation.',
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

/** Renders a history for Prometheus, as OpenMetrics 1.0 (https://prometheus.io/docs/specs/om/open_metrics_spec/). */
export function openMetrics({ sites }: HistoryDocument): string {
  return `${[...FAMILIES.flatMap((family) => familyLines(family, sites)), '# EOF'].join('\n')}\n`;
}
