import type { Basis } from '../../contract/basis.ts';

/** Numbers sources in the order in which a report names them, each once. */
export class Footnotes {
  readonly #numbers = new Map<string, number>();
  readonly #sources: Basis[] = [];

  /** The number of a source. */
  cite(source: Basis): number {
    const key = `${source.date} ${source.grade} ${source.source}`;
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    const number = this.#sources.push(source);
    this.#numbers.set(key, number);
    return number;
  }

  /** The sources with their numbers, in order. */
  list(): { readonly number: number; readonly source: Basis }[] {
    return this.#sources.map((source, i) => ({ number: i + 1, source }));
  }
}
