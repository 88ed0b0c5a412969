import type { Dispatcher } from 'undici';
import { Fault } from '../fault.ts';

/** The methods that change nothing. */
export const READS: ReadonlySet<string> = new Set(['GET', 'HEAD']);

/**
 * An undici interceptor that lets reads through to the named origins alone. It is the second lock: the first
 * is that only planned requests are sent, all of them GET.
 *
 * @param methods what is let through where it is more than reads
 *
 * @throws Fault `forbidden-host` when a request to any other origin, or one that could change something, is
 *   dispatched
 */
export function hostLock(
  origins: readonly string[],
  methods: ReadonlySet<string> = READS,
): Dispatcher.DispatcherComposeInterceptor {
  const allowed = new Set(origins);
  return (dispatch) => (options, handler) => {
    const origin = String(options.origin);
    if (!allowed.has(origin)) {
      throw new Fault(
        'forbidden-host',
        `A request to ${origin} was stopped before it was sent: credentials go to ${origins.join(' and ')} only.`,
      );
    }
    if (!methods.has(options.method)) {
      throw new Fault(
        'forbidden-host',
        `A ${options.method} request was stopped before it was sent: only ${[...methods].join(' and ')} requests are.`,
      );
    }
    return dispatch(options, handler);
  };
}
