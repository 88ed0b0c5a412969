/** A range of a text; `to` is exclusive. */
export interface TextRange {
  readonly from: number;
  readonly to: number;
}

/** A set of ranges of one text, searched in logarithmic time. */
export class TextRanges {
  readonly #merged: { from: number; to: number }[] = [];

  constructor(ranges: readonly TextRange[]) {
    for (const { from, to } of ranges.toSorted((a, b) => a.from - b.from)) {
      const last = this.#merged.at(-1);
      if (last && from < last.to) last.to = Math.max(last.to, to);
      else this.#merged.push({ from, to });
    }
  }

  /** Returns the last range that starts before a place. */
  #before(place: number): TextRange | undefined {
    let [low, high] = [0, this.#merged.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#merged[middle]?.from ?? 0) < place) low = middle + 1;
      else high = middle;
    }
    return this.#merged[low - 1];
  }

  /** Whether one of the ranges overlaps a given range. */
  overlaps({ from, to }: TextRange): boolean {
    const last = this.#before(to);
    return last !== undefined && from < last.to;
  }

  /** Whether a range is inside one of the ranges, or inside several overlapping ones. */
  contains({ from, to }: TextRange): boolean {
    const last = this.#before(from + 1);
    return last !== undefined && to <= last.to;
  }
}
