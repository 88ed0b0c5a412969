import { heatCell, type HeatTable } from './heat.ts';
import type { Strip } from './line.ts';
import { html, type Markup } from './markup.ts';

/** Number of sites from which their names are written upwards. */
const MANY = 6;

/** Renders results in a row. A screen reader reads the label; the cells have their dates as tool tips. */
export function stripHtml({ label, cells }: Strip): Markup {
  return html`<span class="strip" role="img" aria-label="${label}"
    >${cells.map(({ sign, tone, title }) => html`<span class="${tone}" title="${title}">${sign}</span>`)}</span
  >`;
}

/** Renders the findings of several sites as a table in the colours of their levels. */
export function heatHtml({ label, sites, rows }: HeatTable): Markup {
  const body = rows.map(
    ({ tone, level, what, numbers, verdict }) =>
      html`<tr>
        <th scope="row"><strong>${level}:</strong> ${what}</th>
        ${numbers.map((number) => {
          const style = number === undefined ? '' : number === 0 ? 'none' : tone;
          return html`<td class="${style}">${heatCell(number)}</td>`;
        })}
        <td class="verdict-of">${verdict}</td>
      </tr> `,
  );
  return html`<table class="heat${sites.length >= MANY ? ' many' : ''}">
    <caption hidden>
      ${label}
    </caption>
    <thead>
      <tr>
        <th scope="col">What changed</th>
        ${sites.map((site) => html`<th scope="col" class="site" title="${site}"><span>${site}</span></th>`)}
        <th scope="col">Verdict</th>
      </tr>
    </thead>
    <tbody>
      ${body}
    </tbody>
  </table>`;
}
