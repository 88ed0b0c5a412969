import {
  pageOnly,
  fileLink,
  heading,
  list,
  paragraph,
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
import type { Night, NightDocument, NotConcludedDocument, NightOfSite } from './night-document.ts';
import { failureLines, notConcludedLabel, summaryLine } from './night-phrases.ts';

/** Maximum number of failures listed for a site. */
const MAX_LISTED = 10;

const sitesOf = (nights: NightDocument): Night[] => nights.map(({ night }) => night);

function siteBlocks({ night, silent }: NightOfSite, layout: Pick<Layout, 'all'>): Block[] {
  const { document } = night;
  const failures = failureLines(night);
  const rest = failures.length - MAX_LISTED;
  const items = texts(
    ...failures.slice(0, MAX_LISTED),
    ...(rest > 0 ? [`and ${rest} more`] : []),
    ...night.notes.map((note) => `note: ${note}`),
    ...(document?.file === undefined ? [] : [`Run file: ${document.file}`]),
  );
  return [
    heading(2, summaryLine(night, silent)),
    ...(items.length > 0 ? [list(items)] : []),
    ...(document ? [...commandBlocks(document), pageOnly(...checkBlocks(document, layout))] : []),
  ];
}

const sharedBlocks = (lines: readonly string[]): Block[] =>
  lines.length === 0 ? [] : [heading(2, 'Across sites'), list(texts(...lines))];

/** Returns the report on a night: findings shared by several sites, then each site. */
export function nightBlocks(nights: NightDocument, layout: Pick<Layout, 'all'>): Block[] {
  return [
    ...sharedBlocks(sharedFindingLines(sitesOf(nights))),
    ...nights.flatMap((night) => siteBlocks(night, layout)),
  ];
}

/** Returns the summary of a night for a chat: a line per site, and the commands that make the next night pass. */
export function nightSummaryBlocks(nights: NightDocument): Block[] {
  return [
    ...nights.map(({ night, silent }) => paragraph(summaryLine(night, silent))),
    ...nights.flatMap(({ night }) => (night.document ? commandBlocks(night.document) : [])),
  ];
}

/** Returns the index page of a night, with links to the reports of its sites. */
export function nightIndexBlocks(nights: NightDocument): Block[] {
  const items = nights.map(({ night, silent }): Line => {
    const summary = summaryLine(night, silent);
    return [
      fileLink(`${night.site}/report.html`, night.site),
      ': ',
      { badge: { sign: summary, word: summary, tone: night.exitCode === 0 ? 'plain' : 'bad' } },
    ];
  });
  const shared = sharedFindingLines(sitesOf(nights));
  return [
    heading(1, `How Jira Cloud treats API tokens: ${nights.length} sites`),
    list(items),
    heading(2, 'Across sites'),
    list(texts(...(shared.length > 0 ? shared : ['Nothing new.']))),
    paragraph(fileLink('history.html', 'History')),
  ];
}

/** Returns the report on a site whose night was not concluded: the reason, and its history. */
export function notConcludedBlocks(document: NotConcludedDocument, layout: Pick<Layout, 'all'>): Block[] {
  const { reason, history } = document;
  return [
    heading(1, `${notConcludedLabel(document)}: not concluded`),
    verdict(false, reason),
    ...historyBlocks(history, layout),
  ];
}
