import { existsSync, statSync } from 'node:fs';
import { declared } from '../../specs/declared.ts';
import { publishedOperations, readCatalogue } from '../catalogue/catalogue.ts';
import { explanationsExitCode, type Explanation } from '../explain/exit-code.ts';
import { indexOperations, type AskedOperation, type OperationIndex } from '../explain/asked-operation.ts';
import { credentialsIn, HAR_ENTRIES, HarReader, type Hosts } from '../explain/explain-har.ts';
import { explainOperation } from '../explain/explain-operation.ts';
import { bodyOf, explainResponse, type GivenResponse, type Sent } from '../explain/explain-response.ts';
import { headersOf, looksLikeResponse, parseField, parseRawResponse } from '../explain/raw-text.ts';
import { briefly } from '../contract/briefly.ts';
import { Fault } from '../fault.ts';
import { publicObservations } from '../history/observations.ts';
import { timelines } from '../history/timeline.ts';
import { isLoopback } from '../http/allowed-origin.ts';
import { isGateway, isSite } from '../http/clouds.ts';
import { render, type FormatName } from '../report/formats.ts';
import { isRedactable, registerSecret } from '../secrets/redaction.ts';
import { arrayItems } from '../storage/array-items.ts';
import { chunksOf } from '../storage/read-chunks.ts';
import { parseJson } from '../storage/read-json.ts';
import { readText, textParts } from '../storage/read-text.ts';
import { deliver, layoutFor } from './output.ts';
import type { Session } from './session.ts';

/** The options of `explain`. */
export interface ExplainOptions {
  readonly status?: number;
  readonly header?: readonly string[];
  /** A file, or `-` for the standard input. */
  readonly body?: string;
  readonly sent?: Sent;
  /** The only hosts of a HAR file that count, with or without a port. */
  readonly host?: readonly string[];
  readonly format: FormatName;
  readonly out?: string;
  readonly all?: boolean;
  readonly quiet?: boolean;
}

/** The standard input, as an argument. */
const STDIN = '-';

/** Maximum length of a response, in characters: it has to fit into memory several times. */
const MAX_SIZE = 2 ** 27;

const usage = (message: string): Fault => new Fault('usage', message);

const nameOf = (path: string): string => (path === STDIN ? 'the standard input' : path);

/** A text from outside of any length. */
interface Source {
  readonly name: string;
  /** Its start, with more than white space unless it has no more. */
  readonly start: string;
  /** All of it. It can be read once. */
  readonly parts: AsyncIterable<string>;
}

/** Whether a path is that of a regular file. What cannot be one, such as a name that is too long, is refused when it is read. */
function isRegular(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
  } catch {
    return false;
  }
}

/** Yields the text of a file or of the standard input. */
async function* partsOf(path: string, { stdin }: Pick<Session, 'stdin'>): AsyncGenerator<string> {
  if (path === STDIN) {
    let isEmpty = true;
    for await (const part of textParts(stdin?.() ?? (async function* () {})(), nameOf(path))) {
      isEmpty &&= part === '';
      yield part;
    }
    if (isEmpty) throw new Fault('unreadable-file', 'Nothing came from the standard input. Name a file.');
  } else if (isRegular(path)) {
    yield* textParts(chunksOf(path), path);
  } else {
    // A pipe, of which it is not known whether anybody writes to it.
    yield readText(path);
  }
}

async function open(path: string, session: Session): Promise<Source> {
  const rest = partsOf(path, session);
  let start = '';
  while (start.trim() === '') {
    const { value, done } = await rest.next();
    if (done === true) break;
    start += value;
  }
  async function* all(): AsyncGenerator<string> {
    yield start;
    yield* rest;
  }
  return { name: nameOf(path), start, parts: all() };
}

/** Returns a text as a whole. */
async function wholeText({ name, parts }: Source): Promise<string> {
  let text = '';
  for await (const part of parts) {
    text += part;
    if (text.length <= MAX_SIZE) continue;
    throw new Fault(
      'unreadable-file',
      `Cannot read ${name}: it is larger than ${MAX_SIZE / 2 ** 20} MiB, and no HAR file. Name one response.`,
    );
  }
  return text;
}

/** What was named on the command line: operations, and a response or a HAR file. */
interface Named {
  readonly operations: readonly AskedOperation[];
  readonly file: Source | undefined;
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
  return { operations, file: name === undefined ? undefined : await open(name, session) };
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
    ...bodyOf(body === undefined ? undefined : await wholeText(await open(body, session))),
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

const isJson = ({ start }: Source): boolean => start.trimStart().startsWith('{');

/** Returns what a file shows as a response that `curl -i` printed. */
async function responseIn(file: Source): Promise<GivenResponse> {
  const text = await wholeText(file);
  const response = looksLikeResponse(text.trimStart()) ? parseRawResponse(text) : undefined;
  if (response) return response;
  throw new Fault(
    'bad-fixture',
    `Cannot read ${file.name}: it is neither a HAR file nor a response as "curl -i" prints it. Begin with its status line.`,
  );
}

/** Returns the hosts that count: those that are named, or else those of Jira Cloud and of this machine. */
function hostsOf(named: readonly string[]): Hosts {
  if (named.length === 0) {
    return { isGateway, isSite: ({ hostname }) => isSite(hostname) || isLoopback(hostname) };
  }
  const names = new Set(named);
  return {
    isGateway: (hostname) => names.has(hostname) && isGateway(hostname),
    isSite: ({ host, hostname }) => names.has(host) || names.has(hostname),
  };
}

async function harIn(
  { name, parts }: Source,
  index: OperationIndex,
  { sent, host = [] }: ExplainOptions,
): Promise<Explanation> {
  const reader = new HarReader(index, hostsOf(host), sent);
  const registered = new Set<string>();
  let number = 0;
  for await (const text of arrayItems(parts, HAR_ENTRIES, { place: `${name} as a HAR file` })) {
    number += 1;
    const entry = parseJson(`Request ${number} of ${name}`, text);
    for (const value of credentialsIn(entry)) {
      if (registered.has(value) || registered.size >= MAX_REGISTERED) continue;
      registered.add(value);
      registerAuthorization(value);
    }
    reader.add(entry);
  }
  return reader.explanation();
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
  const isHar = file && isJson(file);
  if (options.host && !isHar) throw usage('--host selects requests of a HAR file. Name one.');
  if (isHar) {
    if (operations.length > 0) throw usage('A HAR file names its own operations. Leave the operation out.');
    explanations.push(await harIn(file, index, options));
  } else if (given || file) {
    const response = given ?? (file && (await responseIn(file)));
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
