import type { Layout } from '../document.ts';
import type { Timeline } from '../../../history/timeline.ts';
import { painter, together, wrap } from '../../blocks/text-lines.ts';
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

/** Probes of one credential with one story are told together. */
function storyLines(shown: readonly Timeline[], { width }: Layout): string[] {
  const groups = groupBy(shown, (one) => `${one.credential}: ${storyWords(one)}`);
  return groups.flatMap(([story, group]) => [
    '',
    ...wrap(story, width, '  '),
    ...wrap(`    ${group.map((one) => together(shortProbe(one)[1])).join(', ')}`, width, '    '),
  ]);
}

function siteLines(site: SiteHistory, layout: Layout): string[] {
  const paint = painter(layout);
  const shown = site.timelines.filter((one) => layout.all || hasChanged(one));
  const steady = layout.all ? '' : `${steadyWords(site)} --all lists them.`;
  return [
    paint('bold', siteWords(site)),
    ...(site.nights ? nightsWords(site.nights).flatMap((one) => wrap(one, layout.width)) : []),
    ...brownOutWords(site).flatMap((one) => wrap(one, layout.width)),
    ...storyLines(shown, layout),
    ...(steady.startsWith(' ') || steady === '' ? [] : ['', ...wrap(steady, layout.width)]),
  ];
}

/** A history, site by site. */
export function historyLines({ sites }: HistoryDocument, layout: Layout): string[] {
  return sites.flatMap((site, i) => [...(i > 0 ? [''] : []), ...siteLines(site, layout)]);
}
