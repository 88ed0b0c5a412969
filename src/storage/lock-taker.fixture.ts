import { mkdirSync, rmdirSync } from 'node:fs';
import { Fault } from '../fault.ts';
import { takeLock } from './lock.ts';

// For tests: a process that takes locks on its parent's orders, and reports the outcome.

/** What the parent orders. */
export type Order =
  /** Take the lock at that time, all processes at once, and hold it until `release`. */
  | { readonly kind: 'take'; readonly path: string; readonly at: number }
  | { readonly kind: 'release' }
  /** Take and release it repeatedly, checking that no other process holds it meanwhile. */
  | { readonly kind: 'churn'; readonly path: string; readonly times: number };

/** What the process replies: `got`, `busy`, or the error. */
export interface Answer {
  readonly outcome: string;
  readonly got: number;
}

let release = (): void => undefined;

const codeOf = (error: unknown): string => (error instanceof Fault ? error.code : String(error));

function take(path: string, at: number): Answer {
  while (performance.timeOrigin + performance.now() < at);
  try {
    release = takeLock(path, Date.now());
    return { outcome: 'got', got: 1 };
  } catch (error) {
    return { outcome: codeOf(error), got: 0 };
  }
}

function churn(path: string, times: number): Answer {
  let got = 0;
  try {
    for (let i = 0; i < times; i += 1) {
      let giveBack: () => void;
      try {
        giveBack = takeLock(path, Date.now());
      } catch (error) {
        if (codeOf(error) === 'busy') continue;
        throw error;
      }
      got += 1;
      // Fails if another process is inside.
      mkdirSync(`${path}.inside`);
      rmdirSync(`${path}.inside`);
      giveBack();
    }
    return { outcome: 'got', got };
  } catch (error) {
    return { outcome: codeOf(error), got };
  }
}

process.on('message', (order: Order) => {
  if (order.kind === 'take') process.send?.(take(order.path, order.at));
  else if (order.kind === 'churn') process.send?.(churn(order.path, order.times));
  else {
    release();
    process.send?.({ outcome: 'released', got: 0 });
  }
});
process.send?.({ outcome: 'ready', got: 0 });
