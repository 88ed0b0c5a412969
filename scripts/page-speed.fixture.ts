import { gzipSync } from 'node:zlib';
import type { Browser } from '../tools/packages.ts';

/** A curve of Lighthouse for phones: the value that scores 0.9, the value that scores 0.5, and the weight. */
interface Curve {
  readonly p10: number;
  readonly median: number;
  readonly weight: number;
}

/** What Lighthouse measures: times in ms, and the shift of the layout. */
interface Measured {
  readonly firstPaint: number;
  readonly largestPaint: number;
  readonly speedIndex: number;
  readonly blocked: number;
  readonly shift: number;
}

const CURVES: readonly (readonly [keyof Measured, Curve])[] = [
  ['firstPaint', { p10: 1800, median: 3000, weight: 0.1 }],
  ['largestPaint', { p10: 2500, median: 4000, weight: 0.25 }],
  ['speedIndex', { p10: 3387, median: 5800, weight: 0.1 }],
  ['blocked', { p10: 200, median: 600, weight: 0.3 }],
  ['shift', { p10: 0.1, median: 0.25, weight: 0.25 }],
];

/** The complement of the error function, by Abramowitz and Stegun 7.1.26, for any sign. */
function erfc(x: number): number {
  const t = 1 / (1 + 0.3275911 * Math.abs(x));
  const sum =
    t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
  const tail = sum * Math.exp(-x * x);
  return x >= 0 ? tail : 2 - tail;
}

/** The inverse of `erfc` at 0.2: the point of the curve that scores 0.9. */
const AT_P10 = 0.9061938024368232;

const scoreOf = (value: number, { p10, median }: Curve): number =>
  value <= 0 ? 1 : erfc((Math.log(value / median) * AT_P10) / Math.log(median / p10)) / 2;

/** A slow phone on slow 4G, as Lighthouse simulates it. */
const PHONE = { slowdown: 4, roundTrips: 3, roundTrip: 150, bitsPerMs: 1638.4 };

/** Time of a task in ms from which on it blocks input. */
const LONG = 50;

/** An event of a trace; times are in µs, `tdur` is time of the processor, which does not depend on the load of the machine. */
interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  readonly tdur?: number;
  readonly args?: { readonly name?: string };
}

const total = (times: readonly number[]): number => times.reduce((sum, time) => sum + time, 0);

const isTraceEvent = (value: object): value is TraceEvent =>
  'ph' in value && 'pid' in value && 'tid' in value;

/** Returns the tasks of the thread that runs pages, in ms of the processor. */
function tasksOf(events: readonly TraceEvent[]): number[] {
  const threads = events.filter(
    ({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain',
  );
  const tasks = threads.map(({ pid, tid }) =>
    events.flatMap((event) =>
      event.pid === pid && event.tid === tid && event.name === 'RunTask' ? [(event.tdur ?? 0) / 1000] : [],
    ),
  );
  return tasks.toSorted((a, b) => total(b) - total(a))[0] ?? [];
}

/** How fast a page opens on a slow phone. */
export interface PageSpeed extends Measured {
  /** From 0 to 1, weighted as the performance of Lighthouse. */
  readonly score: number;
}

/**
 * For tests: opens a page, and computes from its size and from the processor time of its tasks how fast it would open on the
 * slow phone of Lighthouse, if a server sends it compressed. Every paint is taken to come after all tasks.
 */
export async function pageSpeed(browser: Browser, path: string, content: Buffer): Promise<PageSpeed> {
  const page = await browser.newPage({ viewport: { width: 412, height: 823 } });
  const session = await browser.newBrowserCDPSession();
  const events: TraceEvent[] = [];
  session.on('Tracing.dataCollected', ({ value }) => {
    for (const event of value as object[]) if (isTraceEvent(event)) events.push(event);
  });
  await session.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories: ['toplevel', 'disabled-by-default-devtools.timeline'] },
  });
  await page.goto(`file://${path}`);
  const shift = await page.evaluate<number>(`new Promise((resolve) => {
    new PerformanceObserver((list) => resolve(list.getEntries().reduce((sum, { value }) => sum + value, 0)))
      .observe({ type: 'layout-shift', buffered: true });
    requestIdleCallback(() => setTimeout(() => resolve(0), 200));
  })`);
  const complete = new Promise((resolve) => session.once('Tracing.tracingComplete', resolve));
  await session.send('Tracing.end');
  await complete;
  await page.close();
  const tasks = tasksOf(events).map((time) => time * PHONE.slowdown);
  if (tasks.length === 0) throw new Error('The trace has no tasks of the page.');
  const loading = PHONE.roundTrips * PHONE.roundTrip + (gzipSync(content).length * 8) / PHONE.bitsPerMs;
  const painted = loading + total(tasks);
  const measured: Measured = {
    firstPaint: painted,
    largestPaint: painted,
    speedIndex: painted,
    blocked: total(tasks.map((time) => Math.max(0, time - LONG))),
    shift,
  };
  const score = total(CURVES.map(([name, curve]) => curve.weight * scoreOf(measured[name], curve)));
  return { ...measured, score };
}
