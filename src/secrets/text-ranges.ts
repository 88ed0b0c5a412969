/** A part of a text. */
export interface TextRange {
  readonly from: number;
  readonly to: number;
}

/** Many parts of one text, in which another is looked up without going through them all. */
export class TextRanges {
  readonly #merged: { from: number; to: number }[] = [];

  constructor(stretches: readonly TextRange[]) {
    for (const { from, to } of stretches.toSorted((a, b) => a.from - b.from)) {
      const last = this.#merged.at(-1);
      if (last && from < last.to) last.to = Math.max(last.to, to);
      else this.#merged.push({ from, to });
    }
  }

  /** The last that begins before a place. */
  #before(place: number): TextRange | undefined {
    let [low, high] = [0, this.#merged.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#merged[middle]?.from ?? 0) < place) low = middle + 1;
      else high = middle;
    }
    return this.#merged[low - 1];
  }

  /** Whether one of them has a part in common with a stretch. */
  overlaps({ from, to }: TextRange): boolean {
    const last = this.#before(to);
    return last !== undefined && from < last.to;
  }

  /** Whether a stretch is within one of them, or within several that overlap. */
  contains({ from, to }: TextRange): boolean {
    const last = this.#before(from + 1);
    return last !== undefined && to <= last.to;
  }
}
