import { createInterface } from 'node:readline';
import { tryParseJson } from '../json.ts';
import type { ClientProcess } from './client-process.ts';
import type { DriveFunction, Driven } from './driving.ts';

/** The version of the protocol that is offered: https://modelcontextprotocol.io/specification/2025-06-18 */
const PROTOCOL_VERSION = '2025-06-18';

type Fields = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Milliseconds between two looks at whether the server has ended. */
const LOOK_EVERY_MS = 20;

/** A conversation in JSON-RPC, one message a line. */
class Conversation {
  readonly #client: ClientProcess;
  readonly #waiting = new Map<number, (message: Fields | undefined) => void>();
  #last = 0;

  constructor(client: ClientProcess) {
    this.#client = client;
    createInterface({ input: client.stdout }).on('line', (line) => this.#receive(line));
  }

  /** Receives a line. Servers also print what is no message, and ask for what a client may not offer. */
  #receive(line: string): void {
    const message = tryParseJson(line);
    if (!isObject(message)) return;
    const { id, method } = message;
    if (typeof method === 'string') {
      if (id !== undefined)
        this.#send({ jsonrpc: '2.0', id, error: { code: -32_601, message: 'not supported' } });
      return;
    }
    if (typeof id === 'number') this.#waiting.get(id)?.(message);
  }

  #send(message: Fields): void {
    if (this.#client.stdin.writable) this.#client.stdin.write(`${JSON.stringify(message)}\n`);
  }

  notify(method: string): void {
    this.#send({ jsonrpc: '2.0', method });
  }

  /** Sends a request and returns its response; undefined if the server ended before. */
  async request(method: string, params: Fields): Promise<Fields | undefined> {
    this.#last += 1;
    const id = this.#last;
    this.#send({ jsonrpc: '2.0', id, method, params });
    return new Promise((resolve) => {
      const look = setInterval(() => {
        if (this.#client.mustEnd) finish(undefined);
      }, LOOK_EVERY_MS);
      const finish = (message: Fields | undefined): void => {
        clearInterval(look);
        this.#waiting.delete(id);
        resolve(message);
      };
      this.#waiting.set(id, finish);
    });
  }
}

/** Returns the texts of a result, as a model reads them. */
function textOf(result: Fields): string {
  const { content, structuredContent } = result;
  const texts = Array.isArray(content)
    ? content.map((part: unknown) =>
        isObject(part) && typeof part['text'] === 'string' ? part['text'] : JSON.stringify(part),
      )
    : [];
  return texts.length > 0 ? texts.join('\n') : JSON.stringify(structuredContent ?? result);
}

/** Returns the text of an error, of the protocol or of a tool. */
const errorOf = ({ error }: Fields): string =>
  isObject(error) && typeof error['message'] === 'string' ? error['message'] : JSON.stringify(error);

/** Number of pages of tools that are read. */
const MAX_PAGES = 100;

/** Returns the names of all tools, which may come in pages; undefined if the server ended before. */
async function namesOfTools(conversation: Conversation): Promise<string[] | undefined> {
  const names: string[] = [];
  let cursor: unknown;
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const listed = await conversation.request('tools/list', cursor === undefined ? {} : { cursor });
    if (!listed) return undefined;
    const result = isObject(listed['result']) ? listed['result'] : {};
    const tools: unknown[] = Array.isArray(result['tools']) ? result['tools'] : [];
    names.push(...tools.map((tool) => (isObject(tool) ? String(tool['name']) : '')));
    cursor = result['nextCursor'];
    if (typeof cursor !== 'string') break;
  }
  return names;
}

/** Returns what a user would see of a server that does not answer; of one that ended on its own, that is its own output. */
const noAnswer = ({ wasEnded }: ClientProcess, method: string): Driven => ({
  succeeded: false,
  ...(wasEnded && { answer: `It did not answer ${method}.` }),
});

/** Runs an MCP server: makes itself known, lists the tools and calls one. */
export const driveMcp: DriveFunction = async ({ client, use: { mcp }, filled }) => {
  if (!mcp) return undefined;
  const conversation = new Conversation(client);
  const started = await conversation.request('initialize', {
    protocolVersion: PROTOCOL_VERSION,
    capabilities: {},
    clientInfo: { name: 'jira-token-contract', version: '1' },
  });
  if (!started) return noAnswer(client, 'initialize');
  if (started['error'] !== undefined) {
    client.end('done');
    return { succeeded: false, answer: errorOf(started) };
  }
  conversation.notify('notifications/initialized');
  const names = await namesOfTools(conversation);
  if (!names) return noAnswer(client, 'tools/list');
  if (!names.includes(mcp.tool)) {
    client.end('done');
    return {
      succeeded: false,
      answer: `The server has no tool ${mcp.tool}. It has ${names.join(', ') || 'none'}.`,
    };
  }
  const args: unknown = JSON.parse(JSON.stringify(mcp.arguments), (_, value: unknown) =>
    typeof value === 'string' ? filled(value) : value,
  );
  const answer = await conversation.request('tools/call', { name: mcp.tool, arguments: args });
  if (!answer) return noAnswer(client, 'tools/call');
  client.end('done');
  const called = answer['result'];
  if (!isObject(called)) return { succeeded: false, answer: errorOf(answer) };
  return { succeeded: called['isError'] !== true, answer: textOf(called) };
};
