import type { Dispatcher } from 'undici';
import type { Verdict } from './assert-alive.ts';
import { deadToken, type GuardOptions } from './fetch.ts';
import { SiteJudge } from './judge-with-myself.ts';
import { MAX_ACCOUNT, MYSELF, type AskMyself } from './myself.ts';

type Dispatch = Dispatcher['dispatch'];
type Handler = Dispatcher.DispatchHandler;
type Headers = Parameters<NonNullable<Handler['onResponseStart']>>[2];

/** Returns the `Authorization` among the headers of a request, in any of the forms that undici accepts. */
function authorizationIn(headers: Dispatcher.DispatchOptions['headers']): string | undefined {
  if (!headers) return undefined;
  const pairs = Array.isArray(headers)
    ? headers.flatMap((name, i) => (i % 2 === 0 ? [[name, headers[i + 1]] as const] : []))
    : Symbol.iterator in headers
      ? [...headers]
      : Object.entries(headers);
  const found = pairs.find(([name]) => name?.toLowerCase() === 'authorization')?.[1];
  return found === undefined ? undefined : String(found);
}

const askThrough =
  (dispatch: Dispatch, origin: string): AskMyself =>
  (authorization, signal) =>
    new Promise((resolve, reject) => {
      const chunks: Buffer[] = [];
      let length = 0;
      let head: { status: number; headers: Headers } = { status: 0, headers: {} };
      dispatch(
        { origin, path: MYSELF, method: 'GET', headers: { authorization } },
        {
          onRequestStart: (controller) => {
            signal.addEventListener('abort', () => controller.abort(new Error('It took too long.')));
          },
          onResponseStart: (_, status, headers) => {
            head = { status, headers };
          },
          onResponseData: (controller, chunk) => {
            chunks.push(chunk);
            length += chunk.length;
            if (length > MAX_ACCOUNT) controller.abort(new Error('It is no account.'));
          },
          onResponseEnd: () => resolve({ head, body: Buffer.concat(chunks).toString() }),
          onResponseError: (_, error) => reject(error),
        },
      );
    });

type Decision = Error | undefined;

const errorFor = ({ state, signal }: Verdict): Decision => (state === 'dead' ? deadToken(signal) : undefined);

/** Passes on the events of an answer, and stores them while what decides about it is not yet known. */
function deciding(
  inner: Handler,
  decide: (status: number, headers: Headers) => Decision | Promise<Decision>,
): Handler {
  let stored: (() => void)[] | undefined;
  let isOver = false;
  const pass = (event: () => void): void => void (stored ? stored.push(event) : event());
  const proceed = async (
    controller: Dispatcher.DispatchController,
    decision: Promise<Decision>,
  ): Promise<void> => {
    const error = await decision;
    const events = stored ?? [];
    stored = undefined;
    if (error === undefined) for (const event of events) event();
    else if (isOver) inner.onResponseError?.(controller, error);
    else controller.abort(error);
    controller.resume();
  };
  return {
    onRequestStart: (...event) => inner.onRequestStart?.(...event),
    onRequestUpgrade: (...event) => inner.onRequestUpgrade?.(...event),
    onResponseStarted: () => inner.onResponseStarted?.(),
    onBodySent: (chunk) => inner.onBodySent?.(chunk),
    onRequestSent: () => inner.onRequestSent?.(),
    onResponseStart: (controller, status, headers, message) => {
      const start = (): void => inner.onResponseStart?.(controller, status, headers, message);
      const decision = status < 200 ? undefined : decide(status, headers);
      // undici reports what is thrown here as the error of the request.
      if (decision instanceof Error) throw decision;
      if (decision === undefined) return start();
      stored = [start];
      controller.pause();
      void proceed(controller, decision);
    },
    onResponseData: (controller, chunk) => pass(() => inner.onResponseData?.(controller, chunk)),
    // An answer without a body ends although it is paused.
    onResponseEnd: (controller, trailers) => {
      isOver = true;
      pass(() => inner.onResponseEnd?.(controller, trailers));
    },
    onResponseError: (controller, error) => {
      stored &&= [];
      inner.onResponseError?.(controller, error);
    },
  };
}

/**
 * Returns an interceptor for `dispatcher.compose`: a request fails with a `DeadTokenError` when the site treats its token as dead.
 */
export function guardInterceptor({
  site,
  namesAccounts,
  patience,
  now = Date.now,
}: Omit<GuardOptions, 'onDead'>): Dispatcher.DispatcherComposeInterceptor {
  const { origin } = new URL(site);
  return (dispatch) => {
    const judge = new SiteJudge({ namesAccounts, patience, now, ask: askThrough(dispatch, origin) });
    return (options, handler) => {
      // A client or a pool has one address, and requests to it name none.
      if (URL.parse(String(options.origin ?? site))?.origin !== origin) return dispatch(options, handler);
      const authorization = authorizationIn(options.headers);
      const decide = (status: number, headers: Headers): Decision | Promise<Decision> => {
        const verdict = judge.verdict({ status, headers, url: options.path }, authorization);
        return verdict instanceof Promise ? verdict.then(errorFor) : errorFor(verdict);
      };
      return dispatch(options, deciding(handler, decide));
    };
  };
}
