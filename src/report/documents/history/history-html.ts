import { html, Markup } from '../../blocks/markup.ts';
import { page } from '../../page/page.ts';
import { rowHtml, tableHtml } from '../../page/table-html.ts';
import type { HistoryDocument, SiteHistory } from './history-document.ts';
import { historySvg } from '../../drawings/history-svg.ts';
import {
  brownOutWords,
  COLUMNS,
  hasChanged,
  nightsWords,
  siteWords,
  steadyWords,
  timelineRow,
} from './history-words.ts';

function siteHtml(site: SiteHistory): Markup {
  const rows = site.timelines.filter(hasChanged).map((one) => rowHtml(timelineRow(one)));
  return html`<h3>${siteWords(site)}</h3>
    <p>${site.nights ? nightsWords(site.nights).join(' ') : ''}</p>
    ${brownOutWords(site).map((one) => html`<p>${one}</p>`)}
    <div class="picture">${new Markup(historySvg(site))}</div>
    ${rows.length > 0 && tableHtml(`What changed: ${siteWords(site)}`, COLUMNS, rows)}
    <p>${steadyWords(site)}</p>`;
}

/** The section of a page about the history. */
export function historySection({ sites }: HistoryDocument): Markup {
  return html`<h2 id="history">Since when</h2>
    ${sites.map(siteHtml)}`;
}

/** A history as a page of its own. */
export function historyPage(document: HistoryDocument): string {
  return page(
    'How Jira Cloud treats API tokens: the history',
    html`<main>
      <h1>How Jira Cloud treats API tokens: the history</h1>
      ${historySection(document)}
    </main>`,
  );
}
