import type { SignalId } from '../src/classify/signals.ts';
import { siteTraitsOf } from '../src/classify/site-traits.ts';
import { classify } from '../src/classify/classify.ts';
import { needsConfirmation } from '../src/live/needs-confirmation.ts';
import type { ContractRow } from '../src/contract/rows.ts';
import type { CredentialName } from '../src/contract/credentials.ts';
import { PRESENT } from '../src/contract/eras.ts';
import { Fault } from '../src/fault.ts';
import { SYNTHETIC_IDENTITY } from '../src/contract/identity.ts';
import { JIRA_OPERATIONS, operationOf } from '../src/contract/operations.ts';
import { probeKey } from '../src/contract/probe.ts';
import { judge } from '../src/run/judge.ts';
import { fastClock, observeFast, settingsFor } from '../src/live/live.fixture.ts';
import type { LiveRun } from '../src/live/live-run.ts';
import { openStandIn, type SeenRequest, type StandIn, type StandInFault } from '../src/stand-in/stand-in.ts';
import { declared } from '../specs/declared.ts';

/** The result of many simulated nights. */
export interface Nights {
  readonly nights: number;
  readonly probesPerNight: number;
  readonly requests: number;
  /** Number of requests that met an injected fault. */
  readonly faults: number;
  readonly nightsWithChange: number;
  /** Number of nights with an alarm although Jira had not changed. */
  readonly falseAlarms: number;
  /** Number of nights without an alarm although Jira had changed. */
  readonly missed: number;
  /** Number of nights that were reported as inconclusive although they could be judged. */
  readonly inconclusive: number;
  /** Number of nights in which the site could not be judged from some request on, or a credential of the run was dead. */
  readonly nightsWithTrouble: number;
  /** Number of nights whose report names a wrong cause. */
  readonly wrongCause: number;
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
  'gateway-scoped',
  'admin-key',
]);

/** Faults of the network and the edge, all equally likely, and a plain wrong answer. */
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

/** The state of the site on a night, apart from transient faults. */
interface Scenario {
  readonly make: (site: StandIn, next: () => number) => void;
  readonly expected: 'alarm' | 'none' | 'not concluded';
  /** The signal of an answer, or a part of a reason, with which the report must name the cause. */
  readonly cause?: { readonly mark: SignalId } | { readonly reason: string };
}

const QUIET: Scenario = { make: () => undefined, expected: 'none' };

const isUnknown = ({ state }: SeenRequest): boolean => ['dead', 'mismatch', 'unusable'].includes(state);

const isOpen = ({ path }: SeenRequest): boolean => OPEN.has(path);

/** Paths of the core operations that run anonymously, as the stand-in sees them. */
const OPEN: ReadonlySet<string> = new Set(
  JIRA_OPERATIONS.filter(({ anonymous, core }) => core && anonymous === 'runs').map(({ path }) =>
    path.replace('{projectIdOrKey}', 'EXAMPLE').replace('{issueIdOrKey}', 'EXAMPLE-1'),
  ),
);

const changed = (make: Scenario['make']): Scenario => ({ make, expected: 'alarm' });

/** Real changes: of a whole behaviour, or of one operation that starts or stops refusing a dead token. */
const CHANGES: readonly Scenario[] = [
  changed((site) => site.become('2022-11')),
  changed((site) => site.become('wanted')),
  changed((site) => void site.inject({ kind: 'odd', status: 200, when: on('/rest/api/3/label', 'dead') })),
  changed(
    (site) => void site.inject({ kind: 'odd', status: 401, when: on('/rest/api/3/project/search', 'dead') }),
  ),
  changed(
    (site) => void site.inject({ kind: 'odd', status: 200, when: on('/rest/agile/1.0/board', 'unusable') }),
  ),
  {
    ...changed((site) => void site.inject({ ...GONE, when: ({ path }) => path === '/rest/api/3/project' })),
    cause: { mark: 'operation-removed' },
  },
  {
    ...changed((site, next) => {
      const half = (seen: SeenRequest): boolean => isUnknown(seen) && isOpen(seen) && next() < 0.5;
      site.inject({ kind: 'odd', status: 401, when: half });
    }),
    cause: { mark: 'rolling-out' },
  },
];

const errors = (message: string): string => JSON.stringify({ errorMessages: [message], errors: {} });

const GONE = {
  kind: 'answer',
  status: 410,
  headers: { 'content-type': 'application/json' },
  body: errors('Gone.'),
} as const;

/** Answers that everyone gets from some request on. */
const FOR_ALL: readonly StandInFault[] = [
  { kind: 'answer', status: 403, body: errors('The IP address has been rejected.') },
  { kind: 'answer', status: 401, headers: { 'www-authenticate': 'Basic realm="proxy"' } },
  { kind: 'answer', status: 302, headers: { location: 'https://sso.example.com/saml' } },
  { kind: 'answer', status: 404, body: 'default backend - 404' },
  { kind: 'status', status: 503 },
];

/** Problems of the network or the user, which are not changes of Jira. */
const TROUBLES: readonly Scenario[] = [
  ...FOR_ALL.map((fault): Scenario => ({
    make: (site, next) => {
      const first = 3 + Math.floor(next() * 60);
      site.inject({ ...fault, when: () => site.requests.length > first });
    },
    expected: 'not concluded',
    cause: { reason: String(fault.status) },
  })),
  {
    make: (site) => site.revoke(SYNTHETIC_IDENTITY.adminKey),
    expected: 'none',
    cause: { reason: 'JIRA_ADMIN_API_KEY' },
  },
  {
    make: (site) => site.revoke(SYNTHETIC_IDENTITY.scopedToken),
    expected: 'none',
    cause: { reason: 'JIRA_SCOPED_TOKEN' },
  },
];

function on(path: string, state: SeenRequest['state']): (seen: SeenRequest) => boolean {
  return (seen) => seen.path === path && seen.state === state;
}

/** Returns a generator of reproducible numbers from 0 up to 1 (mulberry32). */
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
  const traits = siteTraitsOf(exchanges);
  const expected = new Map(rows.map((row) => [probeKey(row), row.expected]));
  return exchanges.some((exchange) => {
    const row = expected.get(probeKey(exchange));
    return (
      row !== undefined && ['broken', 'disproved'].includes(judge(row, classify(exchange, traits)).verdict)
    );
  });
}

/** Returns the part of the contract that is asked every night: the credentials of the site on the core operations. */
async function rowsOfANight(): Promise<ContractRow[]> {
  const { rows } = await declared();
  return rows.filter(
    ({ era, credential, operation }) =>
      era === PRESENT &&
      CREDENTIALS.has(credential) &&
      (operationOf(operation).core === true || operationOf(operation).admin === true),
  );
}

/** The result of one night. */
interface Night {
  readonly alarm: boolean;
  readonly concluded: boolean;
  readonly causeGiven: boolean;
  readonly requests: number;
  readonly faults: number;
}

/** Returns whether a run names the cause of a scenario. */
function givesCause({ info, exchanges, unanswered }: LiveRun, cause: Scenario['cause']): boolean {
  if (!cause) return true;
  if ('mark' in cause) {
    const traits = siteTraitsOf(exchanges);
    return exchanges.some((exchange) => classify(exchange, traits).mark === cause.mark);
  }
  const reasons = unanswered.map(({ reason }) => reason);
  return [...reasons, ('incomplete' in info && info.incomplete) || ''].some((one) =>
    one.includes(cause.reason),
  );
}

async function oneNight(
  rows: readonly ContractRow[],
  { make, cause }: Scenario,
  rate: number,
  next: () => number,
): Promise<Night> {
  let faults = 0;
  const site = await openStandIn({ random: next });
  try {
    make(site, next);
    for (const fault of PASSING) {
      const when = (): boolean => next() < rate / PASSING.length && Boolean((faults += 1));
      site.inject({ ...fault, when });
    }
    const run = await observeFast(settingsFor(site.origin), {
      rows,
      isAlarm: needsConfirmation(rows, undefined),
      clock: fastClock(next),
      // Higher than usual for speed, because the stand-in is on the same machine.
      politeness: { concurrency: 4 },
    });
    return {
      alarm: isAlarm(run, rows),
      concluded: !('incomplete' in run.info || 'unconfirmed' in run.info),
      causeGiven: givesCause(run, cause),
      requests: run.requests,
      faults,
    };
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    // The controls met too many faults, so the night is inconclusive.
    const causeGiven = cause === undefined || ('reason' in cause && error.message.includes(cause.reason));
    return { alarm: false, concluded: false, causeGiven, requests: site.requests.length, faults };
  } finally {
    await site.close();
  }
}

const pick = (scenarios: readonly Scenario[], next: () => number): Scenario =>
  scenarios[Math.floor(next() * scenarios.length)] ?? QUIET;

/**
 * Simulates nights against the stand-in: real requests on loopback, with a clock that does not wait.
 *
 * @param rate share of the requests that meet a transient fault, from 0 to 1
 */
export async function simulateNights(
  nights: number,
  rate: number,
  seed: number,
  progress: (done: number) => void = () => undefined,
): Promise<Nights> {
  const rows = await rowsOfANight();
  const next = random(seed);
  const sum = {
    requests: 0,
    faults: 0,
    nightsWithChange: 0,
    nightsWithTrouble: 0,
    falseAlarms: 0,
    missed: 0,
    inconclusive: 0,
    wrongCause: 0,
  };
  for (let night = 0; night < nights; night += 1) {
    const kind = next();
    const scenario = kind < 0.2 ? pick(CHANGES, next) : kind < 0.4 ? pick(TROUBLES, next) : QUIET;
    const { expected } = scenario;
    const { alarm, concluded, causeGiven, requests, faults } = await oneNight(rows, scenario, rate, next);
    sum.requests += requests;
    sum.faults += faults;
    sum.nightsWithChange += expected === 'alarm' ? 1 : 0;
    sum.nightsWithTrouble += TROUBLES.includes(scenario) ? 1 : 0;
    sum.falseAlarms += alarm && expected !== 'alarm' ? 1 : 0;
    sum.missed += expected === 'alarm' && !alarm && concluded ? 1 : 0;
    // An alarm counts even if other probes are inconclusive.
    sum.inconclusive += !concluded && !alarm && expected !== 'not concluded' ? 1 : 0;
    sum.wrongCause += !causeGiven || (concluded && expected === 'not concluded') ? 1 : 0;
    progress(night + 1);
  }
  return { nights, probesPerNight: rows.length, ...sum };
}

/** The chance to detect a change on one night. */
export interface Power {
  /** Number of operations that the change affects, for every credential that Jira does not know. */
  readonly operations: number;
  /** Share of the requests that the change affects. */
  readonly share: number;
  /** Share of the nights on which the change was detected. */
  readonly seen: number;
}

/** The numbers of operations that a change affects, and the shares of the replicas that have it. */
const SIZES = { operations: [1, 2, 6], share: [1, 0.5, 0.25, 0.1] } as const;

/** Measures the chance to detect a change that affects few operations, or a share of the replicas, on one night. */
export async function measurePower(
  nights: number,
  rate: number,
  seed: number,
  progress: (done: number, of: number) => void = () => undefined,
): Promise<Power[]> {
  const rows = await rowsOfANight();
  const next = random(seed);
  const cells = SIZES.operations.flatMap((operations) => SIZES.share.map((share) => ({ operations, share })));
  const measured: Power[] = [];
  for (const { operations, share } of cells) {
    const paths = new Set([...OPEN].slice(0, operations));
    const met = (seen: SeenRequest): boolean => isUnknown(seen) && paths.has(seen.path) && next() < share;
    const scenario = changed((site) => void site.inject({ kind: 'odd', status: 401, when: met }));
    let seen = 0;
    for (let night = 0; night < nights; night += 1) {
      seen += (await oneNight(rows, scenario, rate, next)).alarm ? 1 : 0;
      progress(measured.length * nights + night + 1, cells.length * nights);
    }
    measured.push({ operations, share, seen: seen / nights });
  }
  return measured;
}
