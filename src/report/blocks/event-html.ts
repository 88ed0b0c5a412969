import type { Boxes, Card, CardProbe, Headline, Turn } from '../headline/model.ts';
import { STATES } from '../headline/states.ts';
import type { Line, MatrixGrid } from './line.ts';
import { html, type Markup } from './markup.ts';

/** How the parts of a page are written that lines and matrices consist of. */
export interface Writers {
  readonly line: (line: Line) => Markup;
  readonly matrix: (matrix: MatrixGrid) => Markup;
  /** CSS class of a letter of the matrix. */
  readonly colour: (letter: string | undefined) => string;
  /** Whether the page has the evidence that anchors point to. */
  readonly anchored: boolean;
}

/** Renders the headline of a page, or of a part of it. */
export function headlineHtml({ state, title, subtitle, counts }: Headline, level: 1 | 2): Markup {
  const { sign, word } = STATES[state];
  const text = html`<span class="sign" aria-hidden="true">${sign}</span> ${title}`;
  return html`<header class="headline ${state}">
    ${level === 1 ? html`<h1>${text}</h1>` : html`<h2>${text}</h2>`}
    <p class="subtitle">${subtitle}</p>
    <ul class="counts">
      <li class="state">${word}</li>
      ${counts.map(({ tone, text: words }) => html`<li class="${tone}">${words}</li>`)}
    </ul>
  </header> `;
}

const box = (name: string, title: string, content: Markup): Markup =>
  html`<section class="box ${name}">
    <h2>${title}</h2>
    ${content}
  </section> `;

/** Renders the four boxes. */
export function boxesHtml(
  { howBad, howSure, sinceWhen, whatNow }: Boxes,
  { line, anchored }: Writers,
): Markup {
  const { links, curl, commands } = whatNow;
  const now = html`<p>${line(whatNow.line)}</p>
    ${links.length > 0 && anchored && html`<p>${links.map((link, i) => html`${i > 0 ? ' · ' : ''}${line([link])}`)}</p>`}
    ${
      curl === undefined
        ? false
        : html`<details>
            <summary>Send the request yourself</summary>
            <pre>${curl}</pre>
          </details>`
    }
    ${commands.map(
      ({ purpose, command }) =>
        html`<details>
          <summary>${purpose}</summary>
          <pre>${command}</pre>
        </details> `,
    )}`;
  return html`<div class="boxes">
    ${box('how-bad', 'How bad', html`<p>${line(howBad)}</p>`)}
    ${box('how-sure', 'How sure', html`<p>${line(howSure)}</p>`)}
    ${box('since-when', 'Since when', html`<p>${line(sinceWhen)}</p>`)} ${box('what-now', 'What now', now)}
  </div> `;
}

/** Number of probes of a group that are listed by name. */
const MAX_LISTED = 4;

const probeHtml = ({ credential, short, anchor }: CardProbe, { line }: Writers): Markup =>
  line([{ anchor, label: `${credential} ${short}` }]);

function turnHtml({ before, after, letters, probes, line: sources }: Turn, writers: Writers): Markup {
  const { line, colour } = writers;
  const names = probes
    .slice(0, MAX_LISTED)
    .map((probe, i) => html`${i > 0 ? ', ' : ''}${probeHtml(probe, writers)}`);
  const rest = probes.length - names.length;
  const old =
    before === undefined ? false : html`<span class="answer ${colour(letters.before)}">${before}</span> → `;
  return html`<li>
    ${old}<span class="answer ${colour(letters.after)}">${after}</span>
    ${names}${rest > 0 ? `, ${rest} more` : ''} <span class="sources">${line(sources)}</span>
  </li> `;
}

/** Renders a card. */
export function cardHtml(card: Card, writers: Writers): Markup {
  const { id, tone, level, title, count, rule, certainty, turns, matrix, impact, remediation, curl } = card;
  const facts = [count, ...(certainty === '' ? [] : [certainty])].join(' · ');
  return html`<section class="card ${tone}" id="${id}">
    <h3>
      <span class="level">${level}</span> ${title} <small>${facts} <code>${rule}</code></small>
    </h3>
    <ul class="turns">
      ${turns.map((turn) => turnHtml(turn, writers))}
    </ul>
    ${matrix && writers.matrix(matrix)} ${impact !== '' && html`<p><strong>It means:</strong> ${impact}</p>`}
    ${remediation !== '' && html`<p><strong>To do:</strong> ${remediation}</p>`}
    ${curl !== undefined && html`<pre>${curl}</pre>`}
  </section> `;
}
