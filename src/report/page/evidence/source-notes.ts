import type { Basis } from '../../../contract/basis.ts';
import { compactHtml, html, type Markup } from '../../blocks/markup.ts';

/** The sources that a page cites. Many probes share a source, so each is written once, and probes refer to it. */
export class SourceNotes {
  readonly #numbers = new Map<string, number>();
  readonly #notes: Basis[] = [];

  /** Returns the date and grade of a source, with a link to its note. */
  cite(basis: Basis): Markup {
    const key = JSON.stringify([basis.date, basis.grade, basis.source, basis.note]);
    const number = this.#numbers.get(key) ?? this.#notes.push(basis);
    this.#numbers.set(key, number);
    return compactHtml`<a href=#s${number}>${basis.date}, ${basis.grade}</a>`;
  }

  /** Returns the cited sources in the order in which they were first cited. */
  list(): Markup {
    return html`${this.#notes.map((basis, i) => noteHtml(basis, i + 1))}`;
  }
}

function noteHtml({ date, grade, source, note }: Basis, number: number): Markup {
  const cited = `${date}, ${grade}`;
  const link = source.startsWith('https://')
    ? html`<a href="${source}">${cited}</a>`
    : html`${cited}: ${source}`;
  return html`<li id="s${number}">${link}. ${note}</li>`;
}
