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

/** The measured delay compared with the documented bound: within it, over it, undecided, or dead before the event. */
export type Verdict = 'within' | 'over' | 'undecided' | 'before';

/** The conclusion of a measurement. Times are in milliseconds. */
export interface Conclusion {
  readonly transitions: readonly Transition[];
  /** When the credential was revoked, expired or signed out, by this machine's clock. */
  readonly event: Interval | undefined;
  /** When a request was first refused. */
  readonly began: Interval | undefined;
  /** From when on every request was refused. */
  readonly ended: Interval | undefined;
  /** From the event until no request was accepted. If one still was at the end, `most` is infinite. */
  readonly delay: Interval | undefined;
  readonly verdict: Verdict | undefined;
  /** Operations that ended in an anonymous success, which a client cannot recognise. */
  readonly silent: readonly Transition[];
  /** Whether all operations may have changed at the same moment; undefined if fewer than two changed. */
  readonly together: boolean | undefined;
  /** Whether answers went back and forth. */
  readonly flapped: boolean;
  /** How far the site's clock is ahead of this machine's. */
  readonly skew: Interval | undefined;
  readonly requests: number;
  readonly exitCode: 0 | 1 | 3;
}

/** Returns the event by this machine's clock. An expiry is given by the site's clock. */
function eventOf({ event }: Measurement, skew: Interval | undefined): Interval | undefined {
  if (!event) return undefined;
  const { from, to, clock } = event;
  if (clock === 'own' || !skew) return { least: from, most: to };
  return { least: from - skew.most, most: to - skew.least };
}

/** Assumed number of replicas that answer in turn. */
const REPLICAS = 4;

/**
 * Returns the moment from which no operation accepted the credential; undefined if one still does. A refusal shows nothing about
 * a replica that accepted it before, so each operation must have been sent again after the last acceptance of any.
 */
function endedOf(measurement: Measurement, transitions: readonly Transition[]): Interval | undefined {
  const moments = transitions.flatMap(({ moment }) => moment ?? []);
  if (moments.length === 0 || moments.length < transitions.length) return undefined;
  const refusals = refusedSince(measurement);
  const firstRefusals = transitions.flatMap(
    ({ operation }) => refusals.find((line) => line.operation === operation)?.got ?? [],
  );
  return {
    least: Math.max(...moments.map(({ least }) => least)),
    most: Math.max(...firstRefusals, ...moments.map(({ most }) => most)),
  };
}

/**
 * Returns when the first request was refused. An acceptance shows only that one replica still accepts: all of them did when the
 * first of as many consecutive acceptances as there are replicas was sent.
 */
function beganOf(measurement: Measurement, event: Interval | undefined): Interval | undefined {
  const answers = conclusiveAnswers(measurement);
  const first = answers.findIndex(({ treatment }) => treatment !== 'accepted');
  const refusal = answers[first];
  if (!refusal) return undefined;
  const proven = answers[first - REPLICAS]?.sent ?? 0;
  return { least: Math.min(Math.max(event?.least ?? 0, proven), refusal.got), most: refusal.got };
}

/** Returns the delay. If the credential still worked at the end, only its lower bound is known. */
function delayOf(
  event: Interval | undefined,
  transitions: readonly Transition[],
  ended: Interval | undefined,
): Interval | undefined {
  if (!event) return undefined;
  if (ended) return between(event, ended);
  const acceptances = transitions.flatMap(({ lastAccepted }) => lastAccepted ?? []);
  return acceptances.length === 0
    ? undefined
    : { least: Math.max(0, Math.max(...acceptances) - event.most), most: Number.POSITIVE_INFINITY };
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

/** Returns 0 if within the bound, 1 if over it or if it ended in a silent success, 3 if neither can be concluded. */
function exitCodeOf(
  { end }: Measurement,
  verdict: Verdict | undefined,
  silent: readonly Transition[],
  transitions: readonly Transition[],
): 0 | 1 | 3 {
  const died = transitions.some(({ firstNot, reversals }) => firstNot !== undefined || reversals > 1);
  // A credential that was refused was revoked; one that never was may not have been yet.
  if (end?.ending === 'gave-up') return died && verdict === 'over' ? 1 : 3;
  if (end?.ending !== 'settled' || verdict === 'before') return 3;
  if (verdict === 'over' || silent.length > 0) return 1;
  return verdict === 'within' ? 0 : 3;
}

/** Concludes a measurement, whether finished or not. */
export function conclude(measurement: Measurement): Conclusion {
  const skew = skewOf(measurement.probes);
  const event = eventOf(measurement, skew);
  const transitions = transitionsOf(measurement);
  // An operation that never accepted the credential shows nothing.
  const informative = transitions.filter(({ lastAccepted }) => lastAccepted !== undefined);
  const moments = informative.flatMap(({ moment }) => moment ?? []);
  const ended = endedOf(measurement, informative);
  const delay = delayOf(event, informative, ended);
  const verdict = verdictOf(measurement, event, delay, ended);
  const silent = transitions.filter((transition) => transition.moment !== undefined && isSilent(transition));
  return {
    transitions,
    event,
    began: beganOf(measurement, event),
    ended,
    delay,
    verdict,
    silent,
    together: moments.length < 2 ? undefined : moments.every((a) => moments.every((b) => overlap(a, b))),
    flapped: isFlapping(transitions),
    skew,
    requests: measurement.probes.length,
    exitCode: exitCodeOf(measurement, verdict, silent, transitions),
  };
}
