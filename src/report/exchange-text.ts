import { credentialNamed } from '../contract/credentials.ts';
import { SYNTHETIC_IDENTITY } from '../contract/identity.ts';
import type { Probe } from '../contract/probe.ts';
import type { Headers, RecordedResponse } from '../evidence/exchange.ts';
import { probeLabels } from './documents/phrases.ts';
import { addressOf } from './by-hand/curl.ts';
import { truncate, sanitiseLine } from './plain.ts';

/** A probe and what is stored of its answer. */
export interface ShownExchange extends Probe {
  /** Undefined if it was not answered. */
  readonly response?: RecordedResponse | undefined;
  /** The verdict, or why there is no answer. */
  readonly verdict: string;
}

/** Returns the lines of the request, with variables instead of the user's own values; of the credential, only its scheme and name. */
export function requestLines({ credential, operation }: Probe): string[] {
  const scheme = credentialNamed(credential).header(SYNTHETIC_IDENTITY)?.split(' ')[0];
  return [
    `GET ${addressOf({ credential, operation })}`,
    'accept: application/json',
    ...(scheme === undefined ? ['(no authorization)'] : [`authorization: ${scheme} [${credential}]`]),
  ];
}

const headerLines = (headers: Headers = {}): string[] =>
  Object.entries(headers).flatMap(([name, value]) =>
    (typeof value === 'string' ? [value] : value).map((single) => `${name}: ${single}`),
  );

/** Returns the lines of the stored response. Of a body that was data, only the shape is known. */
export function responseLines({ status, headers, absent, body }: RecordedResponse): string[] {
  const shown = body && ('text' in body ? body.text : `(shape only) ${JSON.stringify(body.shape)}`);
  return [
    `HTTP ${status}`,
    ...headerLines(headers),
    ...(absent ?? []).map((name) => `(no ${name})`),
    ...(shown === undefined || shown === '' ? [] : shown.split('\n')),
  ];
}

/** Formats a probe with its request (marked with `>`) and its sanitised response (marked with `<`). */
export function exchangeText(exchange: ShownExchange): string {
  const { response, verdict } = exchange;
  const lines = [
    probeLabels(exchange).join('  '),
    ...requestLines(exchange).map((line) => `> ${line}`),
    ...(response ? responseLines(response).map((line) => `< ${line}`) : []),
    `= ${verdict}`,
  ];
  return `${lines.map((line) => sanitiseLine(truncate(line)).trimEnd()).join('\n')}\n`;
}

/** Formats exchanges, with a blank line before each. */
export function exchangesText(exchanges: readonly ShownExchange[]): string {
  return exchanges.map((exchange) => `\n${exchangeText(exchange)}`).join('');
}
