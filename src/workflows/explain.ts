import { existsSync, statSync } from 'node:fs';
import { declared } from '../../specs/declared.ts';
import { publishedOperations, readCatalogue } from '../catalogue/catalogue.ts';
import { explanationsExitCode, type Explanation } from '../explain/exit-code.ts';
import { indexOperations, type AskedOperation, type OperationIndex } from '../explain/asked-operation.ts';
import { credentialsIn, entriesOfHar, explainHar } from '../explain/explain-har.ts';
import { explainOperation } from '../explain/explain-operation.ts';
import { explainResponse, type GivenResponse, type Sent } from '../explain/explain-response.ts';
import { headersOf, looksLikeResponse, parseField, parseRawResponse } from '../explain/raw-text.ts';
import { shapeOf } from '../evidence/shape.ts';
import { briefly } from '../contract/briefly.ts';
import { Fault } from '../fault.ts';
import { publicObservations } from '../history/observations.ts';
import { timelines } from '../history/timeline.ts';
import { isLoopback } from '../http/allowed-origin.ts';
import { isGateway, isSite } from '../http/clouds.ts';
import { render, type FormatName } from '../report/formats.ts';
import { isRedactable, registerSecret } from '../secrets/redaction.ts';
import { parseJson } from '../storage/read-json.ts';
import { decodeText, readText } from '../storage/read-text.ts';
import { deliver, layoutFor } from './output.ts';
import type { Session } from './session.ts';

/** The options of `explain`. */
export interface ExplainOptions {
  readonly status?: number;
  readonly header?: readonly string[];
  /** A file, or `-` for the standard input. */
  readonly body?: string;
  readonly sent?: Sent;
  readonly format: FormatName;
  readonly out?: string;
  readonly all?: boolean;
  readonly quiet?: boolean;
}

/** The standard input, as an argument. */
const STDIN = '-';

/** Maximum size of a HAR file or a response, in bytes: it has to fit into memory several times. */
const MAX_SIZE = 2 ** 27;

const usage = (message: string): Fault => new Fault('usage', message);

const tooLarge = (name: string): Fault =>
  new Fault(
    'unreadable-file',
    `Cannot read ${name}: it is larger than ${MAX_SIZE / 2 ** 20} MiB. Export only the requests to the Jira site.`,
  );

/** Reads the standard input to its end. */
async function readInput({ stdin }: Pick<Session, 'stdin'>): Promise<string> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of stdin?.() ?? []) {
    parts.push(part);
    size += part.length;
    if (size > MAX_SIZE) throw tooLarge('the standard input');
  }
  if (size === 0) throw new Fault('unreadable-file', 'Nothing came from the standard input. Name a file.');
  const text = decodeText(Buffer.concat(parts));
  if (text === undefined) {
    throw new Fault('unreadable-file', 'Cannot read the standard input: it is not written in UTF-8.');
  }
  return text;
}

/** Returns the size of a file; 0 if it has none that can be found out, which reading it will tell. */
function sizeOf(path: string): number {
  try {
    return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  } catch {
    return 0;
  }
}

async function read(path: string, session: Session): Promise<string> {
  if (path === STDIN) return readInput(session);
  if (sizeOf(path) > MAX_SIZE) throw tooLarge(path);
  return readText(path);
}

/** What was named on the command line: operations, and the text of a response or a HAR file. */
interface Named {
  readonly operations: readonly AskedOperation[];
  readonly file: { readonly name: string; readonly text: string } | undefined;
}

/** Whether an argument names a file rather than an operation. */
const isFile = (text: string): boolean => text === STDIN || /\.har$/i.test(text) || existsSync(text);

async function resolve(what: readonly string[], index: OperationIndex, session: Session): Promise<Named> {
  const files = what.filter(isFile);
  if (files.length > 1) throw usage('explain reads one file at a time. Name one response or HAR file.');
  const operations = what
    .filter((text) => !isFile(text))
    .map((text) => {
      const asked = index.named(text, isGateway);
      if (asked) return asked;
      throw usage(
        `${briefly(text)} is neither an operation nor a file. Name an operation as "GET /rest/api/3/project", "v3 project" or an address, or a file that exists.`,
      );
    });
  const [name] = files;
  return { operations, file: name === undefined ? undefined : { name, text: await read(name, session) } };
}

/** Returns the response that the options give; undefined if they give none. */
async function responseOf(
  { status, header = [], body }: ExplainOptions,
  session: Session,
): Promise<GivenResponse | undefined> {
  if (status === undefined) {
    if (header.length > 0 || body !== undefined) {
      throw usage('--header and --body belong to a response. Give its status with --status.');
    }
    return undefined;
  }
  const fields = header.map((line) => {
    const field = parseField(line);
    if (field) return field;
    throw usage(`--header must be written as 'name: value', not ${briefly(line)}.`);
  });
  return {
    status,
    headers: headersOf(fields),
    shape: body === undefined ? undefined : shapeOf(await read(body, session)),
    complete: false,
  };
}

/**
 * Number of credentials of a file that are searched for in the output. Nothing of the headers, the bodies and the unknown
 * parts of the paths is repeated anyway; this is the second fence, and a token that is signed for each request makes
 * thousands.
 */
const MAX_REGISTERED = 100;

/** Keeps what is in a value of Authorization out of every output. */
function registerAuthorization(value: string): void {
  const secret = value.trim().replace(/^\S+\s+/, '');
  const pair = /^basic\b/i.test(value.trim()) ? Buffer.from(secret, 'base64').toString('utf8') : '';
  const [email, password] = [pair.slice(0, pair.indexOf(':')), pair.slice(pair.indexOf(':') + 1)];
  const parts = [
    ['token', secret],
    ['token', password],
    ['email', email],
  ] as const;
  for (const [kind, part] of parts) {
    if (isRedactable(part, kind)) registerSecret('a credential in the file', part, kind);
  }
}

const needsSent = (): Fault =>
  usage(
    'Only you know what was sent: say so with --sent basic, --sent bearer or --sent none, because an answer without an account means something else then.',
  );

const isJson = (text: string): boolean => text.trimStart().startsWith('{');

/** Returns what a file shows: a HAR file, or a response as `curl -i` prints it. */
function responseIn({ name, text }: { readonly name: string; readonly text: string }): GivenResponse {
  const response = looksLikeResponse(text.trimStart()) ? parseRawResponse(text) : undefined;
  if (response) return response;
  const where = name === STDIN ? 'The standard input' : name;
  throw new Fault(
    'bad-fixture',
    `${where} is neither a HAR file nor a response as "curl -i" prints it. Begin with its status line.`,
  );
}

function harIn(
  { name, text }: { readonly name: string; readonly text: string },
  index: OperationIndex,
  sent: Sent | undefined,
): Explanation {
  const where = name === STDIN ? 'The standard input' : name;
  const entries = entriesOfHar(parseJson(where, text));
  if (!entries) {
    throw new Fault('bad-fixture', `${where} is JSON, but not a HAR file: it has no log with entries.`);
  }
  for (const value of credentialsIn(entries).slice(0, MAX_REGISTERED)) registerAuthorization(value);
  const hosts = { isSite: (host: string) => isSite(host) || isLoopback(host), isGateway };
  return explainHar(entries, index, hosts, sent);
}

/**
 * Explains operations, a response or a HAR file, without asking any site.
 *
 * @param what operations and at most one file
 * @returns the exit code: 1 if a credential was dead, 3 if nothing shows in what state it was
 * @throws Fault if something is neither an operation nor a readable file, or if it is not known what was sent
 */
export async function explain(
  what: readonly string[],
  options: ExplainOptions,
  session: Session,
): Promise<number> {
  const catalogue = readCatalogue();
  const index = indexOperations(publishedOperations(catalogue));
  const { operations, file } = await resolve(what, index, session);
  const { sent } = options;
  const given = await responseOf(options, session);
  if (given && file) throw usage('A file holds its own response. Leave out either the file or --status.');
  const { rows } = await declared();
  const explanations: Explanation[] = [];
  if (file && isJson(file.text)) {
    if (operations.length > 0) throw usage('A HAR file names its own operations. Leave the operation out.');
    explanations.push(harIn(file, index, sent));
  } else if (given || file) {
    const response = given ?? (file && responseIn(file));
    const [operation, ...more] = operations;
    if (more.length > 0) throw usage('A response is that of one operation. Name only one.');
    if (sent === undefined) throw needsSent();
    const place = operation?.place ?? 'site';
    if (response) {
      explanations.push(
        explainResponse(response, { sent, place, operation, namesAccounts: undefined }, rows),
      );
    }
  } else {
    if (operations.length === 0) {
      throw usage('explain needs an operation, a status or a file. Run with --help for the options.');
    }
    if (sent !== undefined) {
      throw usage('--sent would be ignored: it belongs to a response or a HAR file, not to an operation.');
    }
    const publicSets = session.recordings
      .names()
      .filter((name) => session.recordings.info(name).origin === 'transcribed');
    const records = {
      rows,
      timelines: timelines(publicObservations(session.recordings)),
      sets: new Map(publicSets.map((name) => [name, session.recordings.read(name).exchanges])),
      published: catalogue.documents[0]?.date ?? 'undated',
    };
    explanations.push(...operations.map((operation) => explainOperation(operation, records)));
  }
  const { format, all = false, quiet, out } = options;
  const layout = layoutFor({ all, quiet, ...(out !== undefined && { out }) }, session);
  deliver(render('explain', format, { explanations }, layout), options, session);
  return explanationsExitCode(explanations);
}
