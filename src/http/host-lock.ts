import type { Dispatcher } from 'undici';
import { Fault } from '../fault.ts';

/** The methods that only read. */
export const READS: ReadonlySet<string> = new Set(['GET', 'HEAD']);

/**
 * Returns an undici interceptor that allows requests to the given origins with the given methods only. It is a second
 * safeguard: the first is that only planned requests are sent, all of them GET.
 *
 * @throws Fault `forbidden-host` when a request to another origin, or with another method, is dispatched
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
        `A request to ${origin} was blocked before it was sent: credentials may go only to ${origins.join(' and ')}.`,
      );
    }
    if (!methods.has(options.method)) {
      throw new Fault(
        'forbidden-host',
        `A ${options.method} request was blocked before it was sent: only ${[...methods].join(' and ')} requests are allowed.`,
      );
    }
    return dispatch(options, handler);
  };
}
