import { html, Markup } from '../html/markup.ts';
import { page } from '../html/page.ts';
import type { HistoryDocument, SiteHistory } from './history-document.ts';
import { historySvg } from './history-svg.ts';
import { COLUMNS, hasChanged, nightsWords, siteWords, steadyWords, timelineRow } from './history-words.ts';

function siteHtml(site: SiteHistory): Markup {
  const rows = site.timelines.filter(hasChanged).map(
    (one) =>
      html`<tr>
        ${timelineRow(one).map((word) => html`<td>${word}</td>`)}
      </tr>`,
  );
  const table = html`<div
    class="scroll"
    tabindex="0"
    role="region"
    aria-label="${`What changed: ${siteWords(site)}`}"
  >
    <table>
      <thead>
        <tr>
          ${COLUMNS.map((name) => html`<th scope="col">${name}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>
  </div>`;
  return html`<h3>${siteWords(site)}</h3>
    <p>${site.nights ? nightsWords(site.nights).join(' ') : ''}</p>
    <div class="picture">${new Markup(historySvg(site))}</div>
    ${rows.length > 0 ? table : false}
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
