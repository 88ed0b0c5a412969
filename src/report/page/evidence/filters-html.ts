import { html, type Markup } from '../../blocks/markup.ts';
import type { CheckDocument } from '../../documents/check/check-document.ts';

/** What the list can be limited to: the states of a probe. */
const SHOWN = ['changed', 'broken', 'disproved', 'inconclusive', 'skipped', 'kept', 'fixed'];

/** The keys, and what they do. `page.js` handles them. */
const KEYS: readonly (readonly [keys: readonly string[], purpose: string])[] = [
  [['n', 'p'], 'next and previous change'],
  [['j', 'k'], 'next and previous probe in the list'],
  [['/'], 'search'],
  [['←', '↑', '→', '↓'], 'move in the matrix'],
];

const option = (value: string): Markup => html`<option>${value}</option>`;

const keyHtml = ([keys, purpose]: (typeof KEYS)[number]): Markup =>
  html`<li>${keys.map((key) => html`<kbd>${key}</kbd> `)}${purpose}</li>`;

/** Returns the filters and the buttons that go from change to change. They need a script; without it, they are hidden. */
export function filtersHtml({ run }: CheckDocument): Markup {
  const credentials = [...new Set(run.rows.map(({ credential }) => credential))];
  return html`<ul class="keys">
      ${KEYS.map(keyHtml)}
      <li>
        <label><input type="checkbox" id="f-keys" checked /> keys on</label>
      </li>
    </ul>
    <div class="filters">
      <label
        >Show<select id="f-show">
          <option value="">all</option>
          ${SHOWN.map(option)}
        </select></label
      >
      <label
        >Credential<select id="f-credential">
          <option value="">all</option>
          ${credentials.map(option)}
        </select></label
      >
      <label>Operation<input id="f-operation" type="search" autocomplete="off" /></label>
      <span class="steps"
        ><button type="button" id="f-previous">← Previous change</button>
        <button type="button" id="f-next">Next change →</button></span
      >
      <span id="f-count" role="status"></span>
    </div>`;
}
