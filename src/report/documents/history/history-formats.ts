import { toMarkdown } from '../../blocks/markdown.ts';
import { fromPlain } from '../../deep-plain.ts';
import type { Layout } from '../document.ts';
import { historyBlocks } from './history-blocks.ts';
import type { HistoryDocument } from './history-document.ts';
import { historyPage } from './history-html.ts';
import { historyJson } from '../../machine/history-json.ts';
import { historyLines } from './history-lines.ts';
import { historySvg } from '../../drawings/history-svg.ts';
import { openMetrics } from '../../machine/openmetrics.ts';

type Write = (document: HistoryDocument, layout: Layout) => string;

const safe = (write: Write): Write => fromPlain(write);

/** The formats of a history, by their name on the command line. */
export const HISTORY_FORMATS = {
  text: safe((document, layout) => `${historyLines(document, layout).join('\n')}\n`),
  markdown: safe((document) => toMarkdown(historyBlocks(document))),
  html: safe(historyPage),
  // A picture is of one site: the first.
  svg: safe(({ sites: [site] }) => (site ? historySvg(site) : '')),
  json: safe(historyJson),
  openmetrics: safe(openMetrics),
} as const satisfies Record<string, Write>;

export type HistoryFormat = keyof typeof HISTORY_FORMATS;
