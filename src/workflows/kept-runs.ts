// Separate from the retention itself, whose modules few commands load.

/** Default number of live runs that are kept of each site. */
export const KEPT_RUNS = 30;
