/** The options of a measurement. */
export interface BenchOptions {
  /** Number of requests per measurement of the client. */
  readonly requests: number;
  /** Number of requests at the same time. */
  readonly concurrency: number;
}
