import type { Answer } from '../../../classify/answer.ts';
import type { Origin, RecordedResponse } from '../../../evidence/exchange.ts';
import { shapeOfResponse } from '../../../evidence/exchange.ts';
import type { Shape } from '../../../evidence/shape.ts';
import { compareShapes } from './shape-lines.ts';

/** What is on record of one answer: at least its meaning, at best also the stored response. */
export interface AnswerOnRecord {
  readonly origin: Origin;
  readonly answer?: Answer | undefined;
  readonly response?: RecordedResponse | undefined;
}

/** A value of one part: null if the part was absent, undefined if nothing is on record. */
export type PartValue = string | null | undefined;

/** A part of a response: the status, a header or the body. */
export interface ResponsePart {
  readonly name: string;
  readonly value: PartValue;
}

/** A part of two responses to the same probe. */
export interface ComparedPart {
  readonly name: string;
  readonly before: PartValue;
  readonly after: PartValue;
  /** Both values are on record, and they differ. */
  readonly differs: boolean;
}

const STATUS = 'status';

const BODY = 'body';

/** Headers that differ in every answer, so that a difference means nothing. */
export const VOLATILE_HEADERS: ReadonlySet<string> = new Set([
  'date',
  'atl-traceid',
  'x-arequestid',
  'x-trace-id',
  'x-ratelimit-remaining',
  'x-ratelimit-reset',
]);

/** The headers that an answer keeps if the response itself is not stored. */
const headersOfAnswer = (answer: Answer): ReadonlyMap<string, PartValue> =>
  new Map([
    ['content-type', answer.mediaType],
    ['x-seraph-loginreason', answer.loginReason],
    ['x-failure-category', answer.failureCategory],
  ]);

/** Returns the names of the headers that are on record, present or absent, in the order of the response. */
function headerNames({ answer, response }: AnswerOnRecord): string[] {
  if (response) return [...Object.keys(response.headers ?? {}), ...(response.absent ?? [])];
  if (!answer) return [];
  return [...headersOfAnswer(answer)].flatMap(([name, value]) => (value === undefined ? [] : [name]));
}

/** Returns the value of a header, its lines separated by line breaks. */
function headerValue({ origin, answer, response }: AnswerOnRecord, name: string): PartValue {
  if (!response) return answer && headersOfAnswer(answer).get(name);
  const value = response.headers?.[name];
  if (value !== undefined) return [value].flat().join('\n');
  // A run stores every header that it knows; a transcription has only those that its source mentions.
  return origin !== 'transcribed' || response.absent?.includes(name) ? null : undefined;
}

const shapeText = (shape: Shape): string => `(shape only) ${JSON.stringify(shape)}`;

const shapeOf = ({ answer, response }: AnswerOnRecord): Shape | undefined =>
  (response && shapeOfResponse(response)) ?? answer?.shape;

function bodyValue(side: AnswerOnRecord): PartValue {
  const body = side.response?.body;
  if (body && 'text' in body) return body.text;
  const shape = body?.shape ?? side.answer?.shape;
  return shape === undefined ? undefined : shapeText(shape);
}

const statusOf = ({ answer, response }: AnswerOnRecord): PartValue => {
  const status = response?.status ?? answer?.status;
  return status === undefined ? undefined : `HTTP ${status}`;
};

const isDifferent = (before: unknown, after: unknown): boolean =>
  before !== undefined && after !== undefined && JSON.stringify(before) !== JSON.stringify(after);

/** Whether the bodies differ. A text is compared with a shape by its own shape. */
function bodiesDiffer(before: AnswerOnRecord, after: AnswerOnRecord): boolean {
  const texts = [before, after].every(({ response }) => response?.body && 'text' in response.body);
  return texts
    ? isDifferent(bodyValue(before), bodyValue(after))
    : isDifferent(shapeOf(before), shapeOf(after));
}

/** Whether a header differs. An answer without its response knows the media type only, without parameters. */
function headersDiffer(name: string, before: AnswerOnRecord, after: AnswerOnRecord): boolean {
  if (VOLATILE_HEADERS.has(name)) return false;
  const values = [before, after].map((side) => headerValue(side, name));
  const isBrief = name === 'content-type' && !(before.response && after.response);
  const [old, now] = isBrief ? values.map((value) => value?.split(';')[0]?.trim().toLowerCase()) : values;
  return isDifferent(old, now);
}

/** Returns the lines that a shape has and the other one lacks, and how many both have. */
const differingLines = (lines: readonly string[], shared: number): string =>
  ['(shape only)', ...lines, `(${shared} alike)`].join('\n');

/** Returns both bodies. Of two shapes that share something, only the lines that differ are worth reading. */
function comparedBodies(
  before: AnswerOnRecord,
  after: AnswerOnRecord,
): Pick<ComparedPart, 'before' | 'after'> {
  const [old, now] = [before, after].map((side) => {
    const isText = side.response?.body && 'text' in side.response.body;
    return isText ? undefined : shapeOf(side);
  });
  if (old !== undefined && now !== undefined) {
    const difference = compareShapes(old, now);
    const { shared } = difference;
    const isPartly = shared > 0 && difference.before.length + difference.after.length > 0;
    if (isPartly) {
      return {
        before: differingLines(difference.before, shared),
        after: differingLines(difference.after, shared),
      };
    }
  }
  return { before: bodyValue(before), after: bodyValue(after) };
}

/** Returns the parts of an answer that are on record: status, headers, body. */
export function responseParts(side: AnswerOnRecord): ResponsePart[] {
  const headers = headerNames(side).map((name) => ({ name, value: headerValue(side, name) }));
  return [{ name: STATUS, value: statusOf(side) }, ...headers, { name: BODY, value: bodyValue(side) }].filter(
    ({ value }) => value !== undefined,
  );
}

/** Compares two answers to a probe part by part. Parts that are on record on neither side are left out. */
export function compareResponses(before: AnswerOnRecord, after: AnswerOnRecord): ComparedPart[] {
  const names = new Set([...headerNames(after), ...headerNames(before)]);
  const headers = [...names].map((name) => ({
    name,
    before: headerValue(before, name),
    after: headerValue(after, name),
    differs: headersDiffer(name, before, after),
  }));
  const [oldStatus, newStatus] = [statusOf(before), statusOf(after)];
  return [
    { name: STATUS, before: oldStatus, after: newStatus, differs: isDifferent(oldStatus, newStatus) },
    ...headers.filter((part) => part.before !== null || part.after !== null),
    {
      name: BODY,
      ...comparedBodies(before, after),
      differs: bodiesDiffer(before, after),
    },
  ].filter((part) => part.before !== undefined || part.after !== undefined);
}
