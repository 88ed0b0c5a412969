import { causeOf } from './causes.ts';
import {
  transitionsOf,
  isFlapping,
  refusedSince,
  conclusiveAnswers,
  type Transition,
} from './transitions.ts';
import type { Measurement } from './measurement.ts';
import { skewOf } from './skew.ts';
import { between, overlap, type Interval } from './interval.ts';

/** How long it took, held against what is said of it. */
export type Verdict = 'within' | 'over' | 'undecided' | 'before';

/** What a measurement comes to. Times are milliseconds. */
export interface Conclusion {
  readonly flips: readonly Transition[];
  /** When the credential was revoked, expired or signed out, by this machine's clock. */
  readonly event: Interval | undefined;
  /** When a request was refused for the first time; from when on every one was. */
  readonly began: Interval | undefined;
  readonly ended: Interval | undefined;
  /** From the event until none was accepted. Where it still was at the end, `most` is infinite. */
  readonly delay: Interval | undefined;
  readonly verdict: Verdict | undefined;
  /** The operations that ended as a success for nobody: a client cannot tell. */
  readonly silent: readonly Transition[];
  /** Whether all operations may have flipped at the same moment; undefined where fewer than two did. */
  readonly together: boolean | undefined;
  readonly flapped: boolean;
  /** How far the site's clock is ahead of this machine's. */
  readonly skew: Interval | undefined;
  readonly requests: number;
  readonly exitCode: 0 | 1 | 3;
}

/** The event by this machine's clock: a moment of expiry is one of the site's. */
function eventOf({ event }: Measurement, skew: Interval | undefined): Interval | undefined {
  if (!event) return undefined;
  const { from, to, clock } = event;
  if (clock === 'own' || !skew) return { least: from, most: to };
  return { least: from - skew.most, most: to - skew.least };
}

/** Number of replicas, answering in turn, that are reckoned with. */
const REPLICAS = 4;

/**
 * The moment from which on no operation accepted it; undefined where one still does. A refusal says nothing of a replica that
 * was met before and accepted: each operation must have been asked once more after the last acceptance of any.
 */
function endedOf(measurement: Measurement, told: readonly Transition[]): Interval | undefined {
  const moments = told.flatMap(({ moment }) => moment ?? []);
  if (moments.length === 0 || moments.length < told.length) return undefined;
  const after = refusedSince(measurement);
  const met = told.flatMap(({ operation }) => after.find((one) => one.operation === operation)?.got ?? []);
  return {
    least: Math.max(...moments.map(({ least }) => least)),
    most: Math.max(...met, ...moments.map(({ most }) => most)),
  };
}

/**
 * The first refusal. An acceptance proves something only of the replica that answered: all of them still accepted when the
 * first of as many acceptances in a row as there are replicas was sent.
 */
function beganOf(measurement: Measurement, event: Interval | undefined): Interval | undefined {
  const answers = conclusiveAnswers(measurement);
  const first = answers.findIndex(({ treatment }) => treatment !== 'accepted');
  const sign = answers[first];
  if (!sign) return undefined;
  const proven = answers[first - REPLICAS]?.sent ?? 0;
  return { least: Math.min(Math.max(event?.least ?? 0, proven), sign.got), most: sign.got };
}

/** The delay; at least what was seen where the credential still worked at the end. */
function delayOf(
  event: Interval | undefined,
  flips: readonly Transition[],
  ended: Interval | undefined,
): Interval | undefined {
  if (!event) return undefined;
  if (ended) return between(event, ended);
  const alive = flips.flatMap(({ lastAccepted }) => lastAccepted ?? []);
  return alive.length === 0
    ? undefined
    : { least: Math.max(0, Math.max(...alive) - event.most), most: Number.POSITIVE_INFINITY };
}

function verdictOf(
  { watch }: Measurement,
  event: Interval | undefined,
  delay: Interval | undefined,
  ended: Interval | undefined,
): Verdict | undefined {
  if (!event || !delay) return undefined;
  if (ended && ended.most < event.least) return 'before';
  const { bound } = causeOf(watch.cause);
  if (delay.least > bound) return 'over';
  return delay.most <= bound ? 'within' : 'undecided';
}

const isSilent = ({ final }: Transition): boolean =>
  final?.treatment === 'ignored' && final.status >= 200 && final.status < 300;

/** 0 within the time, 1 over it or ended as a silent success, 3 where neither could be concluded. */
function exitCodeOf(
  { end }: Measurement,
  { verdict, silent, flips }: Pick<Conclusion, 'verdict' | 'silent' | 'flips'>,
): 0 | 1 | 3 {
  const died = flips.some(({ firstNot, reversals }) => firstNot !== undefined || reversals > 1);
  // Who was refused once was revoked; who never was may still be.
  if (end?.ending === 'gave-up') return died && verdict === 'over' ? 1 : 3;
  if (end?.ending !== 'settled' || verdict === 'before') return 3;
  if (verdict === 'over' || silent.length > 0) return 1;
  return verdict === 'within' ? 0 : 3;
}

/** What a measurement comes to, as far as it has come. */
export function conclude(measurement: Measurement): Conclusion {
  const skew = skewOf(measurement.probes);
  const event = eventOf(measurement, skew);
  const flips = transitionsOf(measurement);
  // An operation that never told the credential from nobody has nothing to say.
  const told = flips.filter(({ lastAccepted }) => lastAccepted !== undefined);
  const moments = told.flatMap(({ moment }) => moment ?? []);
  const ended = endedOf(measurement, told);
  const delay = delayOf(event, told, ended);
  const verdict = verdictOf(measurement, event, delay, ended);
  const silent = flips.filter((flip) => flip.moment !== undefined && isSilent(flip));
  return {
    flips,
    event,
    began: beganOf(measurement, event),
    ended,
    delay,
    verdict,
    silent,
    together:
      moments.length < 2 ? undefined : moments.every((one) => moments.every((other) => overlap(one, other))),
    flapped: isFlapping(flips),
    skew,
    requests: measurement.probes.length,
    exitCode: exitCodeOf(measurement, { verdict, silent, flips }),
  };
}
