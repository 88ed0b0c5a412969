import { citedLinks, type Block, type Inline, type Line } from './blocks.ts';
import { heatHtml, stripHtml } from './heat-html.ts';
import { boxesHtml, cardHtml, headlineHtml, type Writers } from './event-html.ts';
import { html, Markup } from './markup.ts';
import { legendHtml, letterClass, matrixHtml, scrolled } from './matrix-html.ts';

/** Whether the page has the targets of links within it. */
export interface Anchors {
  readonly anchored: boolean;
}

const LOUD = new Set(['bad', 'serious']);

/** Whether an address is an https URL, the path of a file beside the page, or a heading of the page. */
const isSafe = (href: string): boolean => /^(?:https:\/\/|[\w./-]+$|#[\w-]+$)/.test(href);

function partHtml(part: Inline, anchors: Anchors): Markup {
  if (typeof part === 'string') return html`${part}`;
  if ('code' in part) return part.code === '' ? html`` : html`<code>${part.code}</code>`;
  if ('strong' in part) return html`<strong>${part.strong}</strong>`;
  if ('hint' in part) return html``;
  if ('strip' in part) return stripHtml(part.strip);
  if ('cites' in part) return lineHtml(citedLinks(part.cites), anchors);
  if ('badge' in part) {
    const { word, tone } = part.badge;
    return LOUD.has(tone) ? html`<span class="bad-word">${word}</span>` : html`${word}`;
  }
  if ('anchor' in part)
    return anchors.anchored ? html`<a href="#${part.anchor}">${part.label}</a>` : html`${part.label}`;
  return isSafe(part.href) ? html`<a href="${part.href}">${part.label}</a>` : html`${part.label}`;
}

function lineHtml(line: Line, anchors: Anchors): Markup {
  return html`${line.map((part) => partHtml(part, anchors))}`;
}

function headingHtml({ level, line, id }: Extract<Block, { kind: 'heading' }>, anchors: Anchors): Markup {
  const attribute = id === undefined ? html`` : html` id="${id}"`;
  const text = lineHtml(line, anchors);
  if (level === 1) return html`<h1${attribute}>${text}</h1>\n`;
  return level === 2 ? html`<h2${attribute}>${text}</h2>\n` : html`<h3${attribute}>${text}</h3>\n`;
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

/** Returns a drawing. Without one for narrow screens, it scrolls sideways there, so that its texts stay legible. */
function pictureHtml({ label, draw, narrow }: Extract<Block, { kind: 'picture' }>): Markup {
  // Safe: drawings escape every text.
  const wide = new Markup(draw());
  if (!narrow) return scrolled(label, html`<div class="picture">${wide}</div>`);
  return html`<div class="picture wide">${wide}</div>
    <div class="picture narrow">${new Markup(narrow())}</div> `;
}

const itemsHtml = (items: readonly Line[], anchors: Anchors): Markup =>
  html`${items.map((item) => html`<li>${lineHtml(item, anchors)}</li>`)}`;

const writersOf = (anchors: Anchors): Writers => ({
  line: (line) => lineHtml(line, anchors),
  matrix: (matrix, label, anchorOf) =>
    matrixHtml(matrix, {
      label,
      isSmall: true,
      anchorOf: anchors.anchored ? anchorOf : undefined,
    }),
  colour: (letter) => letterClass(letter ?? ''),
  anchored: anchors.anchored,
});

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
    case 'headline':
      return headlineHtml(block.headline, block.level ?? 1);
    case 'boxes':
      return boxesHtml(block.boxes, writersOf(anchors));
    case 'card':
      return cardHtml(block.card, writersOf(anchors));
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
      return html`${legendHtml(block.legend)} ${matrixHtml(block.matrix, { label: 'Matrix' })}`;
    case 'command':
      return html`<p>${block.purpose}:</p>
        <pre class="curl">${block.command}</pre> `;
    case 'heat':
      return scrolled(block.heat.label, heatHtml(block.heat));
    case 'picture':
      return pictureHtml(block);
    default:
      // A page has links instead of footnotes.
      return html``;
  }
}

/** Renders blocks as part of a page. */
export function blocksHtml(blocks: readonly Block[], anchors: Anchors = { anchored: false }): Markup {
  return html`${blocks.map((block) => blockHtml(block, anchors))}`;
}
