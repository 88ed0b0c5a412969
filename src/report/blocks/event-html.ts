import type { Boxes, Card, CardProbe, Headline, NextCommand, Turn, WhatNow } from '../headline/model.ts';
import { STATES } from '../headline/states.ts';
import type { Line, MatrixGrid } from './line.ts';
import { html, type Markup } from './markup.ts';
import type { AnchorOf } from './matrix-html.ts';

/** How the parts of a page are written that lines and matrices consist of. */
export interface Writers {
  readonly line: (line: Line) => Markup;
  readonly matrix: (matrix: MatrixGrid, label: string, anchorOf: AnchorOf) => Markup;
  /** CSS class of a letter of the matrix. */
  readonly colour: (letter: string | undefined) => string;
  /** Whether the page has the evidence that anchors point to. */
  readonly anchored: boolean;
}

/** Renders the headline of a page, or of a part of it. */
export function headlineHtml({ state, title, subtitle, counts }: Headline, level: 1 | 2): Markup {
  const { sign, word } = STATES[state];
  const text = html`<span class="sign" aria-hidden="true">${sign}</span> ${title}`;
  return html`<header class="headline ${state}" data-answer="what-happened">
    ${level === 1 ? html`<h1>${text}</h1>` : html`<h2>${text}</h2>`}
    <p class="subtitle">${subtitle}</p>
    <ul class="counts">
      <li class="state">${word}</li>
      ${counts.map(({ tone, text: words }) => html`<li class="${tone}">${words}</li>`)}
    </ul>
  </header> `;
}

const boxHtml = (answer: string, title: string, content: Markup): Markup =>
  html`<section class="box" data-answer="${answer}">
    <h2>${title}</h2>
    ${content}
  </section> `;

const commandHtml = ({ purpose, command }: NextCommand): Markup =>
  html`<p>${purpose}:</p>
    <pre class="curl">${command}</pre> `;

/** Renders commands that are ready to be pasted, folded. */
function commandsHtml({ curl, commands }: WhatNow, anchored: boolean): Markup {
  const all = [
    ...(curl === undefined ? [] : [{ purpose: 'To send the first request yourself', command: curl }]),
    ...commands,
  ];
  if (all.length === 0) return html``;
  return html`<details class="commands" ${curl !== undefined && html` data-curl`}>
    <summary>${all.length === 1 ? 'The command' : `The ${all.length} commands`}, ready to paste</summary>
    ${all.map(commandHtml)}
    ${curl !== undefined && anchored && html`<p>The request needs the <a href="#by-hand">preparation</a>.</p>`}
  </details> `;
}

/** Renders the four boxes, and the commands of the last one below them, where there is space. */
export function boxesHtml(
  { howBad, howSure, sinceWhen, whatNow }: Boxes,
  { line, anchored }: Writers,
): Markup {
  const links = anchored ? whatNow.links : [];
  const now = html`<p>${line(whatNow.line)}</p>
    ${links.length > 0 && html`<p>${links.map((link, i) => html`${i > 0 ? ' · ' : ''}${line([link])}`)}</p>`}`;
  return html`<div class="boxes">
      ${boxHtml('how-bad', 'How bad', html`<p>${line(howBad)}</p>`)}
      ${boxHtml('how-sure', 'How sure', html`<p>${line(howSure)}</p>`)}
      ${boxHtml('since-when', 'Since when', html`<p>${line(sinceWhen)}</p>`)}
      ${boxHtml('what-now', 'What now', now)}
    </div>
    ${commandsHtml(whatNow, anchored)}`;
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

/** Returns the ids of the evidence of the probes of a card. */
function anchorsOf(turns: readonly Turn[]): AnchorOf {
  const anchors = new Map(
    turns.flatMap(({ probes }) =>
      probes.map(({ credential, operation, anchor }) => [`${credential} ${operation}`, anchor]),
    ),
  );
  return (credential, operation) => anchors.get(`${credential} ${operation}`);
}

/** Renders a card. */
export function cardHtml(card: Card, writers: Writers): Markup {
  const { id, tone, level, title, count, rule, certainty, turns, matrix, impact, remediation, curl } = card;
  const facts = [count, ...(certainty === '' ? [] : [certainty])].join(' · ');
  return html`<section class="card ${tone}" id="${id}">
    <h2>
      <span class="level">${level}</span> ${title} <small>${facts} <code>${rule}</code></small>
    </h2>
    <ul class="turns">
      ${turns.map((turn) => turnHtml(turn, writers))}
    </ul>
    ${matrix && writers.matrix(matrix, `${level}: ${title}`, anchorsOf(turns))}
    ${impact !== '' && html`<p><strong>It means:</strong> ${impact}</p>`}
    ${remediation !== '' && html`<p><strong>To do:</strong> ${remediation}</p>`}
    ${curl !== undefined && html`<pre class="curl">${curl}</pre>`}
  </section> `;
}
