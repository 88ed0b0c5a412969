import { credentialNamed, type CredentialName } from '../../../contract/credentials.ts';
import { SYNTHETIC_IDENTITY } from '../../../contract/identity.ts';
import type { RecordedResponse } from '../../../evidence/exchange.ts';
import type { Run } from '../../../run/run.ts';
import { compactHtml, content, html, type Markup } from '../../blocks/markup.ts';
import { truncate } from '../../plain.ts';
import {
  VOLATILE_HEADERS,
  compareResponses,
  responseParts,
  type AnswerOnRecord,
  type ComparedPart,
  type PartValue,
  type ResponsePart,
} from './response-parts.ts';

/** Headers that say nothing about a credential. Those that decide how an answer is classified are shown every time. */
const COMMONPLACE_HEADERS: ReadonlySet<string> = new Set([
  'content-type',
  'server',
  'set-cookie',
  'x-ratelimit-limit',
  'x-stand-in',
]);

/** The commonplace headers that most answers of a run carry, with their usual value. They are shown once for all. */
export type UsualHeaders = ReadonlyMap<string, string>;

const commonplaceHeaders = ({ headers = {} }: RecordedResponse): [string, string][] =>
  Object.entries(headers).flatMap(([name, value]) =>
    typeof value === 'string' && COMMONPLACE_HEADERS.has(name) ? [[name, value]] : [],
  );

/**
 * Returns the commonplace headers that more than half of the responses of a run carry with the same value. Of a transcribed response,
 * only the headers that its source mentions are known, so none can be taken for granted.
 */
export function usualHeaders({ recordings, rows }: Pick<Run, 'recordings' | 'rows'>): UsualHeaders {
  const responses = rows.flatMap(({ kind, response }) => (kind === 'contract' && response ? [response] : []));
  if (recordings.origin === 'transcribed') return new Map();
  const pairs = Map.groupBy(responses.flatMap(commonplaceHeaders), (pair) => JSON.stringify(pair));
  const usual = [...pairs.values()].filter(({ length }) => length > 1 && length > responses.length / 2);
  return new Map(usual.flatMap(([pair]) => (pair ? [pair] : [])));
}

/** Returns the authorization header of a credential as sent, with its name instead of its value. */
export function authorizationText(credential: CredentialName): string {
  const scheme = credentialNamed(credential).header(SYNTHETIC_IDENTITY)?.split(' ')[0];
  return scheme === undefined ? 'no authorization' : `authorization: ${scheme} [${credential}]`;
}

/** Returns a part as it is written in a response. */
function partLines({ name, value }: ResponsePart): string {
  if (name === 'status') return value ?? '';
  if (value === null) return `(no ${name})`;
  if (name === 'body') return `\n${value}`;
  return (value ?? '')
    .split('\n')
    .map((line) => `${name}: ${line}`)
    .join('\n');
}

/** Returns the usual headers that a response lacks. */
const lacking = (parts: readonly { readonly name: string }[], usual: UsualHeaders): ResponsePart[] =>
  [...usual.keys()]
    .filter((name) => !parts.some((part) => part.name === name))
    .map((name) => ({ name, value: null }));

/** Returns a response as text, without the usual headers. */
export function responseHtml(side: AnswerOnRecord, usual: UsualHeaders): Markup {
  const parts = responseParts(side);
  const shown = parts.filter(
    ({ name, value }) => usual.get(name) !== value && !(name === 'body' && value === ''),
  );
  const headers = shown.filter(({ name }) => name !== 'body');
  const lines = [...headers, ...lacking(parts, usual), ...shown.slice(headers.length)].map(partLines);
  return compactHtml`<pre>${content(truncate(lines.join('\n')))}</pre>`;
}

function valueHtml(value: PartValue): Markup {
  if (value === undefined) return html`<i>not on record</i>`;
  return value === null ? html`<i>absent</i>` : content(truncate(value === '' ? '(empty)' : value));
}

/** Returns a part that differs. */
const differenceHtml = ({ name, before, after }: ComparedPart): Markup =>
  compactHtml`<tr class=differs><th>${name}<td>${valueHtml(before)}<td>${valueHtml(after)}`;

/** Returns parts that need no comparison, in one row. */
function rowHtml(label: string, parts: readonly ResponsePart[]): Markup {
  if (parts.length === 0) return html``;
  return compactHtml`<tr><th>${label}<td colspan=2>${content(truncate(parts.map(partLines).join('\n').trim()))}`;
}

/** Returns what is on record of one side only, or differs in every answer. */
const only = (side: 'before' | 'after', parts: readonly ComparedPart[]): ResponsePart[] =>
  parts.flatMap((part) => {
    const { name, [side]: value } = part;
    const isShown = !part.differs && part.before !== part.after && typeof value === 'string';
    return isShown ? [{ name, value }] : [];
  });

/**
 * Returns both responses side by side: the parts that differ, then those that are equal or on record on one side only;
 * undefined if nothing that is on record on both sides differs.
 */
export function comparisonHtml(
  before: AnswerOnRecord,
  after: AnswerOnRecord,
  usual: UsualHeaders,
): Markup | undefined {
  const compared = compareResponses(before, after);
  const differing = compared.filter(({ differs }) => differs);
  if (differing.length === 0) return undefined;
  const others = compared.filter((part) => usual.get(part.name) !== part.after);
  const equal = others.flatMap((part) =>
    part.before === part.after ? [{ name: part.name, value: part.after }] : [],
  );
  const old = others.filter(({ name }) => !VOLATILE_HEADERS.has(name));
  return compactHtml`<table class=turn><tr><td><th>Before<th>Now${[
    ...differing.map(differenceHtml),
    rowHtml('both', [...equal, ...lacking(compared, usual)]),
    rowHtml('before', only('before', old)),
    rowHtml('now', only('after', others)),
  ]}</table>`;
}
