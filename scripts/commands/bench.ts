import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { availableParallelism, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Command } from 'commander';
import pLimit from 'p-limit';
import { chromium } from 'playwright-core';
import { Pool } from 'undici';
import { keepSecret, forgetSecrets, redact } from '../../src/evidence/redaction.ts';
import { syntheticToken } from '../../src/contract/synthetic-token.ts';
import { WALL_CLOCK } from '../../src/exchange/clock.ts';
import { openLive } from '../../src/exchange/live.ts';
import { HEADERS } from '../../src/exchange/send.ts';
import { MANNERS, Pace } from '../../src/exchange/pace.ts';
import { FORMATS } from '../../src/report/formats.ts';
import { largeDocument } from '../../src/report/large.fixture.ts';
import type { MakeCommand } from '../main.ts';
import { wholeNumber } from './live-options.ts';
import { PLAIN } from './options.ts';

const HELP = `
exchange  requests a second of the live exchange (host lock, pace, bounds)
          beside a bare undici Pool, on loopback, at the same concurrency
redact    megabytes a second of the choke point, with twelve secrets
report    the HTML report of 10,000 probes: written, and usable in Chromium`;

const PATH = '/rest/api/3/project';

const BODY = JSON.stringify(
  Array.from({ length: 20 }, (_, id) => ({ id, key: `KEY${id}`, name: 'A project' })),
);

/** Runs a task so many times, so many at a time, and gives the number a second. */
async function rate(times: number, concurrency: number, task: () => Promise<unknown>): Promise<number> {
  const limit = pLimit(concurrency);
  const began = performance.now();
  await Promise.all(Array.from({ length: times }, () => limit(task)));
  return (times * 1000) / (performance.now() - began);
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

async function benchExchange(times: number, concurrency: number): Promise<string> {
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(BODY);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const origin = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
  const pool = new Pool(origin, { connections: concurrency, allowH2: false });
  const manners = { ...MANNERS, concurrency, gap: 0, maxRequests: Number.POSITIVE_INFINITY };
  const client = openLive([origin], new Pace(manners, WALL_CLOCK, new AbortController().signal), WALL_CLOCK);
  const request = { origin, path: PATH, query: {}, authorization: null };
  const bare = async (): Promise<unknown> =>
    (await pool.request({ path: PATH, method: 'GET', headers: { ...HEADERS } })).body.text();
  const ours = (): Promise<unknown> => client.ask(request);
  const pairs: [number, number][] = [];
  // In turns, so that a busy moment of the machine hits both.
  for (let round = 0; round < 7; round += 1) {
    pairs.push([await rate(times, concurrency, bare), await rate(times, concurrency, ours)]);
  }
  await Promise.all([pool.close(), client.close()]);
  server.close();
  const warm = pairs.slice(2);
  const [pools, lives] = [median(warm.map(([a]) => a)), median(warm.map(([, b]) => b))];
  const ratio = median(warm.map(([a, b]) => b / a));
  return `exchange  ${lives.toFixed(0)} requests/s, bare Pool ${pools.toFixed(0)}: ratio ${ratio.toFixed(2)} (concurrency ${concurrency}, ${times} requests, median of 5)`;
}

function benchRedact(): string {
  for (let i = 0; i < 12; i += 1) {
    const label = `TOKEN_${String.fromCodePoint(97 + i)}`;
    keepSecret(label, syntheticToken(label.toLowerCase()).replaceAll('-', String(i % 10)));
  }
  const text = 'A line of a report, with GET /rest/api/3/project and 401.\n'.repeat(2 ** 16);
  const began = performance.now();
  redact(text);
  const rateOf = text.length / 2 ** 20 / ((performance.now() - began) / 1000);
  forgetSecrets();
  return `redact    ${rateOf.toFixed(1)} MiB/s with 12 secrets`;
}

/** Writing the largest report, and how long a browser takes until its filter works. */
async function benchReport(): Promise<string> {
  const document = largeDocument(10_000);
  const began = performance.now();
  const text = FORMATS.html.check(document, PLAIN);
  const took = performance.now() - began;
  const size = (Buffer.byteLength(text) / 2 ** 20).toFixed(1);
  const path = join(mkdtempSync(join(tmpdir(), 'bench-')), 'report.html');
  writeFileSync(path, text);
  const usable = await usableAfter(path);
  rmSync(dirname(path), { recursive: true });
  return `report    10,000 probes as HTML in ${took.toFixed(0)} ms, ${size} MiB; ${usable}`;
}

/** How long a page takes to load, and its filter to answer, or that there is no browser. */
async function usableAfter(path: string): Promise<string> {
  const options = { executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] };
  const browser = await chromium.launch(options).catch(() => undefined);
  if (!browser) return 'no Chromium here to open it';
  const page = await browser.newPage();
  const began = performance.now();
  await page.goto(pathToFileURL(path).href);
  const loaded = performance.now();
  await page.selectOption('#f-show', 'broken');
  const answered = performance.now();
  await browser.close();
  return `loaded in Chromium after ${(loaded - began).toFixed(0)} ms, the filter answers ${(answered - loaded).toFixed(0)} ms later`;
}

/** `bench`: how fast what must be fast is. */
export const benchCommand: MakeCommand = ({ stdout }) =>
  new Command('bench')
    .description('Measures the exchange, the choke point and the report on this machine.')
    .option('--requests <number>', 'for each measurement', wholeNumber('--requests', 100, 100_000), 4000)
    .option('--concurrency <number>', 'requests at a time', wholeNumber('--concurrency', 1, 256), 16)
    .addHelpText('after', HELP)
    .action(async ({ requests, concurrency }: { requests: number; concurrency: number }) => {
      stdout.write(`node ${process.version}, ${availableParallelism()} cores\n`);
      stdout.write(`${await benchExchange(requests, concurrency)}\n`);
      stdout.write(`${benchRedact()}\n`);
      stdout.write(`${await benchReport()}\n`);
    });
