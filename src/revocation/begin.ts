import { Fault } from '../fault.ts';
import type { OperationId } from '../contract/operations.ts';
import type { Clock } from '../http/clock.ts';
import type { RateLimiter } from '../http/rate-limiter.ts';
import type { Asker, Role } from './asker.ts';
import type { Measurement, ProbeLine } from './measurement.ts';
import { subjectOf } from './subjects.ts';

/** How often, and with how long between, what must work is asked before a watch begins. */
const CHECKS = { times: 3, pause: 5000 };

/** What it takes to see that a watch can begin. */
export interface StartOptions {
  readonly measurement: Measurement;
  readonly asker: Pick<Asker, 'ask' | 'challenge'>;
  readonly limiter: Pick<RateLimiter, 'stopped'>;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

async function insist(
  { measurement, asker, limiter, clock, signal }: StartOptions,
  who: Role,
  operation: OperationId,
): Promise<ProbeLine> {
  for (let attempt = 1; ; attempt += 1) {
    const told = await asker.ask(who, operation, 0);
    const { challenge } = asker;
    if (challenge !== undefined) {
      throw new Fault(
        'controls-failed',
        `${measurement.watch.site} cannot be asked: ${challenge}. Nothing was measured.`,
      );
    }
    const last = attempt === CHECKS.times || signal.aborted || limiter.stopped !== undefined;
    if ('failure' in told) {
      const why = `${measurement.watch.site} could not be asked: ${told.failure}. Nothing was measured.`;
      if (last) throw new Fault('unreachable', why);
    } else if (told.treatment !== 'inconclusive' || last) return told;
    await clock.sleep(CHECKS.pause, signal);
  }
}

/**
 * Sees that the control works, and, unless that was seen before, that what is watched does.
 *
 * @returns the answers
 * @throws Fault `unreachable` or `controls-failed` where the watch cannot begin
 */
export async function begin(options: StartOptions): Promise<ProbeLine[]> {
  const { watch, probes } = options.measurement;
  const { noun, operations } = subjectOf(watch.subject);
  const control = await insist(options, 'control', operations[0]);
  if (control.treatment !== 'accepted') {
    throw new Fault(
      'controls-failed',
      `The credential that must go on working is answered ${control.status}: by it alone the watch tells a dead credential from a site in trouble. npm run doctor says more. Nothing was measured.`,
    );
  }
  if (probes.length > 0) return [];
  const seen = [control];
  for (const operation of watch.operations) seen.push(await insist(options, 'watched', operation));
  const [, watched] = seen;
  if (watched?.treatment === 'accepted') return seen;
  throw new Fault(
    'controls-failed',
    `${noun} does not work now: it is answered ${watched?.status}. It was dead before the watch began, so there is nothing to measure; take a new one, and begin before it is revoked.`,
  );
}
