import { findOperation } from '../../../contract/operations.ts';
import { causeOf, REPORTED } from '../../../revocation/causes.ts';
import type { Conclusion, Verdict } from '../../../revocation/conclude.ts';
import { isOfStandIn, type Concluded, type Distribution } from '../../../revocation/distribution.ts';
import type { Transition } from '../../../revocation/transitions.ts';
import type { Ending, Measurement, TroubleLine } from '../../../revocation/measurement.ts';
import type { Interval } from '../../../revocation/interval.ts';
import { subjectOf } from '../../../revocation/subjects.ts';
import { count } from '../phrases.ts';

const SECOND = 1000;

const oneLength = (ms: number, round: (value: number) => number): string => {
  const seconds = round(ms / SECOND);
  if (seconds < 120) return `${seconds} s`;
  const rest = seconds % 60;
  return `${Math.floor(seconds / 60)} min${rest > 0 ? ` ${rest} s` : ''}`;
};

/** A length of time: "75 s", "12 min 5 s". */
export function formatDuration(ms: number): string {
  return oneLength(ms, Math.round);
}

/**
 * A length of which bounds are known, as never more exact than they are: "9 min 12 s to 9 min 24 s", "at most 3 s", "at
 * least 60 min". The lower bound is rounded down, the upper one up.
 */
export function formatBounds({ least, most }: Interval): string {
  if (most === Number.POSITIVE_INFINITY) return `at least ${oneLength(least, Math.floor)}`;
  const [low, high] = [oneLength(least, Math.floor), oneLength(most, Math.ceil)];
  if (least === 0) return `at most ${high}`;
  return low === high ? low : `${low} to ${high}`;
}

/** A time, to the second: "2026-11-25 23:05:12 UTC". */
export function formatTime(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

/** The operation as the matrix calls it. */
export function operationLabel({ operation }: Pick<Transition, 'operation'>): string {
  return findOperation(operation)?.short ?? operation;
}

/** What was measured: "How long a token goes on working after it was revoked: revocation-2026-11-25-230512". */
export function measurementTitle({ watch }: Measurement): string {
  const what = watch.subject === 'admin-key' ? 'an Admin API key' : 'a token';
  return `How long ${what} goes on working after ${causeOf(watch.cause).after}: ${watch.name}`;
}

/** What was watched, where and when, so that the stand-in never passes for Jira. */
export function describeMeasurement({ measurement, conclusion }: Concluded): string {
  const { watch } = measurement;
  const where = isOfStandIn(measurement) ? 'the stand-in, which is not Jira' : watch.site;
  const { event } = conclusion;
  const when = event
    ? `${formatTime(event.least)}${event.most - event.least >= SECOND ? `, known to ${formatBounds({ least: 0, most: event.most - event.least }).replace('at most ', '')}` : ''}`
    : `begun ${formatTime(watch.at)}`;
  return `${subjectOf(watch.subject).noun} at ${where}, ${causeOf(watch.cause).id.replace('-', ' ')} ${when}`;
}

const ENDED: Record<Ending, (says: string) => string> = {
  settled: () => '',
  'gave-up': () =>
    'It was still accepted when the watch gave up: either the news of it takes longer than that, or it was never revoked. Look at the page on which tokens are revoked.',
  'control-failed': (says) =>
    `Nothing is concluded: ${says}. So it may be the site that changed, and not the credential.`,
  captcha: (says) => `Nothing is concluded: ${says}.`,
  budget: (says) => `Nothing is concluded: ${says}.`,
  'sent-away': (says) => `Nothing is concluded: ${says}.`,
  'clock-set-back': (says) => `Nothing is concluded: ${says}.`,
};

const bare = (ms: number): string => formatDuration(ms).replace(/ min$/, ' minutes');

const VERDICT: Record<Verdict, (bound: string) => string> = {
  within: (bound) => `That is within ${bound}.`,
  over: (bound) => `That is longer than ${bound}.`,
  undecided: (bound) => `Whether that is within ${bound}, the bounds do not say.`,
  before: () =>
    'It had stopped working before the time that was given: check the time, or watch from before on.',
};

/** The result in sentences: the number first, then how it stands to what is said of it. */
export function describeResult({ measurement, conclusion }: Concluded): string[] {
  const { watch, end } = measurement;
  const { delay, ended, verdict, flapped, silent, flips } = conclusion;
  if (!end) return ['The watch was cut off before it came to its end. Go on with it: --resume'];
  const { after, bound } = causeOf(watch.cause);
  const number =
    end.ending === 'settled' && delay
      ? `It went on working for ${formatBounds(delay)} after ${after}.`
      : end.ending === 'gave-up' && delay
        ? `It went on working for ${formatBounds(delay)}, if ${after}.`
        : '';
  const held = ended && verdict ? VERDICT[verdict](bare(bound)) : '';
  const odd = flips.reduce((sum, { reversals }) => sum + reversals, 0);
  return [
    number,
    end.ending === 'gave-up' && flapped
      ? 'When the watch gave up, answers still went back and forth.'
      : ENDED[end.ending](end.says),
    held,
    flapped
      ? `Answers went back and forth: ${odd} times it was accepted again. Several replicas answer, and hear of it at different times.`
      : odd > 0
        ? 'One odd answer came in between, and was taken for what it was.'
        : '',
    silent.length > 0
      ? `${silent.map(operationLabel).join(' and ')} ended as a success without an account: a client cannot tell that from an empty site.`
      : '',
  ].filter((sentence) => sentence !== '');
}

/** What an operation turned into, and when: "refused 401, from 9 min 12 s to 9 min 24 s on". */
export function describeTransition(
  { moment, final, lastAccepted }: Transition,
  { event }: Conclusion,
): string {
  if (lastAccepted === undefined) return 'never told the credential from nobody';
  const now = final ? `${final.treatment} ${final.status}` : 'no answer';
  if (!moment || !event) return `still ${now}`;
  const least = Math.max(0, moment.least - event.most);
  return `${now}, after ${formatBounds({ least, most: Math.max(0, moment.most - event.least) })}`;
}

/** Whether the operations flipped together; empty where there is nothing to say. */
function togetherWords({ together, flips }: Conclusion): string {
  if (together === undefined) return '';
  if (together) return 'All operations may have changed at the same moment.';
  const first = flips.toSorted((a, b) => (a.moment?.most ?? 0) - (b.moment?.most ?? 0)).at(0);
  return `The operations did not change at the same moment: ${first ? operationLabel(first) : ''} was first.`;
}

const TROUBLE: Record<TroubleLine['what'], string> = {
  'no-answer': 'no answer',
  throttled: 'throttled',
  slept: 'this machine slept',
  away: 'the watch was cut off',
  control: 'the control was not accepted either',
};

/** What got into the way: each kind with how often, and from when to when. */
function troubleWords({ troubles }: Measurement): string[] {
  const groups = Map.groupBy(troubles, ({ what }) => what);
  return [...groups].map(([what, group]) => {
    const [from, to] = [group[0]?.from ?? 0, group.at(-1)?.to ?? 0];
    const says = what === 'no-answer' ? ` (${[...new Set(group.map((one) => one.says))].join(', ')})` : '';
    return `${TROUBLE[what]}, ${count(group.length, 'time')}${says}: ${formatTime(from)} to ${formatTime(to)}`;
  });
}

/** How the site's clock stands to this machine's; empty where no answer gave a date. */
function skewWords({ skew }: Conclusion): string {
  if (!skew) return '';
  const middle = (skew.least + skew.most) / 2;
  const give = Math.ceil((skew.most - skew.least) / 2);
  if (skew.least <= 0 && skew.most >= 0)
    return `The site's clock and this machine's agree to ${Math.ceil(Math.max(-skew.least, skew.most))} ms.`;
  return `The site's clock is ${formatDuration(Math.abs(middle))} ${middle > 0 ? 'ahead of' : 'behind'} this machine's, give or take ${give} ms.`;
}

/** What is said of the delay, to be compared with. */
function claimWords({ watch }: Measurement): string {
  return `${causeOf(watch.cause).claim}. A user saw ${formatDuration(REPORTED.ms)} (${REPORTED.date}).`;
}

/** Several measurements in one sentence. */
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
  const what = `${subject === 'admin-key' ? 'Admin API keys' : 'API tokens'}, ${cause.replace('-', ' ')}`;
  const spread = delays.length > 3 ? `, quartiles ${formatBounds(lower)} and ${formatBounds(upper)}` : '';
  return `${what}: ${count(delays.length, 'measurement')} on ${count(sites, 'site')}, ${dates.from} to ${dates.to}. Median ${formatBounds(median)}${spread}, worst ${formatBounds(worst)}.`;
}

/** What else there is to say of a measurement, a sentence each. */
export function describeDetails(one: Concluded): string[] {
  const { measurement, conclusion } = one;
  return [
    togetherWords(conclusion),
    ...troubleWords(measurement),
    `${count(measurement.probes.length, 'answer')}. ${skewWords(conclusion)}`.trim(),
    claimWords(measurement),
  ].filter((fact) => fact !== '');
}

/** The columns of a table of measurements. */
export const TABLE_COLUMNS = ['date', 'site', 'cause', 'went on working', 'end'] as const;

/** A measurement as a row of such a table. */
export function tableRow({ measurement: { watch, end }, conclusion: { delay } }: Concluded): string[] {
  const date = formatTime(watch.at).slice(0, 10);
  return [date, watch.site, watch.cause, delay ? formatBounds(delay) : '–', end?.ending ?? 'cut off'];
}
