import { heading, paragraph, table, type Block, type Line } from '../../blocks/blocks.ts';
import type { HistoryDocument, SiteHistory } from './history-document.ts';
import {
  brownOutWords,
  COLUMNS,
  hasChanged,
  nightsWords,
  siteWords,
  steadyWords,
  timelineRow,
} from './history-words.ts';

const words = (texts: readonly string[]): Line[] => texts.map((text): Line => [text]);

function siteBlocks(site: SiteHistory): Block[] {
  const rows = site.timelines.filter(hasChanged).map((one) => words(timelineRow(one)));
  return [
    heading(3, siteWords(site)),
    ...(site.nights ? [paragraph(nightsWords(site.nights).join(' '))] : []),
    ...brownOutWords(site).map((one) => paragraph(one)),
    ...(rows.length > 0 ? [table(words(COLUMNS), rows)] : []),
    paragraph(steadyWords(site)),
  ];
}

/** A history as a section. */
export function historyBlocks({ sites }: HistoryDocument): Block[] {
  return [heading(2, 'Since when'), ...sites.flatMap(siteBlocks)];
}
