import { historySvg } from '../../drawings/history-svg.ts';
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

/** Probes of one credential with one story stand together. */
function storyRows(timelines: readonly Timeline[]): Line[][] {
  const groups = groupBy(timelines, (one) => `${one.credential}: ${describeTimeline(one)}`);
  return groups.map(([story, alike]) => texts(story, alike.map((one) => probeLabels(one)[1]).join(', ')));
}

function siteBlocks(site: SiteHistory, { all }: Pick<Layout, 'all'>): Block[] {
  const rows = storyRows(site.timelines.filter((one) => all || hasChanged(one)));
  const steady = countUnchanged(site);
  return [
    heading(3, historyTitle(site)),
    ...(site.nights ? [paragraph(describeNights(site.nights).join(' '))] : []),
    ...describeBrownOuts(site).map((one) => paragraph(one)),
    picture(() => historySvg(site)),
    ...(rows.length > 0
      ? [
          group(
            table(texts('what happened', 'operations'), rows, { obvious: true, label: historyTitle(site) }),
          ),
        ]
      : []),
    ...(steady === '' || all ? [] : [paragraph(steady, { hint: ' --all lists them.' })]),
  ];
}

/** A history as a section, site by site. */
export function historyBlocks({ sites }: HistoryDocument, layout: Pick<Layout, 'all'>): Block[] {
  return [
    anchored('history', 2, 'The history: how each probe is answered, and since when'),
    ...sites.flatMap((site) => siteBlocks(site, layout)),
  ];
}
