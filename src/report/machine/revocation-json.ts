import { jsonText } from '../../json.ts';
import { isOfStandIn, type Concluded } from '../../revocation/distribution.ts';
import type { Interval } from '../../revocation/interval.ts';
import type { RevocationDocument } from '../documents/revocation/revocation-document.ts';

/** Returns bounds in milliseconds; null if there is no bound. */
const spanValue = (span: Interval | undefined): object | null =>
  span ? { least: span.least, most: span.most === Number.POSITIVE_INFINITY ? null : span.most } : null;

const value = ({ measurement, conclusion }: Concluded): object => {
  const { watch, end, probes, troubles } = measurement;
  const {
    event,
    began,
    ended,
    delay,
    verdict,
    silent,
    together,
    flapped,
    skew,
    transitions: flips,
    exitCode,
  } = conclusion;
  return {
    name: watch.name,
    site: watch.site,
    origin: isOfStandIn(measurement) ? 'stand-in' : 'recorded',
    subject: watch.subject,
    cause: watch.cause,
    ending: end?.ending ?? null,
    exitCode: end ? exitCode : null,
    verdict: verdict ?? null,
    event: spanValue(event),
    began: spanValue(began),
    ended: spanValue(ended),
    delay: spanValue(delay),
    flapped,
    together: together ?? null,
    skew: spanValue(skew),
    operations: flips.map(({ operation, lastAccepted, firstNot, reversals, moment, final }) => ({
      operation,
      lastAccepted: lastAccepted ?? null,
      firstNotAccepted: firstNot ?? null,
      takenBack: reversals,
      moment: spanValue(moment),
      treatment: final?.treatment ?? null,
      status: final?.status ?? null,
      silent: silent.some((transition) => transition.operation === operation),
    })),
    answers: probes.length,
    troubles,
  };
};

/** Renders measurements as JSON. Times are milliseconds; moments count from 1970, by the clock of the watching machine. */
export function revocationJson({ all, current, distributions }: RevocationDocument): string {
  return jsonText({
    schema: 'jira-token-contract/revocations/1',
    measurement: current ? value(current) : null,
    measurements: all.map(value),
    distributions: distributions.map(({ delays, median, lower, upper, worst, ...rest }) => ({
      ...rest,
      measurements: delays.length,
      median: spanValue(median),
      quartiles: [spanValue(lower), spanValue(upper)],
      worst: spanValue(worst),
    })),
  });
}
