import { observationsOf } from '../../history/observations.ts';
import { timelines } from '../../history/timeline.ts';
import type { HistoryDocument, SiteHistory } from '../documents/history/history-document.ts';
import { METRICS, SITES_METRIC, type Family, type MeasuredSite, type SiteLabels } from './metrics.ts';

/** Greatest number of sites with metrics: each has hundreds of series. */
const MAX_SITES = 100;

/** Greatest length of the name of a site in a label. */
const MAX_NAME = 200;

type Labels = Readonly<Record<string, string>>;

const escape = (text: string): string =>
  text
    .replaceAll('\\', String.raw`\\`)
    .replaceAll('"', String.raw`\"`)
    .replaceAll('\n', String.raw`\n`);

const labelsText = (labels: Labels): string =>
  Object.entries(labels)
    .map(([name, value]) => `${name}="${escape(value)}"`)
    .join(',');

const headLines = ({ name, type, unit, help }: Omit<Family, 'samples'>): string[] => [
  `# TYPE ${name} ${type}`,
  ...(unit ? [`# UNIT ${name} ${unit}`] : []),
  `# HELP ${name} ${escape(help)}`,
];

/** A site with the labels of all its samples. */
interface LabelledSite extends MeasuredSite {
  readonly labels: SiteLabels;
}

function labelsOf({ nights }: SiteHistory): SiteLabels {
  if (!nights) return { site: 'public', origin: 'transcribed' };
  return {
    site: nights.site.slice(0, MAX_NAME).toWellFormed(),
    origin: nights.isStandIn ? 'stand-in' : 'recorded',
  };
}

/** Returns what a site itself answered. Public observations are its history, but no samples of it. */
const measured = (site: SiteHistory): LabelledSite => ({
  nights: site.nights,
  timelines: site.nights ? timelines(observationsOf(site.nights.entries)) : site.timelines,
  labels: labelsOf(site),
});

const lastRun = ({ nights }: SiteHistory): string => nights?.entries.at(-1)?.at ?? '';

/** Returns the sites with the newest runs, in the order of the history. */
function newestSites(sites: readonly SiteHistory[]): readonly SiteHistory[] {
  if (sites.length <= MAX_SITES) return sites;
  const byAge = sites.toSorted((a, b) => lastRun(b).localeCompare(lastRun(a), 'en'));
  const chosen = new Set(byAge.slice(0, MAX_SITES));
  return sites.filter((site) => chosen.has(site));
}

function familyLines(family: Family, sites: readonly LabelledSite[]): string[] {
  const { name, type } = family;
  const samples = sites.flatMap((site) =>
    family
      .samples(site)
      .map(([labels, value]) => [labelsText({ ...site.labels, ...labels }), value] as const),
  );
  // Of two sites whose names are the same once they can be shown, a reader would reject the second.
  const unique = new Map(samples);
  return [
    ...headLines(family),
    ...[...unique].map(
      ([labels, value]) => `${name}${type === 'counter' ? '_total' : ''}{${labels}} ${value}`,
    ),
  ];
}

function sitesLines(sites: readonly SiteHistory[]): string[] {
  const own = sites.filter(({ nights }) => nights).map(labelsOf);
  return [
    ...headLines(SITES_METRIC),
    ...[...Map.groupBy(own, ({ origin }) => origin)].map(
      ([origin, { length }]) => `${SITES_METRIC.name}{${labelsText({ origin })}} ${length}`,
    ),
  ];
}

/** Renders a history for Prometheus, as OpenMetrics 1.0 (https://prometheus.io/docs/specs/om/open_metrics_spec/). */
export function openMetrics({ sites }: HistoryDocument): string {
  const shown = newestSites(sites).map(measured);
  const lines = [...sitesLines(sites), ...METRICS.flatMap((family) => familyLines(family, shown)), '# EOF'];
  return `${lines.join('\n')}\n`;
}
