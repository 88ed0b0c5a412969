/** For tests: whether a text gives a secret away, found by decoding what stands in it rather than by encoding the secret. */

/** So much of a secret, from its start, is too much. */
const TELLING = 20;

const decodeEscapes = (text: string): string =>
  text
    .replaceAll(/\\u([0-9a-f]{4})/gi, (_, code: string) => String.fromCodePoint(Number.parseInt(code, 16)))
    .replaceAll(/\\(["\\/])/g, '$1');

const decodePercent = (text: string): string =>
  text.replaceAll(/(?:%[0-9a-f]{2})+/gi, (run) =>
    Buffer.from(run.replaceAll('%', ''), 'hex').toString('utf8'),
  );

const decodeHtml = (text: string): string =>
  text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');

const decodeHex = (text: string): string =>
  [...text.matchAll(/(?:[0-9a-f]{2}){8,}/gi)]
    .flatMap(([run]) => [run, run.slice(1)])
    .map((run) => Buffer.from(run, 'hex').toString('utf8'))
    .join('\n');

/** Every run of base64, read from each of the four places at which a group of characters can begin. */
const decodeBase64 = (text: string): string =>
  [...text.matchAll(/[\w+/-]{12,}={0,2}/g)]
    .flatMap(([run]) => [0, 1, 2, 3].map((skip) => Buffer.from(run.slice(skip), 'base64').toString('utf8')))
    .join('\n');

const STEPS = [decodeEscapes, decodePercent, decodeHtml, decodeHex, decodeBase64];

/** Whether the secret, or a long start of it, can be read from a text, directly or after up to three decodings. */
export function givesAway(text: string, secret: string): boolean {
  const start = secret.slice(0, TELLING);
  let texts = [text];
  for (let depth = 0; depth < 3; depth += 1) {
    if (texts.some((one) => one.includes(start))) return true;
    texts = texts.flatMap((one) =>
      STEPS.map((step) => step(one)).filter((decoded) => decoded !== '' && decoded !== one),
    );
  }
  return texts.some((one) => one.includes(start));
}
