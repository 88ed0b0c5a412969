import { existsSync, writeFileSync } from 'node:fs';
import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import { devNull } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { SYNTHETIC_IDENTITY } from '../src/contract/identity.ts';
import { readHistory } from '../src/history/history.ts';
import { environmentFor } from '../src/config/stand-in-environment.ts';
import { openServer, type PlainServer } from '../src/http/server.fixture.ts';
import { documentsWith } from '../src/report/documents.fixture.ts';
import { nightMessage, type MessageKind } from '../src/report/machine/webhook.ts';
import { HOSTILE } from '../src/report/report.fixture.ts';
import { loadAdaptiveCards, loadSlackWebhook } from '../tools/packages.ts';
import type { Called } from './commands/commands.fixture.ts';
import { nightlyCommand } from './commands/nightly.ts';
import { useFolder } from './temporary-project.fixture.ts';

// The line of a night, as a whole command posts it to a real server, and as the receivers' own libraries read it.

interface Received {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

const SECRET_PATH = '/services/T0A1B2C3D/aBcDeFgHiJkLmNoPqRsTuVwX';

const project = useFolder();

let server: PlainServer;
let received: Received[];
let answer: (response: ServerResponse) => void;

beforeEach(async () => {
  received = [];
  answer = (response) => response.end('ok');
  server = await openServer((request, response) => {
    const take = async (): Promise<void> => {
      const { method, url, headers } = request;
      received.push({ method, url, headers, body: await text(request) });
      answer(response);
    };
    void take();
  });
});

afterEach(() => server.close());

const FAST = ['--core', '--settings', devNull, '--no-doctor'];

/** Runs a night with the webhook, which fails with the exit code of the fault that the site has. */
const nightly = (env: Record<string, string> = {}): Promise<Called> =>
  project.call(nightlyCommand, FAST, {
    env: { ...environmentFor(project.site.origin), JTC_WEBHOOK_URL: server.origin + SECRET_PATH, ...env },
    clock: project.clock,
  });

const inTrouble = (): void => void project.site.inject({ kind: 'status', status: 503 });

const message = z.object({
  exitCode: z.int(),
  state: z.string(),
  sites: z.array(z.object({ site: z.string(), origin: z.string(), summary: z.string() })),
});

describe('a night with a webhook', { timeout: 60_000 }, () => {
  it('posts one message if it is not quiet, after the reports are written', async () => {
    inTrouble();
    let wereWritten = false;
    answer = (response) => {
      wereWritten = existsSync(join('reports', 'nightly', 'summary.txt'));
      response.end('ok');
    };
    const { code } = await nightly();
    expect(code).toBe(3);
    expect(received).toHaveLength(1);
    expect(wereWritten).toBe(true);
    const told = message.parse(JSON.parse(received[0]?.body ?? ''));
    expect(told).toMatchObject({ exitCode: 3, sites: [{ site: project.site.origin }] });
  });

  it('posts a quiet night only if asked', async () => {
    expect((await nightly()).code).toBe(0);
    expect(received).toEqual([]);
    expect((await nightly({ JTC_WEBHOOK_WHEN: 'always' })).code).toBe(0);
    expect(received).toHaveLength(1);
    const told = message.parse(JSON.parse(received[0]?.body ?? ''));
    expect(told).toMatchObject({ exitCode: 0, state: 'quiet', sites: [{ origin: 'stand-in' }] });
  });

  it('sends it no credential, and the site no message', async () => {
    await nightly({ JTC_WEBHOOK_WHEN: 'always' });
    const all = JSON.stringify(received);
    for (const secret of Object.values(SYNTHETIC_IDENTITY).filter(({ length }) => length > 8)) {
      expect(all).not.toContain(secret);
      expect(all).not.toContain(Buffer.from(`:${secret}`).toString('base64').slice(4, -4));
    }
    expect(received[0]?.headers).not.toHaveProperty('authorization');
    expect(project.site.requests.some(({ path }) => path.startsWith('/services'))).toBe(false);
  });

  it.each<[string, (response: ServerResponse) => void, number]>([
    ['refuses', (response) => void response.writeHead(404).end('no_team'), 1],
    ['is out of order', (response) => void response.writeHead(500).end(), 3],
    [
      'redirects',
      (response) => void response.writeHead(302, { location: 'https://evil.example.com/' }).end(),
      1,
    ],
    ['breaks off', (response) => void response.destroy(), 1],
  ])('has its own result, and one sentence of the cause, if the webhook %s', async (_, how, times) => {
    const quiet = await project.call(nightlyCommand, FAST, {
      env: environmentFor(project.site.origin),
      clock: project.clock,
    });
    answer = how;
    const { code, out, err } = await nightly({ JTC_WEBHOOK_WHEN: 'always' });
    expect(code).toBe(quiet.code);
    expect(received).toHaveLength(times);
    expect(err.split('\n').filter((line) => line.includes('JTC_WEBHOOK_URL'))).toHaveLength(1);
    for (const part of [SECRET_PATH, 'T0A1B2C3D', 'aBcDeFgHiJkLmNoPqRsTuVwX']) {
      expect(`${out}${err}`).not.toContain(part);
    }
    expect(readHistory().map(({ outcome }) => outcome)).toEqual(['kept', 'kept']);
  });

  it.each([
    { JTC_WEBHOOK_URL: 'not an address' },
    { JTC_WEBHOOK_URL: 'http://ci.example.com/aB3dEfGhIjK' },
    { JTC_WEBHOOK_KIND: 'pigeon' },
    { JTC_WEBHOOK_URL: '', JTC_WEBHOOK_URL_FILE: 'no-such-file' },
  ])('is not stopped by wrong settings of it: %j', async (env) => {
    const { code, err } = await nightly({ JTC_WEBHOOK_WHEN: 'always', ...env });
    expect(code).toBe(0);
    expect(err).toContain('JTC_WEBHOOK_');
    expect(err).not.toMatch(/ci\.example|aB3dEfGhIjK|defect/);
    expect(received).toEqual([]);
  });

  it('takes the address from a file', async () => {
    writeFileSync('address', server.origin + SECRET_PATH);
    const env = { JTC_WEBHOOK_URL: '', JTC_WEBHOOK_URL_FILE: 'address', JTC_WEBHOOK_WHEN: 'always' };
    expect((await nightly(env)).code).toBe(0);
    expect(received).toMatchObject([{ url: SECRET_PATH }]);
  });
});

const bodyWith = (kind: MessageKind, words: string): unknown =>
  JSON.parse(nightMessage(documentsWith(words).night, 1).body(kind));

const WORDS = ['words', ...HOSTILE];

describe('what the receivers read', () => {
  it("is a card that Microsoft's library accepts and shows as it is, whatever a site answered", async () => {
    const { AdaptiveCard, SerializationContext, RichTextBlock, TextRun } = await loadAdaptiveCards();
    const envelope = z.object({ attachments: z.array(z.object({ content: z.unknown() })).length(1) });
    for (const words of WORDS) {
      const { content } = envelope.parse(bodyWith('teams', words)).attachments[0] ?? {};
      const card = new AdaptiveCard();
      const context = new SerializationContext();
      card.parse(content, context);
      expect(card.validateProperties().validationEvents).toEqual([]);
      expect(Array.from({ length: context.eventCount }, (_, i) => context.getEventAt(i))).toEqual([]);
      const blocks = Array.from({ length: card.getItemCount() }, (_, i) => card.getItemAt(i));
      expect(blocks.length).toBeGreaterThan(1);
      // A text block would be read as Markdown.
      expect(blocks.filter((block) => !(block instanceof RichTextBlock))).toEqual([]);
      const runs = blocks.flatMap((block) =>
        block instanceof RichTextBlock
          ? Array.from({ length: block.getInlineCount() }, (_, i) => block.getInlineAt(i))
          : [],
      );
      expect(runs.every((run) => run instanceof TextRun && run.text !== '')).toBe(true);
    }
  });

  it("is what Slack's own client would send", async () => {
    const { IncomingWebhook } = await loadSlackWebhook();
    const client = new IncomingWebhook(server.origin + SECRET_PATH);
    for (const words of WORDS) {
      const body = bodyWith('slack', words);
      received = [];
      await client.send(z.object({ text: z.string() }).loose().parse(body));
      expect(received.map((one) => JSON.parse(one.body) as unknown)).toEqual([body]);
    }
  });
});
