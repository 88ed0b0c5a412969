import type { Har, Entry, Header } from 'har-format';
import { jsonText } from '../../json.ts';
import { REPLAY_TARGET } from '../../http/replay-target.ts';
import { planRequest } from '../../http/planned-request.ts';
import type { RowResult } from '../../run/row-result.ts';
import type { Run } from '../../run/run.ts';
import type { CheckDocument } from '../documents/check/check-document.ts';
import { describeProvenance } from '../documents/phrases.ts';

/** Returns the time of an answer; a date without a time counts as midnight, a year as its first day. */
const startOf = ({ at, sources }: RowResult): string => {
  if (at !== undefined) return at;
  const [year = '1970', month = '01', day = '01'] = (sources[0]?.date ?? '').split('-');
  return `${year}-${month}-${day}T00:00:00.000Z`;
};

const headersOf = ({ response }: RowResult): Header[] =>
  Object.entries(response?.headers ?? {}).flatMap(([name, value]) =>
    [value].flat().map((single) => ({ name, value: single })),
  );

function entryOf(row: RowResult, { recordings }: Run): Entry | undefined {
  const { response, answer, credential } = row;
  if (!response || !answer) return undefined;
  const planned = planRequest(row, REPLAY_TARGET);
  const site = recordings.origin === 'transcribed' ? undefined : URL.parse(recordings.site)?.origin;
  const origin =
    planned.origin === REPLAY_TARGET.site ? (site ?? REPLAY_TARGET.site) : 'https://api.atlassian.com';
  const search = new URLSearchParams(planned.query).toString();
  const { body } = response;
  // Viewers show the text as sent by the site, so it is left out if only the shape is known.
  const text = body && 'text' in body ? body.text : undefined;
  const location = headersOf(row).find(({ name }) => name === 'location')?.value ?? '';
  return {
    startedDateTime: startOf(row),
    time: 0,
    request: {
      method: 'GET',
      url: `${origin}${planned.path}${search && `?${search}`}`,
      httpVersion: 'HTTP/1.1',
      cookies: [],
      headers: [
        { name: 'accept', value: 'application/json' },
        ...(planned.authorization === null ? [] : [{ name: 'authorization', value: `[${credential}]` }]),
      ],
      queryString: Object.entries(planned.query).map(([name, value]) => ({ name, value })),
      headersSize: -1,
      bodySize: 0,
    },
    response: {
      status: response.status,
      statusText: '',
      httpVersion: 'HTTP/1.1',
      cookies: [],
      headers: headersOf(row),
      content: {
        size: text === undefined ? 0 : Buffer.byteLength(text),
        mimeType: answer.mediaType ?? 'x-unknown',
        ...(text !== undefined && { text }),
        ...(body &&
          'shape' in body && {
            comment: `Only the shape of the body is known: ${JSON.stringify(body.shape)}`,
          }),
      },
      redirectURL: location,
      headersSize: -1,
      bodySize: -1,
    },
    cache: {},
    timings: { send: 0, wait: 0, receive: 0 },
    comment: `${credential}: ${answer.treatment}. ${describeProvenance(recordings)}.`,
  };
}

/** Renders the answers of a run as HAR 1.2, which opens in the network panel of a browser. */
export function runHar({ run }: Pick<CheckDocument, 'run'>): string {
  const [name = '', version = ''] = run.tool.split(' ');
  const contract = run.rows.filter(({ kind }) => kind === 'contract');
  const har: Har = {
    log: {
      version: '1.2',
      creator: { name, version },
      entries: contract.flatMap((row) => entryOf(row, run) ?? []),
      comment: `${describeProvenance(run.recordings)}. Credentials are shown by name only.`,
    },
  };
  return jsonText(har);
}
