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
import { groupBy, shortProbe } from '../words.ts';
import type { HistoryDocument, SiteHistory } from './history-document.ts';
import {
  brownOutWords,
  hasChanged,
  nightsWords,
  siteWords,
  steadyWords,
  storyWords,
} from './history-words.ts';

/** Probes of one credential with one story stand together. */
function storyRows(timelines: readonly Timeline[]): Line[][] {
  const groups = groupBy(timelines, (one) => `${one.credential}: ${storyWords(one)}`);
  return groups.map(([story, alike]) => texts(story, alike.map((one) => shortProbe(one)[1]).join(', ')));
}

function siteBlocks(site: SiteHistory, { all }: Pick<Layout, 'all'>): Block[] {
  const rows = storyRows(site.timelines.filter((one) => all || hasChanged(one)));
  const steady = steadyWords(site);
  return [
    heading(3, siteWords(site)),
    ...(site.nights ? [paragraph(nightsWords(site.nights).join(' '))] : []),
    ...brownOutWords(site).map((one) => paragraph(one)),
    picture(() => historySvg(site)),
    ...(rows.length > 0
      ? [group(table(texts('what happened', 'operations'), rows, { obvious: true, label: siteWords(site) }))]
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
