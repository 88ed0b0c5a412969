import type { Legend, MatrixCell, MatrixGrid } from './line.ts';
import { compactHtml, html, type Markup } from './markup.ts';

/** CSS class of each observed letter; other letters are expectations only. */
const CLASS: Readonly<Record<string, string>> = {
  A: 'accepted',
  I: 'ignored',
  R: 'refused',
  '?': 'inconclusive',
};

/** Returns the CSS class of a letter of the matrix. */
export function letterClass(letter: string): string {
  return CLASS[letter] ?? 'skipped';
}

/** Returns the id of the evidence of a probe; undefined if the page has none. */
export type AnchorOf = (credential: string, operation: string) => string | undefined;

/** How a matrix is rendered. */
interface MatrixLook {
  /** Accessible name. */
  readonly label: string;
  /** Few columns: there is space for horizontal headings. */
  readonly isSmall?: boolean;
  /** Links cells to the evidence of their probes. */
  readonly anchorOf?: AnchorOf | undefined;
}

/** Wraps content in a region that scrolls sideways on narrow screens, with an accessible name. */
export function scrolled(label: string, content: Markup): Markup {
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${label}">${content}</div> `;
}

/** CSS classes of the signs that are no bad news; a sign of bad news has a frame. */
const SIGN_CLASS: Readonly<Record<string, string>> = { ' ': '', '+': ' changed good' };

function cellHtml(cell: MatrixCell, anchor: string | undefined): Markup {
  const text = cell.text ?? `${cell.letter}${cell.sign}`.trim();
  if (text === '') return html``;
  const sign = cell.isKnown ? ' changed known' : (SIGN_CLASS[cell.sign] ?? ' changed');
  const classes = `cell ${letterClass(cell.letter)}${sign}`;
  return anchor === undefined
    ? compactHtml`<span class="${classes}">${text}</span>`
    : compactHtml`<a class="${classes}" href="#${anchor}">${text}</a>`;
}

/** Returns the matrix as a table. */
export function matrixHtml(
  { columns, lines, axes = 'Credentials down, operations across' }: MatrixGrid,
  { label, isSmall = false, anchorOf = () => undefined }: MatrixLook,
): Markup {
  const body = lines.map(({ credential, cells }) => {
    const written = cells.map(
      (cell, i) => compactHtml`<td>${cellHtml(cell, anchorOf(credential, columns[i]?.id ?? ''))}`,
    );
    return compactHtml`<tr><th scope="row">${credential}</th>${written}\n`;
  });
  const heads = columns.map(
    ({ id, short }) => html`<th scope="col" title="${id}"><span>${short}</span></th>`,
  );
  return scrolled(
    label,
    html`<table class="matrix${isSmall ? ' small' : ''}">
      <caption hidden>
        ${axes}
      </caption>
      <thead>
        <tr>
          <td></td>
          ${heads}
        </tr>
      </thead>
      <tbody>
        ${body}
      </tbody>
    </table>`,
  );
}

/** Returns the legend of the letters, signs and colours. */
export function legendHtml(legend: Legend): Markup {
  const items = legend.map(([letter, means]) => {
    const style =
      CLASS[letter] ??
      (/^[a-z ]+$/.test(letter) && letter !== 'x' ? 'skipped' : letter === '+' ? 'changed good' : 'changed');
    return html`<li><span class="cell swatch ${style}">${letter}</span>${means}</li>`;
  });
  return html`<ul class="legend">
    ${items}
  </ul>`;
}
