import { findOperation } from '../../../contract/operations.ts';
import { causeOf, REPORTED } from '../../../revocation/causes.ts';
import type { Conclusion, Verdict } from '../../../revocation/conclude.ts';
import { isOfStandIn, type Concluded, type Distribution } from '../../../revocation/distribution.ts';
import type { Transition } from '../../../revocation/transitions.ts';
import type { Ending, Measurement, TroubleLine } from '../../../revocation/measurement.ts';
import type { Interval } from '../../../revocation/interval.ts';
import { subjectOf } from '../../../revocation/subjects.ts';
import { count, siteLabel } from '../phrases.ts';

const SECOND = 1000;

const formatRounded = (ms: number, round: (value: number) => number): string => {
  const seconds = round(ms / SECOND);
  if (seconds < 120) return `${seconds} s`;
  const rest = seconds % 60;
  return `${Math.floor(seconds / 60)} min${rest > 0 ? ` ${rest} s` : ''}`;
};

/** Formats a duration in milliseconds: "75 s", "12 min 5 s". */
export function formatDuration(ms: number): string {
  return formatRounded(ms, Math.round);
}

/**
 * Formats a duration known to lie between bounds: "9 min 12 s to 9 min 24 s", "at most 3 s", "at least 60 min". The lower
 * bound is rounded down and the upper bound up, so that the text claims no more precision than there is.
 */
export function formatBounds({ least, most }: Interval): string {
  if (most === Number.POSITIVE_INFINITY) return `at least ${formatRounded(least, Math.floor)}`;
  const [low, high] = [formatRounded(least, Math.floor), formatRounded(most, Math.ceil)];
  if (least === 0) return `at most ${high}`;
  return low === high ? low : `${low} to ${high}`;
}

/** Formats a time in milliseconds since 1970: "2026-11-25 23:05:12 UTC". */
function formatTime(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

/** Returns the label of an operation in the matrix. */
export function operationLabel({ operation }: Pick<Transition, 'operation'>): string {
  return findOperation(operation)?.short ?? operation;
}

/** Returns the title of a measurement: "How long a token keeps working after it was revoked: revocation-2026-11-25-230512". */
export function measurementTitle({ watch }: Measurement): string {
  const subject = watch.subject === 'admin-key' ? 'an Admin API key' : 'a token';
  return `How long ${subject} keeps working after ${causeOf(watch.cause).after}: ${watch.name}`;
}

/** Describes what was watched, where and when; it distinguishes the stand-in from Jira. */
export function describeMeasurement({ measurement, conclusion }: Concluded): string {
  const { watch } = measurement;
  const where = isOfStandIn(measurement) ? 'the stand-in, which is not Jira' : watch.site;
  const { event } = conclusion;
  const when = event
    ? `${formatTime(event.least)}${event.most - event.least >= SECOND ? `, accurate to ${formatBounds({ least: 0, most: event.most - event.least }).replace('at most ', '')}` : ''}`
    : `started ${formatTime(watch.at)}`;
  return `${subjectOf(watch.subject).noun} at ${where}, ${causeOf(watch.cause).id.replace('-', ' ')} ${when}`;
}

const inconclusive = (reason: string): string => `Not concluded: ${reason}.`;

const ENDING: Record<Ending, (reason: string) => string> = {
  settled: () => '',
  'gave-up': () =>
    'It was still accepted when the watch gave up: either revocation takes longer, or the credential was never revoked. Check the page on which tokens are revoked.',
  'control-failed': (reason) =>
    `${inconclusive(reason)} The site may have changed rather than the credential.`,
  captcha: inconclusive,
  budget: inconclusive,
  'sent-away': inconclusive,
  'clock-set-back': inconclusive,
};

const inMinutes = (ms: number): string => formatDuration(ms).replace(/ min$/, ' minutes');

const VERDICT: Record<Verdict, (limit: string) => string> = {
  within: (limit) => `That is within ${limit}.`,
  over: (limit) => `That is longer than ${limit}.`,
  undecided: (limit) => `The bounds do not show whether that is within ${limit}.`,
  before: () =>
    'It had stopped working before the given time: check the time, or start watching before the revocation.',
};

/** Describes the result in sentences: first the duration, then the comparison with the documented limit. */
export function describeResult({ measurement, conclusion }: Concluded): string[] {
  const { watch, end } = measurement;
  const { delay, ended, verdict, flapped, silent, transitions } = conclusion;
  if (!end) return ['The watch was interrupted. Continue it with --resume'];
  const { after, bound } = causeOf(watch.cause);
  const duration =
    end.ending === 'settled' && delay
      ? `It kept working for ${formatBounds(delay)} after ${after}.`
      : end.ending === 'gave-up' && delay
        ? `It kept working for ${formatBounds(delay)}, if ${after}.`
        : '';
  const comparison = ended && verdict ? VERDICT[verdict](inMinutes(bound)) : '';
  const reversals = transitions.reduce((sum, transition) => sum + transition.reversals, 0);
  return [
    duration,
    end.ending === 'gave-up' && flapped
      ? 'When the watch gave up, answers still alternated.'
      : ENDING[end.ending](end.says),
    comparison,
    flapped
      ? `Answers alternated: it was accepted again ${reversals} times. Several replicas answer, and learn of the revocation at different times.`
      : reversals > 0
        ? 'One answer differed from those around it and was ignored.'
        : '',
    silent.length > 0
      ? `${silent.map(operationLabel).join(' and ')} ended as a success without an account: a client cannot tell that from an empty site.`
      : '',
  ].filter((sentence) => sentence !== '');
}

/** Describes how an operation changed, and when: "refused 401, after 9 min 12 s to 9 min 24 s". */
export function describeTransition(
  { moment, final, lastAccepted }: Transition,
  { event }: Conclusion,
): string {
  if (lastAccepted === undefined) return 'never distinguished the credential from anonymous';
  const now = final ? `${final.treatment} ${final.status}` : 'no answer';
  if (!moment || !event) return `still ${now}`;
  const least = Math.max(0, moment.least - event.most);
  return `${now}, after ${formatBounds({ least, most: Math.max(0, moment.most - event.least) })}`;
}

/** Says whether the operations changed at the same moment; empty if unknown. */
function describeOrder({ together, transitions }: Conclusion): string {
  if (together === undefined) return '';
  if (together) return 'All operations may have changed at the same moment.';
  const first = transitions.toSorted((a, b) => (a.moment?.most ?? 0) - (b.moment?.most ?? 0)).at(0);
  return `The operations did not change at the same moment: ${first ? operationLabel(first) : ''} was first.`;
}

const TROUBLE: Record<TroubleLine['what'], string> = {
  'no-answer': 'no answer',
  throttled: 'throttled',
  slept: 'this machine slept',
  away: 'the watch was interrupted',
  control: 'the control was not accepted either',
};

/** Returns a line for each kind of trouble, with its number and period. */
function describeTroubles({ troubles }: Measurement): string[] {
  const groups = Map.groupBy(troubles, ({ what }) => what);
  return [...groups].map(([what, group]) => {
    const [from, to] = [group[0]?.from ?? 0, group.at(-1)?.to ?? 0];
    const says =
      what === 'no-answer' ? ` (${[...new Set(group.map((trouble) => trouble.says))].join(', ')})` : '';
    return `${TROUBLE[what]}, ${count(group.length, 'time')}${says}: ${formatTime(from)} to ${formatTime(to)}`;
  });
}

/** Compares the site's clock with this machine's; empty if no answer had a date. */
function describeSkew({ skew }: Conclusion): string {
  if (!skew) return '';
  const middle = (skew.least + skew.most) / 2;
  const tolerance = Math.ceil((skew.most - skew.least) / 2);
  if (skew.least <= 0 && skew.most >= 0)
    return `The site's clock and this machine's agree to within ${Math.ceil(Math.max(-skew.least, skew.most))} ms.`;
  return `The site's clock is ${formatDuration(Math.abs(middle))} ${middle > 0 ? 'ahead of' : 'behind'} this machine's, ± ${tolerance} ms.`;
}

/** Returns the documented and reported delays, for comparison. */
function describeClaims({ watch }: Measurement): string {
  return `${causeOf(watch.cause).claim}. A user saw ${formatDuration(REPORTED.ms)} (${REPORTED.date}).`;
}

/** Summarises several measurements in one sentence. */
export function describeDistribution({
  delays,
  median,
  lower,
  upper,
  worst,
  sites,
  dates,
  subject,
  cause,
}: Distribution): string {
  const subjects = `${subject === 'admin-key' ? 'Admin API keys' : 'API tokens'}, ${cause.replace('-', ' ')}`;
  const spread = delays.length > 3 ? `, quartiles ${formatBounds(lower)} and ${formatBounds(upper)}` : '';
  return `${subjects}: ${count(delays.length, 'measurement')} on ${count(sites, 'site')}, ${dates.from} to ${dates.to}. Median ${formatBounds(median)}${spread}, worst ${formatBounds(worst)}.`;
}

/** Says how many measurements were made at the stand-in, and that they do not count; empty if none was. */
export function describeStandIns(all: readonly Concluded[]): string {
  const number = all.filter(({ measurement }) => isOfStandIn(measurement)).length;
  return number === 0
    ? ''
    : `${count(number, 'measurement')} of the stand-in, which is not Jira: not part of any distribution.`;
}

/** Returns further details of a measurement, a sentence each. */
export function describeDetails({ measurement, conclusion }: Concluded): string[] {
  return [
    describeOrder(conclusion),
    ...describeTroubles(measurement),
    `${count(measurement.probes.length, 'answer')}. ${describeSkew(conclusion)}`.trim(),
    describeClaims(measurement),
  ].filter((sentence) => sentence !== '');
}

/** Columns of a table of measurements. */
export const TABLE_COLUMNS = ['date', 'site', 'cause', 'kept working for', 'end'] as const;

/** Returns the row of a measurement in such a table. */
export function tableRow({ measurement, conclusion: { delay } }: Concluded): string[] {
  const { watch, end } = measurement;
  const site = siteLabel(watch.site, isOfStandIn(measurement) ? 'stand-in' : 'recorded');
  const date = formatTime(watch.at).slice(0, 10);
  return [date, site, watch.cause, delay ? formatBounds(delay) : '–', end?.ending ?? 'interrupted'];
}
