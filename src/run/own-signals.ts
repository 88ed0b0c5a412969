/** What vitest and vite end the process at by themselves, in the middle of whatever else it does. */
const SIGNALS: ReadonlySet<string | symbol> = new Set(['SIGINT', 'SIGTERM', 'SIGHUP']);

function undo(name: string | symbol, listener: (...args: unknown[]) => void): void {
  // It is not there yet: this is called right before it is added.
  if (SIGNALS.has(name)) queueMicrotask(() => void process.off(name, listener));
}

/**
 * Does work during which nothing listens to a signal that did not before: a library that ends the process at one would take
 * from whoever called it what it has to write down. Where nobody listens, a signal does what it does to any process.
 */
export async function withOwnSignals<T>(work: () => Promise<T>): Promise<T> {
  process.on('newListener', undo);
  try {
    return await work();
  } finally {
    process.off('newListener', undo);
  }
}
