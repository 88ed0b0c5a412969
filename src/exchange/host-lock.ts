import type { Dispatcher } from 'undici';
import { Fault } from '../contract/fault.ts';

/**
 * An undici interceptor that lets requests through to the named origins alone. It is the second lock: the
 * first is that only planned requests are sent.
 *
 * @throws Fault `forbidden-host` when a request to any other origin is dispatched
 */
export function hostLock(origins: readonly string[]): Dispatcher.DispatcherComposeInterceptor {
  const allowed = new Set(origins);
  return (dispatch) => (options, handler) => {
    const origin = String(options.origin);
    if (!allowed.has(origin)) {
      throw new Fault(
        'forbidden-host',
        `A request to ${origin} was stopped before it was sent: credentials go to ${origins.join(' and ')} only.`,
      );
    }
    return dispatch(options, handler);
  };
}
