import { html, Markup } from '../../blocks/markup.ts';
import { page } from '../../page/page.ts';
import { rowHtml, tableHtml } from '../../page/table-html.ts';
import type { Concluded } from '../../../revocation/distribution.ts';
import { curveSvg } from '../../drawings/curve-svg.ts';
import type { RevocationDocument } from './revocation-document.ts';
import {
  COLUMNS,
  distributionWords,
  factWords,
  flipWords,
  provenanceWords,
  resultWords,
  rowWords,
  titleWords,
} from './revocation-words.ts';
import { timelineSvg } from '../../drawings/timeline-svg.ts';

/** Pictures of ours are safe: every text in them was escaped. */
const drawn = (svg: string): Markup => html`<div class="picture">${new Markup(svg)}</div>`;

function measurementHtml(one: Concluded): Markup {
  const { measurement, conclusion } = one;
  const bad = conclusion.exitCode === 0 ? '' : ' bad';
  const facts = [provenanceWords(one), ...factWords(one)];
  const flips = conclusion.flips.map(
    (flip) =>
      html`<tr>
        <th scope="row"><code>${flip.operation}</code></th>
        <td>${flipWords(flip, conclusion)}</td>
      </tr>`,
  );
  return html`<h3>${titleWords(measurement)}</h3>
    <p class="verdict${bad}">${resultWords(one).join(' ')}</p>
    ${drawn(timelineSvg(one))} ${tableHtml('What became of each operation', [], flips)}
    <ul>
      ${facts.map((fact) => html`<li>${fact}</li>`)}
    </ul>`;
}

/** The section of a page about measurements: all in a table, how they are spread, and the newest at length. */
export function revocationSection({ all, current, distributions }: RevocationDocument): Markup {
  const shown = current ?? all.at(-1);
  if (!shown) return html``;
  return html`<h2 id="revocation">How long a revoked credential goes on working</h2>
    ${distributions.map(
      (one) =>
        html`<p>${distributionWords(one)}</p>
          ${drawn(curveSvg(one))}`,
    )}
    ${tableHtml(
      'All measurements',
      COLUMNS,
      all.map((one) => rowHtml(rowWords(one))),
    )}
    ${measurementHtml(shown)}`;
}

/** Measurements as a page of their own. */
export function revocationPage(document: RevocationDocument): string {
  const title = document.current ? titleWords(document.current.measurement) : 'Measurements of revocation';
  return page(
    title,
    html`<main>
      <h1>${title}</h1>
      ${revocationSection(document)}
    </main>`,
  );
}
