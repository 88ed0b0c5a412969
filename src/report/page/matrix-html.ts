import { probeKey } from '../../contract/probe.ts';
import type { RowResult } from '../../run/row-result.ts';
import { LEGEND, matrixOf, type Cell } from '../documents/check/matrix.ts';
import type { CheckDocument } from '../documents/document.ts';
import { answerWords } from '../documents/words.ts';
import { cellId } from '../documents/cell-id.ts';
import { html, type Markup } from '../blocks/markup.ts';

/** The class that colours a letter; a small letter is what is only expected. */
const CLASS: Readonly<Record<string, string>> = {
  A: 'accepted',
  I: 'ignored',
  R: 'refused',
  '?': 'inconclusive',
};

const SAYS: Readonly<Record<Cell['sign'], string>> = {
  x: ', breaks the contract',
  '~': ', our guess was wrong',
  '+': ', fixed',
  '!': ', changed',
  ' ': '',
};

function cellHtml(row: RowResult, { letter, sign }: Cell, brief: boolean): Markup {
  const known = row.answer ? answerWords(row.answer) : row.verdict;
  const label = `${letter}${sign.trim()}: ${row.credential} on ${row.operation}: ${known}${SAYS[sign]}`;
  const style = `cell ${CLASS[letter] ?? 'skipped'}${sign === ' ' ? '' : ' changed'}`;
  return html`<td>
    <a class="${style}" href="#${cellId(row)}" ${brief ? false : html`aria-label="${label}"`}
      >${letter}${sign.trim()}</a
    >
  </td>`;
}

/** From so many rows on a cell is told by the headings of its row and column alone. */
const MANY = 2000;

/** The matrix as a table: a cell is a link to its evidence. */
export function matrixHtml(document: CheckDocument): Markup {
  const { run } = document;
  const { columns, lines } = matrixOf(document);
  const rows = new Map(run.rows.filter(({ kind }) => kind === 'contract').map((row) => [probeKey(row), row]));
  const byName = new Map<string, RowResult>(rows);
  const body = lines.map(({ credential, cells }) => {
    const tds = cells.map((cell, i) => {
      const row = byName.get(`${credential} ${columns[i]?.id}`);
      return row ? cellHtml(row, cell, run.rows.length > MANY) : html`<td></td>`;
    });
    return html`<tr>
      <th scope="row">${credential}</th>
      ${tds}
    </tr> `;
  });
  const heads = columns.map(
    ({ id, short }) => html`<th scope="col" title="${id}"><span>${short}</span></th>`,
  );
  return html`<div class="scroll" tabindex="0" role="region" aria-label="The matrix">
    <table class="matrix">
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
    </table>
  </div>`;
}

/** What the letters, signs and colours mean. */
export function legendHtml(): Markup {
  const items = LEGEND.map(([letter, means]) => {
    const style = CLASS[letter] ?? (/^[a-z ]+$/.test(letter) && letter !== 'x' ? 'skipped' : 'changed');
    return html`<li><span class="cell swatch ${style}">${letter}</span>${means}</li>`;
  });
  return html`<ul class="legend">
    ${items}
  </ul>`;
}
