/** How much is measured. */
export interface BenchOptions {
  /** For each measurement of the exchange. */
  readonly requests: number;
  /** Requests at a time. */
  readonly concurrency: number;
}
