import type { PactResult } from '../../run/pact-result.ts';
import type { Run } from '../../run/run.ts';
import {
  interactionName,
  pactBug,
  pactNews,
  pactSkipped,
  pactSummary,
} from '../documents/pacts/pact-words.ts';
import { html, type Markup } from '../blocks/markup.ts';

const folded = (summary: string, items: readonly Markup[]): Markup =>
  items.length === 0
    ? html``
    : html`<details>
        <summary>${summary}</summary>
        <ul>
          ${items}
        </ul>
      </details>`;

function pactHtml(result: PactResult): Markup {
  const news = pactNews(result).map(
    ({ interaction, says }) =>
      html`<li class="bad-word"><code>${interactionName(interaction)}</code>: ${says}</li>`,
  );
  const bug = pactBug(result).map(
    (one) => html`<li><code>${interactionName(one)}</code>: ${one.reasons.join('; ')}</li>`,
  );
  const skipped = pactSkipped(result).map(([reason, number]) => html`<li>${number} × ${reason}</li>`);
  return html`<p>${pactSummary(result)}</p>
    ${
      news.length > 0 &&
      html`<ul>
        ${news}
      </ul>`
    }
    ${folded('Known to fail: one by one, the bug', bug)} ${folded('Skipped interactions', skipped)}`;
}

/** The section of the page about the pacts; nothing where the verifier was not asked. */
export function pactsHtml({ pacts = [] }: Run): Markup {
  return pacts.length === 0
    ? html``
    : html`<h2 id="pacts">The pacts</h2>
        ${pacts.map(pactHtml)}`;
}
