import { html, type Markup } from '../blocks/markup.ts';

/** A table that a narrow screen can move sideways, with a name for those who do not see it. */
export function tableHtml(label: string, columns: readonly string[], rows: readonly Markup[]): Markup {
  const head = html`<thead>
    <tr>
      ${columns.map((name) => html`<th scope="col">${name}</th>`)}
    </tr>
  </thead>`;
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${label}">
    <table>
      ${columns.length > 0 && head}
      <tbody>
        ${rows}
      </tbody>
    </table>
  </div>`;
}

/** A row of plain texts. */
export function rowHtml(words: readonly string[]): Markup {
  return html`<tr>
    ${words.map((word) => html`<td>${word}</td>`)}
  </tr>`;
}
