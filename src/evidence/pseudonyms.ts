/** Assigns pseudonyms: the same value of a kind always gets the same one. */
export class Pseudonyms {
  readonly #names = new Map<string, string>();
  readonly #counts = new Map<string, number>();

  /**
   * Returns the pseudonym of a value: `account-1`, `account-2`, … in order of appearance. A pseudonym is its own
   * pseudonym, so that a text that is already anonymised does not change.
   */
  pseudonymOf(kind: string, value: string): string {
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
