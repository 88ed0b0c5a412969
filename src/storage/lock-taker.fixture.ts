import { mkdirSync, rmdirSync } from 'node:fs';
import { Fault } from '../fault.ts';
import { takeLock } from './lock.ts';

// For tests: a process that takes locks as it is told to by its parent, and says how that went.

/** What a taker is told. */
export type Order =
  /** Take the lock at that moment, all at once, and hold it until `release`. */
  | { readonly kind: 'take'; readonly path: string; readonly at: number }
  | { readonly kind: 'release' }
  /** Take it and give it back so many times, and look whether anybody else is in between. */
  | { readonly kind: 'churn'; readonly path: string; readonly times: number };

/** What a taker answers: `got`, `busy`, or what went wrong. */
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
      let back: () => void;
      try {
        back = takeLock(path, Date.now());
      } catch (error) {
        if (codeOf(error) === 'busy') continue;
        throw error;
      }
      got += 1;
      // Fails where somebody else is inside.
      mkdirSync(`${path}.inside`);
      rmdirSync(`${path}.inside`);
      back();
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
