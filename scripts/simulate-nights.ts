import { traitsOf } from '../src/answer/traits.ts';
import { understand } from '../src/answer/understand.ts';
import { alarming } from '../src/change/alarming.ts';
import type { ContractRow } from '../src/contract/contract-row.ts';
import type { CredentialName } from '../src/contract/credentials.ts';
import { PRESENT } from '../src/contract/eras.ts';
import { Fault } from '../src/contract/fault.ts';
import { operationOf } from '../src/contract/operations.ts';
import { probeKey } from '../src/contract/probe.ts';
import { judge } from '../src/run/judge.ts';
import { fastClock, observeFast, settingsFor } from '../src/run/live/live.fixture.ts';
import type { LiveRun } from '../src/run/live/live.ts';
import { openStandIn, type SeenRequest, type StandIn, type StandInFault } from '../src/stand-in/stand-in.ts';
import { declared } from '../specs/declared.ts';

/** What many nights came to. */
export interface Nights {
  readonly nights: number;
  readonly probesPerNight: number;
  readonly requests: number;
  /** Requests that a fault was put on. */
  readonly faults: number;
  readonly nightsWithChange: number;
  /** Nights on which nothing had changed, and an alarm was raised. */
  readonly falseAlarms: number;
  /** Nights on which something had changed, and no alarm was raised. */
  readonly missed: number;
  /** Nights that said of themselves that they could not be concluded. */
  readonly inconclusive: number;
}

const CREDENTIALS: ReadonlySet<CredentialName> = new Set([
  'valid',
  'missing',
  'mistyped',
  'revoked',
  'expired',
  'email-mismatch',
  'not-base64',
  'bearer-token',
]);

/** Faults of the way and of the edge, each as likely as the next, and one that is a plain wrong answer. */
const PASSING: readonly StandInFault[] = [
  { kind: 'reset' },
  { kind: 'reset-mid-body' },
  { kind: 'throttle' },
  { kind: 'status', status: 500 },
  { kind: 'status', status: 502 },
  { kind: 'status', status: 503, retryAfter: '5' },
  { kind: 'wrong-type' },
  { kind: 'suspended' },
  { kind: 'not-json' },
  { kind: 'odd', status: 401 },
];

/** Real changes: a whole behaviour, or a single operation, whose guard opens or closes for a dead token. */
const CHANGES: readonly ((site: StandIn) => void)[] = [
  (site) => site.become('2022-11'),
  (site) => site.become('wanted'),
  (site) => void site.inject({ kind: 'odd', status: 200, when: on('/rest/api/3/label', 'dead') }),
  (site) => void site.inject({ kind: 'odd', status: 401, when: on('/rest/api/3/project/search', 'dead') }),
  (site) => void site.inject({ kind: 'odd', status: 200, when: on('/rest/agile/1.0/board', 'unusable') }),
];

function on(path: string, state: SeenRequest['state']): (seen: SeenRequest) => boolean {
  return (seen) => seen.path === path && seen.state === state;
}

/** A reproducible sequence of numbers from 0 up to 1 (mulberry32). */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d_2b_79_f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function isAlarm({ exchanges }: LiveRun, rows: readonly ContractRow[]): boolean {
  const traits = traitsOf(exchanges);
  const expected = new Map(rows.map((row) => [probeKey(row), row.expected]));
  return exchanges.some((exchange) => {
    const row = expected.get(probeKey(exchange));
    return (
      row !== undefined && ['broken', 'disproved'].includes(judge(row, understand(exchange, traits)).verdict)
    );
  });
}

/** The part of the contract that is asked every night: the site's own credentials on the core operations. */
async function rowsOfANight(): Promise<ContractRow[]> {
  const { rows } = await declared();
  return rows.filter(
    ({ era, credential, operation }) =>
      era === PRESENT && CREDENTIALS.has(credential) && operationOf(operation).core,
  );
}

/** What one night came to. */
interface Night {
  readonly alarm: boolean;
  readonly concluded: boolean;
  readonly requests: number;
  readonly faults: number;
}

async function oneNight(
  rows: readonly ContractRow[],
  change: ((site: StandIn) => void) | undefined,
  rate: number,
  next: () => number,
): Promise<Night> {
  let faults = 0;
  const site = await openStandIn({ random: next });
  try {
    for (const fault of PASSING) {
      const when = (): boolean => next() < rate / PASSING.length && Boolean((faults += 1));
      site.inject({ ...fault, when });
    }
    change?.(site);
    const run = await observeFast(settingsFor(site.origin), {
      rows,
      alarming: alarming(rows, undefined),
      clock: fastClock(next),
      // The stand-in and this process share a machine: more at a time is only for speed.
      manners: { concurrency: 4 },
    });
    return {
      alarm: isAlarm(run, rows),
      concluded: !('incomplete' in run.info || 'unconfirmed' in run.info),
      requests: run.requests,
      faults,
    };
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    // The controls themselves met too many faults: the night says that it is inconclusive.
    return { alarm: false, concluded: false, requests: site.requests.length, faults };
  } finally {
    await site.close();
  }
}

/**
 * Simulates nights against the stand-in: real requests on loopback, with a clock that does not wait.
 *
 * @param rate how many of the requests meet a fault that passes, from 0 to 1
 */
export async function simulateNights(
  nights: number,
  rate: number,
  seed: number,
  progress: (done: number) => void = () => undefined,
): Promise<Nights> {
  const rows = await rowsOfANight();
  const next = random(seed);
  const sum = { requests: 0, faults: 0, nightsWithChange: 0, falseAlarms: 0, missed: 0, inconclusive: 0 };
  for (let night = 0; night < nights; night += 1) {
    const change = next() < 0.2 ? CHANGES[Math.floor(next() * CHANGES.length)] : undefined;
    const { alarm, concluded, requests, faults } = await oneNight(rows, change, rate, next);
    sum.requests += requests;
    sum.faults += faults;
    sum.nightsWithChange += change ? 1 : 0;
    sum.falseAlarms += alarm && !change ? 1 : 0;
    sum.missed += change && !alarm && concluded ? 1 : 0;
    // An alarm is told in spite of what could not be concluded beside it.
    sum.inconclusive += concluded || alarm ? 0 : 1;
    progress(night + 1);
  }
  return { nights, probesPerNight: rows.length, ...sum };
}
