import {
  pageOnly,
  fileLink,
  heading,
  list,
  paragraph,
  parts,
  texts,
  verdict,
  type Block,
  type Line,
} from '../../blocks/blocks.ts';
import type { Layout } from '../../layout.ts';
import { checkBlocks } from '../check/check-blocks.ts';
import { commandBlocks } from '../check/next-commands.ts';
import { historyBlocks } from '../history/history-blocks.ts';
import { sharedFindingLines } from './across-sites.ts';
import type { Night, NightDocument, NotConcludedDocument, ToldNight } from './night-document.ts';
import { failureLines, summaryLine } from './night-phrases.ts';

/** Number of pieces of news that are listed one by one. */
const LISTED = 10;

const sitesOf = (nights: NightDocument): Night[] => nights.map(({ night }) => night);

function siteBlocks({ night, silent }: ToldNight, layout: Pick<Layout, 'all'>): Block[] {
  const { document } = night;
  const news = failureLines(night);
  const rest = news.length - LISTED;
  const items = texts(
    ...news.slice(0, LISTED),
    ...(rest > 0 ? [`and ${rest} more`] : []),
    ...night.notes.map((one) => `note: ${one}`),
    ...(document?.file === undefined ? [] : [`The run is kept in ${document.file}.`]),
  );
  return [
    heading(2, summaryLine(night, silent)),
    ...(items.length > 0 ? [list(items)] : []),
    ...(document ? [...commandBlocks(document), pageOnly(...checkBlocks(document, layout))] : []),
  ];
}

const acrossBlocks = (lines: readonly string[]): Block[] =>
  lines.length === 0 ? [] : [heading(2, 'Across sites'), list(texts(...lines))];

/** A night: what several sites have in common, and each site on one screen. */
export function nightBlocks(nights: NightDocument, layout: Pick<Layout, 'all'>): Block[] {
  return [
    parts(
      acrossBlocks(sharedFindingLines(sitesOf(nights))),
      nights.flatMap((one) => siteBlocks(one, layout)),
    ),
  ];
}

/** A night in a line a site, for a chat, and the commands that make the next one green. */
export function nightSummaryBlocks(nights: NightDocument): Block[] {
  return [
    ...nights.map(({ night, silent }) => paragraph(summaryLine(night, silent))),
    ...nights.flatMap(({ night }) => (night.document ? commandBlocks(night.document) : [])),
  ];
}

/** The page of a night that leads to those of its sites. */
export function nightIndexBlocks(nights: NightDocument): Block[] {
  const items = nights.map(({ night, silent }): Line => [
    fileLink(`${night.site}/report.html`, night.site),
    ': ',
    {
      badge: {
        sign: summaryLine(night, silent),
        word: summaryLine(night, silent),
        tone: night.exitCode === 0 ? 'plain' : 'bad',
      },
    },
  ]);
  const across = sharedFindingLines(sitesOf(nights));
  return [
    heading(1, `How Jira Cloud treats API tokens: ${nights.length} sites`),
    list(items),
    heading(2, 'Across sites'),
    list(texts(...(across.length > 0 ? across : ['Nothing new.']))),
    paragraph(fileLink('history.html', 'The history')),
  ];
}

/** A night of a site that came to no run: why, and how it was before. */
export function notConcludedBlocks(
  { site, reason, history }: NotConcludedDocument,
  layout: Pick<Layout, 'all'>,
): Block[] {
  return [heading(1, `${site}: not concluded`), verdict(false, reason), ...historyBlocks(history, layout)];
}
