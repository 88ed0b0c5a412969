import { historySvg, NARROW, WIDE } from '../../drawings/history-svg.ts';
import {
  anchored,
  group,
  heading,
  paragraph,
  picture,
  table,
  texts,
  type Block,
  type Line,
} from '../../blocks/blocks.ts';
import type { Timeline } from '../../../history/timeline.ts';
import type { Layout } from '../../layout.ts';
import { groupBy, probeLabels } from '../phrases.ts';
import type { HistoryDocument, SiteHistory } from './history-document.ts';
import {
  describeBrownOuts,
  hasChanged,
  describeNights,
  historyTitle,
  countUnchanged,
  describeTimeline,
} from './history-phrases.ts';

/** Returns a row for each group of probes with the same credential and timeline. */
function timelineRows(timelines: readonly Timeline[]): Line[][] {
  const groups = groupBy(timelines, (timeline) => `${timeline.credential}: ${describeTimeline(timeline)}`);
  return groups.map(([description, probes]) =>
    texts(description, probes.map((timeline) => probeLabels(timeline)[1]).join(', ')),
  );
}

function siteBlocks(site: SiteHistory, { all }: Pick<Layout, 'all'>): Block[] {
  const rows = timelineRows(site.timelines.filter((timeline) => all || hasChanged(timeline)));
  const unchanged = countUnchanged(site);
  return [
    heading(3, historyTitle(site)),
    ...(site.nights ? [paragraph(describeNights(site.nights).join(' '))] : []),
    ...describeBrownOuts(site).map((sentence) => paragraph(sentence)),
    picture(
      () => historySvg(site, WIDE),
      () => historySvg(site, NARROW),
    ),
    ...(rows.length > 0
      ? [
          group(
            table(texts('what happened', 'operations'), rows, { obvious: true, label: historyTitle(site) }),
          ),
        ]
      : []),
    ...(unchanged === '' || all ? [] : [paragraph(unchanged, { hint: ' --all lists them.' })]),
  ];
}

/** Returns the section on the history, site by site. */
export function historyBlocks({ sites }: HistoryDocument, layout: Pick<Layout, 'all'>): Block[] {
  return [
    anchored('history', 2, 'History: how each probe is answered, and since when'),
    ...sites.flatMap((site) => siteBlocks(site, layout)),
  ];
}
