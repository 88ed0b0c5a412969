import { historySvg, NARROW, WIDE } from '../../drawings/history-svg.ts';
import {
  anchored,
  details,
  fileLink,
  group,
  heading,
  paragraph,
  picture,
  table,
  texts,
  type Block,
  type Line,
} from '../../blocks/blocks.ts';
import { isNight } from '../../../history/nights.ts';
import type { Timeline } from '../../../history/timeline.ts';
import { formatTime } from '../../headline/times.ts';
import type { Layout } from '../../layout.ts';
import { count, groupBy, operationLabels, probeLabels, someOf } from '../phrases.ts';
import type { HistoryDocument, SiteHistory } from './history-document.ts';
import { historyEvents, type HistoryEvent } from './history-events.ts';
import {
  countUnchanged,
  describeBrownOuts,
  describeNights,
  describeTimeline,
  hasChanged,
  historyTitle,
} from './history-phrases.ts';
import { stripLegend, stripOf } from './outcomes.ts';

/** Maximum number of nights in a strip, the newest ones. */
const MAX_NIGHTS = 60;

/** Maximum number of events listed without --all. */
const MAX_EVENTS = 30;

/** Number of probes up to which they need not be counted. */
const MAX_COUNTED = 3;

/** Returns a row for each group of probes with the same credential and timeline. */
function timelineRows(timelines: readonly Timeline[]): Line[][] {
  const groups = groupBy(timelines, (timeline) => `${timeline.credential}: ${describeTimeline(timeline)}`);
  return groups.map(([description, probes]) =>
    texts(description, probes.map((timeline) => probeLabels(timeline)[1]).join(', ')),
  );
}

/** Returns how the newest nights of a site ended, a character each. */
function stripBlocks({ nights }: SiteHistory): Block[] {
  const shown = (nights?.whole ?? []).filter(isNight).slice(-MAX_NIGHTS);
  return shown.length === 0
    ? []
    : [
        paragraph(`The last ${count(shown.length, 'night')}, oldest first: `, stripOf(shown, 'night')),
        paragraph(stripLegend(shown)),
      ];
}

const eventRow = (event: HistoryEvent, links: HistoryDocument['links'] = {}): Line[] => {
  const { at, seenBy, before, after, probes, credentials, operations } = event;
  const number = probes > MAX_COUNTED ? ` (${probes} probes)` : '';
  const path = Object.hasOwn(links, seenBy) ? links[seenBy] : undefined;
  return [
    [formatTime(at)],
    [path === undefined ? seenBy : fileLink(path, seenBy)],
    [`${before} → ${after}: ${someOf(credentials)} on ${someOf(operationLabels(operations))}${number}`],
  ];
};

/** Returns what changed when, newest first, each with the run that found it. */
function eventBlocks(site: SiteHistory, links: HistoryDocument['links'], all: boolean): Block[] {
  const events = historyEvents(site.timelines);
  const shown = all ? events : events.slice(0, MAX_EVENTS);
  const rest = events.length - shown.length;
  if (events.length === 0) return [];
  return [
    group(
      table(
        texts('when', 'found by', 'what changed'),
        shown.map((event) => eventRow(event, links)),
        { label: `What changed: ${historyTitle(site)}` },
      ),
    ),
    ...(rest > 0 ? [paragraph(`${count(rest, 'earlier change')}.`, { hint: ' --all lists them.' })] : []),
  ];
}

/** Returns how each probe is answered now, and since when. */
function probeBlocks(site: SiteHistory, all: boolean): Block[] {
  const rows = timelineRows(site.timelines.filter((timeline) => all || hasChanged(timeline)));
  const unchanged = countUnchanged(site);
  const label = `Each probe: ${historyTitle(site)}`;
  return [
    ...(rows.length > 0
      ? [
          details(
            'Each probe: how it is answered now, and since when',
            [group(table(texts('what happened', 'operations'), rows, { obvious: true, label }))],
            `${count(rows.length, 'group')} of probes changed; --all lists how each is answered now, and since when.`,
          ),
        ]
      : []),
    ...(unchanged === '' || all ? [] : [paragraph(unchanged)]),
  ];
}

/** Returns the drawing of a site. As part of another report it is drawn once, so that it fits a phone as well. */
function drawing(site: SiteHistory, isPart: boolean): Block {
  const narrow = (): string => historySvg(site, NARROW);
  const label = `Since when: ${historyTitle(site)}`;
  return isPart ? picture(label, narrow) : picture(label, () => historySvg(site, WIDE), narrow);
}

function siteBlocks(
  site: SiteHistory,
  {
    links,
    all,
    isPart,
  }: { readonly links: HistoryDocument['links']; readonly all: boolean; readonly isPart: boolean },
): Block[] {
  return [
    heading(3, historyTitle(site)),
    ...(site.nights ? [paragraph(describeNights(site.nights).join(' '))] : []),
    ...stripBlocks(site),
    ...describeBrownOuts(site).map((sentence) => paragraph(sentence)),
    ...eventBlocks(site, links, all),
    drawing(site, isPart),
    // In another report, the evidence has each probe.
    ...(isPart && !all ? [] : probeBlocks(site, all)),
  ];
}

/**
 * Returns the section on the history, site by site.
 *
 * @param isPart whether it is a part of another report, which has to stay small
 */
export function historyBlocks(
  { sites, links }: HistoryDocument,
  { all }: Pick<Layout, 'all'>,
  isPart = false,
): Block[] {
  return [
    anchored('history', 2, 'History: how each probe is answered, and since when'),
    ...sites.flatMap((site) => siteBlocks(site, { links, all, isPart })),
  ];
}
