import type { Run } from '../../run/run.ts';
import { interactionName, pactNews, pactSkipped, pactSummary } from '../pact-words.ts';
import { html, type Markup } from './markup.ts';

/** The section of the page about the pacts; nothing where the verifier was not asked. */
export function pactsHtml({ pacts = [] }: Run): Markup {
  if (pacts.length === 0) return html``;
  const parts = pacts.map((result) => {
    const news = pactNews(result).map(
      ({ interaction, says }) =>
        html`<li class="bad-word"><code>${interactionName(interaction)}</code>: ${says}</li>`,
    );
    const skipped = pactSkipped(result).map(([reason, number]) => html`<li>${number} × ${reason}</li>`);
    return html`<p>${pactSummary(result)}</p>
      ${
        news.length > 0 &&
        html`<ul>
          ${news}
        </ul>`
      }
      ${
        skipped.length > 0 &&
        html`<details>
          <summary>Skipped interactions</summary>
          <ul>
            ${skipped}
          </ul>
        </details>`
      }`;
  });
  return html`<h2 id="pacts">The pacts</h2>
    ${parts}`;
}
