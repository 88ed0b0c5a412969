/** Revoked tokens, and when each of the replicas, which answer in turn, learns of the revocation. */
export class Revocations {
  readonly #now: () => number;
  readonly #arrivals = new Map<string, { readonly at: readonly number[]; turn: number }>();

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Revokes a token. @param afterMs the delay in milliseconds, or one delay per replica */
  add(token: string, afterMs: number | readonly number[]): void {
    const delays = typeof afterMs === 'number' ? [afterMs] : afterMs;
    this.#arrivals.set(token, { at: delays.map((delay) => this.#now() + delay), turn: 0 });
  }

  /** Whether the replica that answers next knows of the revocation. Advances to the next replica. */
  has(token: string): boolean {
    const arrival = this.#arrivals.get(token);
    if (!arrival) return false;
    const at = arrival.at[arrival.turn % arrival.at.length] ?? 0;
    arrival.turn += 1;
    return this.#now() >= at;
  }

  /** Returns what the replica that answers next knows, for one request: it asks each token's replica once. */
  forOneRequest(): (token: string) => boolean {
    const known = new Map<string, boolean>();
    return (token) => {
      const isRevoked = known.get(token) ?? this.has(token);
      known.set(token, isRevoked);
      return isRevoked;
    };
  }
}
