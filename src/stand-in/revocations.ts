/** Tokens that were revoked, and when the news of it arrives at each of the replicas that answer in turn. */
export class Revocations {
  readonly #now: () => number;
  readonly #arrivals = new Map<string, { readonly at: readonly number[]; turn: number }>();

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Revokes a token. Several delays, in milliseconds, stand for as many replicas. */
  add(token: string, afterMs: number | readonly number[]): void {
    const delays = typeof afterMs === 'number' ? [afterMs] : afterMs;
    this.#arrivals.set(token, { at: delays.map((delay) => this.#now() + delay), turn: 0 });
  }

  /** Whether the replica whose turn it is knows of the revocation. */
  has(token: string): boolean {
    const arrival = this.#arrivals.get(token);
    if (!arrival) return false;
    const at = arrival.at[arrival.turn % arrival.at.length] ?? 0;
    arrival.turn += 1;
    return this.#now() >= at;
  }
}
