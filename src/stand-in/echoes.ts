/** The credential in a request, as a site could repeat it. */
export interface ReceivedCredential {
  /** The whole value of `Authorization`. */
  readonly header: string;
  /** `user:secret` of Basic, or the token of Bearer. */
  readonly pair: string;
  readonly secret: string;
  /** A number that depends on the path. */
  readonly turn: number;
}

/** An answer that repeats the credential. */
export interface Echo {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
  /** The reason phrase, if it is not the usual one. */
  readonly reason?: string;
}

const base64 = (text: string): string => Buffer.from(text).toString('base64');
const lines = (text: string, width: number): string =>
  text.match(new RegExp(`.{1,${width}}`, 'g'))?.join('\n') ?? '';
const each = (text: string, write: (code: number) => string): string =>
  text
    .split('')
    .map((character) => write(character.charCodeAt(0)))
    .join('');
const quoted = (text: string): string => text.replaceAll(/["\\]/g, '');
const html = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

const json = (...errorMessages: readonly string[]): Echo => ({
  status: 404,
  body: JSON.stringify({ errorMessages, errors: {} }),
});

const page = (content: string): Echo => ({
  status: 401,
  headers: { 'content-type': 'text/html;charset=UTF-8' },
  body: `<!doctype html><html lang="en"><head><title>Unauthorized (401)</title></head><body>${content}</body></html>`,
});

/** Ways in which a careless site, or a server in front of it, may repeat a credential. */
export const ECHOES = {
  'error JSON': ({ header, pair }) => json(`Invalid header: ${header}`, `No such user: ${pair}`),
  'key of JSON': ({ header, pair }) => ({
    status: 404,
    body: JSON.stringify({ errorMessages: [], [pair]: { [header]: pair }, errors: { [pair]: 'is unknown' } }),
  }),
  'data of a success': ({ header, pair, secret }) => ({
    status: 200,
    body: JSON.stringify([{ id: '1', key: secret, name: header, emailAddress: pair, displayName: secret }]),
  }),
  headers: ({ header, pair }) => ({
    ...json('Not found'),
    headers: {
      'x-arequestid': header,
      'x-seraph-loginreason': `AUTHENTICATED_FAILED ${header}`,
      'x-user': pair,
    },
  }),
  'header that challenges': ({ pair }) => ({
    status: 401,
    headers: { 'www-authenticate': `Basic realm="${quoted(pair)}"` },
    body: '',
  }),
  cookie: ({ header, secret }) => ({
    ...json('Not found'),
    headers: { 'set-cookie': `seraph.rememberme.cookie=${encodeURIComponent(header)}-${secret}; Path=/` },
  }),
  'name of a cookie': ({ secret }) => ({
    ...json('Not found'),
    headers: { 'set-cookie': `session-${secret.replaceAll(/[^\w-]/g, '.')}=1; Path=/` },
  }),
  redirect: ({ pair }) => ({
    status: 302,
    headers: {
      location: `/login.jsp?os_destination=${encodeURIComponent(`/?token=${encodeURIComponent(pair)}`)}`,
    },
    body: '',
  }),
  'reason phrase': ({ secret }) => ({ ...json('Not found'), reason: `Unknown ${secret}` }),
  page: ({ header, pair }) => page(`<p>${html(header)}</p><p title="${html(pair)}">${html(pair)}</p>`),
  'page of entities': ({ pair }) => page(`<p>${each(pair, (code) => `&#${code};`)}</p>`),
  'page with soft hyphens': ({ secret }) => page(`<p>${secret.replaceAll(/.{9}/g, '$&\u00AD')}</p>`),
  'page with tags between': ({ secret }) => page(`<p>${secret.replaceAll(/.{9}/g, '$&<wbr>')}</p>`),
  'cut at 600': ({ header, pair, turn }) => {
    const { status, body } = json(`${'x '.repeat(turn % 280)}${header} ${pair}`);
    return { status, body: body.slice(0, 600) };
  },
  'page cut at 600': ({ pair, turn }) => {
    const cut = page(`<p>${'x '.repeat(turn % 250)}${html(pair)}</p>`);
    return { ...cut, body: cut.body.slice(0, 600) };
  },
  'masked start': ({ secret }) => json(`Token ****${secret.slice(4)} is not valid.`),
  'piece from the middle': ({ secret, turn }) => {
    const from = turn % Math.max(1, secret.length - 60);
    return json(`Token …${secret.slice(from, from + 40)}… is not valid.`);
  },
  'base64 in lines': ({ pair, turn }) => json(lines(base64(pair), [20, 64, 72, 76][turn % 4] ?? 76)),
  'lines of 20': ({ secret }) => json(lines(secret, 20)),
  'base64 doubled': ({ pair }) => json(base64(base64(pair))),
  'base64 of JSON': ({ pair }) => json(base64(JSON.stringify({ authorization: pair }))),
  hex: ({ secret }) => json(Buffer.from(secret).toString('hex')),
  'list of bytes': ({ secret }) => ({
    status: 404,
    body: JSON.stringify({ bytes: [...Buffer.from(secret)] }),
  }),
  'percent for all': ({ pair }) => json(each(pair, (code) => `%${code.toString(16)}`)),
  '\\u for all': ({ pair }) => ({
    status: 404,
    body: `{"errorMessages":["${each(pair, (code) => `\\u${code.toString(16).padStart(4, '0')}`)}"]}`,
  }),
  '\\x for all': ({ pair }) => json(each(pair, (code) => `\\x${code.toString(16)}`)),
  'JSON in JSON': ({ header, pair }) => json(JSON.stringify({ body: JSON.stringify({ header, pair }) })),
} satisfies Readonly<Record<string, (received: ReceivedCredential) => Echo>>;

/** The name of a way to repeat a credential. */
export type EchoName = keyof typeof ECHOES;

/** The names of all ways to repeat a credential. */
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the keys of a literal object
export const ECHO_NAMES = Object.keys(ECHOES) as readonly EchoName[];
