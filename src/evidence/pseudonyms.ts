/** Gives each value of a kind the same made-up name wherever it comes. */
export class Pseudonyms {
  readonly #names = new Map<string, string>();
  readonly #counts = new Map<string, number>();

  /**
   * The name of a value: `account-1`, `account-2`, … in the order in which the values came. A name that was given is its
   * own: a text that was made safe before stays as it is.
   */
  of(kind: string, value: string): string {
    const key = `${kind} ${value}`;
    const known = this.#names.get(key);
    if (known !== undefined) return known;
    const number = (this.#counts.get(kind) ?? 0) + 1;
    this.#counts.set(kind, number);
    const name = kind === 'person' ? `person-${number}@example.com` : `${kind}-${number}`;
    this.#names.set(key, name);
    this.#names.set(`${kind} ${name}`, name);
    return name;
  }
}
