import { deadToken, type GuardOptions } from './fetch.ts';
import { SiteJudge } from './judge-with-myself.ts';
import { MAX_ACCOUNT, MYSELF } from './myself.ts';

interface Config {
  readonly headers?: object;
  readonly auth?: { readonly username: string; readonly password: string };
}

interface Answer {
  readonly status: number;
  readonly headers: object;
  readonly config: Config;
  /** What sent it, which knows where redirects led. */
  readonly request?: unknown;
}

/** What the guard uses of an instance of axios. */
export interface AxiosLike {
  getUri(config: Config): string;
  get(url: string, config: object): Promise<{ status: number; headers: object; data: unknown }>;
  readonly interceptors: {
    readonly response: {
      use: (
        onAnswer: <A extends Answer>(answer: A) => Promise<A>,
        onError: (error: unknown) => unknown,
      ) => number;
      eject: (id: number) => void;
    };
  };
}

/** Returns the headers that are set, whatever form axios gives them. */
const pairsOf = (headers: object): [string, string][] =>
  Object.entries(headers).flatMap(([name, value]: [string, unknown]) =>
    typeof value === 'string' ? [[name, value]] : [],
  );

/** Returns the address that answered, which differs from the one that was asked if redirects were followed. */
function addressOf({ request }: Answer): string | undefined {
  // Of Node.js and follow-redirects; a browser has it in the request itself.
  const places = [Reflect.get(Object(request), 'res') as unknown, request];
  const found = places.map(
    (place) =>
      Reflect.get(Object(place), 'responseUrl') ?? (Reflect.get(Object(place), 'responseURL') as unknown),
  );
  return found.find((url) => typeof url === 'string' && url !== '');
}

const isAnswer = (value: unknown): value is Answer =>
  typeof value === 'object' && value !== null && 'config' in value && 'headers' in value;

function authorizationOf({ auth, headers = {} }: Config): string | undefined {
  // axios prefers `auth` to the header.
  if (auth) return `Basic ${Buffer.from(`${auth.username}:${auth.password}`).toString('base64')}`;
  const pairs = pairsOf(headers);
  return pairs.find(([name]) => name.toLowerCase() === 'authorization')?.[1];
}

/**
 * Makes an instance of axios reject with a `DeadTokenError` when the site treats a token as dead.
 *
 * @returns a function that removes the interceptor
 */
export function guardAxios(
  axios: AxiosLike,
  { site, namesAccounts, patience, now = Date.now }: Omit<GuardOptions, 'onDead'>,
): () => void {
  const { origin } = new URL(site);
  const siteJudge = new SiteJudge({
    namesAccounts,
    patience,
    now,
    ask: async (Authorization, signal) => {
      const { status, headers, data } = await axios.get(origin + MYSELF, {
        headers: { Authorization },
        maxRedirects: 0,
        maxContentLength: MAX_ACCOUNT,
        signal,
        responseType: 'text',
        transformResponse: (body: unknown) => body,
        validateStatus: () => true,
      });
      return { head: { status, headers: pairsOf(headers) }, body: String(data) };
    },
  });
  const check = async (answer: Answer): Promise<void> => {
    const { status, headers, config } = answer;
    const url = URL.parse(addressOf(answer) ?? axios.getUri(config));
    // /myself refuses by itself, and the guard asks it through the same instance.
    if (url?.origin !== origin || url.pathname === MYSELF) return;
    const head = { status, headers: pairsOf(headers), url: url.href };
    const { state, signal } = await siteJudge.verdict(head, authorizationOf(config));
    if (state === 'dead') throw deadToken(signal);
  };
  const id = axios.interceptors.response.use(
    async (answer) => {
      await check(answer);
      return answer;
    },
    async (error: unknown) => {
      // A status that axios rejects, such as 404, can be what a dead token got.
      if (error instanceof Error && 'response' in error && isAnswer(error.response))
        await check(error.response);
      throw error;
    },
  );
  return () => axios.interceptors.response.eject(id);
}
