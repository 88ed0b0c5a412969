// Apart from the retention itself, whose modules few commands load.

/** Number of live runs that are kept of each site, unless the user names another. */
export const KEPT_RUNS = 30;
