import {
  citedLinks,
  type Block,
  type Inline,
  type Legend,
  type Line,
  type MatrixCell,
  type MatrixGrid,
} from './blocks.ts';
import { html, Markup } from './markup.ts';

/** Whether a page has the places that a line points at. */
export interface Anchors {
  readonly anchored: boolean;
}

const LOUD = new Set(['bad', 'serious']);

/** An address of the web, or of a file beside the page. */
const isSafe = (href: string): boolean => /^(?:https:\/\/|[\w./-]+$)/.test(href);

function pieceHtml(piece: Inline, anchors: Anchors): Markup {
  if (typeof piece === 'string') return html`${piece}`;
  if ('code' in piece) return piece.code === '' ? html`` : html`<code>${piece.code}</code>`;
  if ('strong' in piece) return html`<strong>${piece.strong}</strong>`;
  if ('hint' in piece) return html``;
  if ('cites' in piece) return lineHtml(citedLinks(piece.cites), anchors);
  if ('badge' in piece) {
    const { word, tone } = piece.badge;
    return LOUD.has(tone) ? html`<span class="bad-word">${word}</span>` : html`${word}`;
  }
  if ('anchor' in piece)
    return anchors.anchored ? html`<a href="#${piece.anchor}">${piece.label}</a>` : html`${piece.label}`;
  return isSafe(piece.href) ? html`<a href="${piece.href}">${piece.label}</a>` : html`${piece.label}`;
}

function lineHtml(line: Line, anchors: Anchors): Markup {
  return html`${line.map((piece) => pieceHtml(piece, anchors))}`;
}

function headingHtml({ level, line, id }: Extract<Block, { kind: 'heading' }>, anchors: Anchors): Markup {
  const place = id === undefined ? html`` : html` id="${id}"`;
  const words = lineHtml(line, anchors);
  if (level === 1) return html`<h1${place}>${words}</h1>\n`;
  return level === 2 ? html`<h2${place}>${words}</h2>\n` : html`<h3${place}>${words}</h3>\n`;
}

/** A region that a narrow screen can move sideways, with a name for those who do not see it. */
function scrolled(label: string, content: Markup): Markup {
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${label}">${content}</div> `;
}

function tableHtml({ head, rows, label }: Extract<Block, { kind: 'table' }>, anchors: Anchors): Markup {
  const heads = html`<thead>
    <tr>
      ${head.map((line) => html`<th scope="col">${lineHtml(line, anchors)}</th>`)}
    </tr>
  </thead>`;
  const body = rows.map(
    (row) =>
      html`<tr>
        ${row.map((cell) => html`<td>${lineHtml(cell, anchors)}</td>`)}
      </tr> `,
  );
  return scrolled(
    label,
    html`<table>
      ${head.length > 0 && heads}
      <tbody>
        ${body}
      </tbody>
    </table>`,
  );
}

/** The class that colours a letter; any other is what is only expected. */
const CLASS: Readonly<Record<string, string>> = {
  A: 'accepted',
  I: 'ignored',
  R: 'refused',
  '?': 'inconclusive',
};

/** The classes of a cell of the matrix. */
export function cellClass({ letter, sign }: MatrixCell): string {
  return `cell ${CLASS[letter] ?? 'skipped'}${sign === ' ' ? '' : ' changed'}`;
}

/** What a cell says. */
export function cellText({ letter, sign }: MatrixCell): string {
  return `${letter}${sign}`.trim();
}

const plainCell = (cell: MatrixCell): Markup =>
  cellText(cell) === '' ? html`` : html`<span class="${cellClass(cell)}">${cellText(cell)}</span>`;

/**
 * The matrix as a table.
 *
 * @param cellHtml what stands in a cell
 */
export function matrixHtml(
  { columns, lines }: MatrixGrid,
  cellHtml: (cell: MatrixCell, credential: string, operation: string) => Markup = plainCell,
): Markup {
  const body = lines.map(
    ({ credential, cells }) =>
      html`<tr>
        <th scope="row">${credential}</th>
        ${cells.map((cell, i) => html`<td>${cellHtml(cell, credential, columns[i]?.id ?? '')}</td>`)}
      </tr> `,
  );
  const heads = columns.map(
    ({ id, short }) => html`<th scope="col" title="${id}"><span>${short}</span></th>`,
  );
  return scrolled(
    'The matrix',
    html`<table class="matrix">
      <caption hidden>
        Credentials down, operations across
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

/** What the letters, signs and colours mean. */
export function legendHtml(legend: Legend): Markup {
  const items = legend.map(([letter, means]) => {
    const style = CLASS[letter] ?? (/^[a-z ]+$/.test(letter) && letter !== 'x' ? 'skipped' : 'changed');
    return html`<li><span class="cell swatch ${style}">${letter}</span>${means}</li>`;
  });
  return html`<ul class="legend">
    ${items}
  </ul>`;
}

const itemsHtml = (items: readonly Line[], anchors: Anchors): Markup =>
  html`${items.map((item) => html`<li>${lineHtml(item, anchors)}</li>`)}`;

function blockHtml(block: Block, anchors: Anchors): Markup {
  switch (block.kind) {
    case 'heading':
      return headingHtml(block, anchors);
    case 'paragraph':
      return html`<p>${lineHtml(block.line, anchors)}</p> `;
    case 'list': {
      const items = itemsHtml(block.items, anchors);
      return block.ordered
        ? html`<ol>
            ${items}
          </ol> `
        : html`<ul>
            ${items}
          </ul> `;
    }
    case 'table':
      return tableHtml(block, anchors);
    case 'code':
      return html`<pre>${block.text}</pre> `;
    case 'details':
      return html`<details>
        <summary>${block.summary}</summary>
        ${blocksHtml(block.blocks, anchors)}
      </details> `;
    case 'group':
    case 'page-only':
      return blocksHtml(block.blocks, anchors);
    case 'parts':
      return html`${block.parts.map((blocks) => blocksHtml(blocks, anchors))}`;
    case 'verdict':
      return html`<p class="verdict${block.tone === 'bad' ? ' bad' : ''}">${block.text}</p> `;
    case 'facts':
      return html`<ul class="facts">
        ${itemsHtml(
          block.entries.map(([term, fact]): Line => [`${term}: `, ...fact]),
          anchors,
        )}
      </ul> `;
    case 'matrix':
      return html`${legendHtml(block.legend)} ${matrixHtml(block.matrix)}`;
    case 'command':
      return html`<p>${block.purpose}:</p>
        <pre>${block.command}</pre> `;
    case 'picture':
      // Drawings of ours are safe: every text in them was escaped.
      return html`<div class="picture">${new Markup(block.draw())}</div> `;
    default:
      // Where footnotes go: a page has links.
      return html``;
  }
}

/** Blocks as a piece of a page. */
export function blocksHtml(blocks: readonly Block[], anchors: Anchors = { anchored: false }): Markup {
  return html`${blocks.map((block) => blockHtml(block, anchors))}`;
}
