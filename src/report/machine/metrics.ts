import { LEVELS } from '../../change/levels.ts';
import { BEHAVIOURS } from '../../classify/answer.ts';
import { ALL_VARIABLES } from '../../config/variables.ts';
import type { Origin } from '../../evidence/exchange.ts';
import { OUTCOMES, type Figures } from '../../history/entry.ts';
import type { Nights } from '../../history/nights.ts';
import { currentPeriod, type Timeline } from '../../history/timeline.ts';

/** What the metrics of one site are made of. */
export interface MeasuredSite {
  /** Undefined for the public observations. */
  readonly nights: Nights | undefined;
  /** Its own answers alone. */
  readonly timelines: readonly Timeline[];
}

/** The labels of every sample of a site: its name, and who answered. */
export interface SiteLabels {
  readonly site: string;
  readonly origin: Origin;
}

/** A sample of a metric: its further labels, and its value. */
type Sample = readonly [labels: Readonly<Record<string, string>>, value: number];

/** A metric family, named as Prometheus recommends: base unit at the end of the name, `_total` for counters. */
interface Family {
  readonly name: string;
  readonly type: 'gauge' | 'counter';
  readonly unit?: 'seconds';
  readonly help: string;
  readonly samples: (site: MeasuredSite) => readonly Sample[];
}

const DAY = 86_400;

const seconds = (at: string): number => Date.parse(at) / 1000;

/** Returns a sample without further labels; none if there is no value. */
const single = (value: number | undefined): Sample[] => (value === undefined ? [] : [[{}, value]]);

const newest = ({ nights }: MeasuredSite): Nights['whole'][number] | undefined => nights?.whole.at(-1);

const figures = (site: MeasuredSite): Figures | undefined => newest(site)?.figures;

/** Returns a figure that only nights have: that of the newest night. A check by hand does not hide it. */
const ofNewestNight = <Key extends 'seconds' | 'expires'>(
  { nights }: MeasuredSite,
  key: Key,
): Figures[Key] | undefined =>
  nights?.whole.findLast((run) => run.figures?.[key] !== undefined)?.figures?.[key];

/** The variables that hold a credential with an expiry. Other names in a history make no label. */
const EXPIRING: ReadonlySet<string> = new Set(
  ALL_VARIABLES.filter(({ date }) => date).map(({ name }) => name.replace(/_EXPIRES$/, '')),
);

/** Returns the labels of the current answer to a probe, and its status; undefined if it has none. */
function answerOf(timeline: Timeline): { readonly treatment: string; readonly status: number } | undefined {
  const [treatment = '', status = ''] = currentPeriod(timeline).answer.split(' ');
  return /^[1-5]\d\d$/.test(status)
    ? { treatment: BEHAVIOURS.includes(treatment) ? treatment : 'other', status: Number(status) }
    : undefined;
}

/** All metric families, in order of output. */
export const METRICS = [
  {
    name: 'jira_token_contract_runs',
    type: 'counter',
    help: 'Runs in the history, by outcome.',
    samples: ({ nights }) =>
      nights ? OUTCOMES.map((outcome): Sample => [{ outcome }, nights.counts[outcome]]) : [],
  },
  {
    name: 'jira_token_contract_last_run_timestamp_seconds',
    type: 'gauge',
    unit: 'seconds',
    help: 'Start of the newest run.',
    samples: (site) => {
      const run = newest(site);
      return single(run && seconds(run.at));
    },
  },
  {
    name: 'jira_token_contract_last_run_duration_seconds',
    type: 'gauge',
    unit: 'seconds',
    help: 'How long the newest night took.',
    samples: (site) => single(ofNewestNight(site, 'seconds')),
  },
  {
    name: 'jira_token_contract_last_run_exit_code',
    type: 'gauge',
    help: 'Exit code of the newest run: 0 nothing new, 1 new findings, 2 wrong settings, 3 no conclusion.',
    samples: (site) => {
      const run = newest(site);
      return single(run && OUTCOMES.indexOf(run.outcome));
    },
  },
  {
    name: 'jira_token_contract_last_concluded_timestamp_seconds',
    type: 'gauge',
    unit: 'seconds',
    help: 'Start of the newest conclusive run.',
    samples: ({ nights }) => single(nights?.lastConcluded && seconds(nights.lastConcluded.at)),
  },
  {
    name: 'jira_token_contract_inconclusive_in_a_row',
    type: 'gauge',
    help: 'Number of newest nights in a row that were inconclusive.',
    samples: ({ nights }) => single(nights?.inconclusiveNights.length),
  },
  {
    name: 'jira_token_contract_new_changes',
    type: 'gauge',
    help: 'Findings that fail the newest run, by level. Without a level if an earlier version made the run.',
    samples: (site) => {
      const levels = figures(site)?.levels;
      return levels
        ? LEVELS.map((level): Sample => [{ level }, levels[level] ?? 0])
        : single(newest(site)?.news);
    },
  },
  {
    name: 'jira_token_contract_broken_rows',
    type: 'gauge',
    help: 'Rows of the contract that are broken in the newest run.',
    samples: (site) => single(newest(site)?.broken),
  },
  {
    name: 'jira_token_contract_asked_rows',
    type: 'gauge',
    help: 'Rows of the contract that the newest run asked.',
    samples: (site) => single(figures(site)?.asked),
  },
  {
    name: 'jira_token_contract_undecided_rows',
    type: 'gauge',
    help: 'Rows of the contract that the newest run asked and could not decide.',
    samples: (site) => single(figures(site)?.undecided),
  },
  {
    name: 'jira_token_contract_token_expiry_timestamp_seconds',
    type: 'gauge',
    unit: 'seconds',
    help: 'End of the last day on which a credential of yours works, as the settings of the newest night say.',
    samples: (site) =>
      Object.entries(ofNewestNight(site, 'expires') ?? {}).flatMap(([token, date]): Sample[] =>
        EXPIRING.has(token) ? [[{ token }, seconds(date) + DAY]] : [],
      ),
  },
  {
    name: 'jira_token_contract_probe_status',
    type: 'gauge',
    help: 'HTTP status of a credential on an operation, labelled with how Jira treats it.',
    samples: ({ timelines }) =>
      timelines.flatMap((timeline): Sample[] => {
        const answer = answerOf(timeline);
        const { credential, operation } = timeline;
        return answer ? [[{ credential, operation, treatment: answer.treatment }, answer.status]] : [];
      }),
  },
  {
    name: 'jira_token_contract_probe_since_timestamp_seconds',
    type: 'gauge',
    unit: 'seconds',
    help: 'First time that the site gave its current answer to a credential on an operation.',
    samples: ({ timelines }) =>
      timelines.map((timeline): Sample => {
        const { credential, operation } = timeline;
        return [{ credential, operation }, seconds(currentPeriod(timeline).from)];
      }),
  },
] as const satisfies readonly Family[];

/** The number of sites in the history: the metrics of a very long list have the newest sites only. */
export const SITES_METRIC = {
  name: 'jira_token_contract_sites',
  type: 'gauge',
  help: 'Sites in the history. If there are more than 100, only those with the newest runs have metrics.',
} as const;

export type MetricName = (typeof METRICS)[number]['name'] | typeof SITES_METRIC.name;

/** The names of all metrics, as dashboards and alert rules know them. */
export const METRIC_NAMES: readonly string[] = [...METRICS, SITES_METRIC].map(({ name }) => name);

export type { Family };
