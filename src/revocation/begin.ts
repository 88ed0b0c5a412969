import { Fault } from '../fault.ts';
import type { OperationId } from '../contract/operations.ts';
import type { Clock } from '../http/clock.ts';
import type { RateLimiter } from '../http/rate-limiter.ts';
import type { Asker, Role } from './asker.ts';
import type { Measurement, ProbeLine } from './measurement.ts';
import { subjectOf } from './subjects.ts';

/** Maximum attempts, and the pause between them in milliseconds, for requests that must work before a watch begins. */
const CHECKS = { times: 3, pause: 5000 };

/** Options of the check that a watch can begin. */
export interface StartOptions {
  readonly measurement: Measurement;
  readonly asker: Pick<Asker, 'ask' | 'challenge'>;
  readonly limiter: Pick<RateLimiter, 'stopped'>;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/** Sends a request until its answer is conclusive or the attempts are used up. */
async function askUntilConclusive(
  { measurement, asker, limiter, clock, signal }: StartOptions,
  who: Role,
  operation: OperationId,
): Promise<ProbeLine> {
  for (let attempt = 1; ; attempt += 1) {
    const line = await asker.ask(who, operation, 0);
    const { challenge } = asker;
    if (challenge !== undefined) {
      throw new Fault(
        'controls-failed',
        `No request can be sent to ${measurement.watch.site}: ${challenge}. Nothing was measured.`,
      );
    }
    const last = attempt === CHECKS.times || signal.aborted || limiter.stopped !== undefined;
    if ('failure' in line) {
      const why = `${measurement.watch.site} could not be reached: ${line.failure}. Nothing was measured.`;
      if (last) throw new Fault('unreachable', why);
    } else if (line.treatment !== 'inconclusive' || last) return line;
    await clock.sleep(CHECKS.pause, signal);
  }
}

/**
 * Checks that the control works and, unless the watch is resumed, that the watched credential does.
 *
 * @returns the answers; empty if the watch is resumed
 * @throws Fault `unreachable` or `controls-failed` if the watch cannot begin
 */
export async function begin(options: StartOptions): Promise<ProbeLine[]> {
  const { watch, probes } = options.measurement;
  const { noun, operations } = subjectOf(watch.subject);
  const control = await askUntilConclusive(options, 'control', operations[0]);
  if (control.treatment !== 'accepted') {
    throw new Fault(
      'controls-failed',
      `The control credential, which must keep working, got ${control.status}. Without it a dead credential cannot be distinguished from a failing site. For details, run npm run doctor. Nothing was measured.`,
    );
  }
  if (probes.length > 0) return [];
  const lines = [control];
  for (const operation of watch.operations)
    lines.push(await askUntilConclusive(options, 'watched', operation));
  const [, watched] = lines;
  if (watched?.treatment === 'accepted') return lines;
  throw new Fault(
    'controls-failed',
    `${noun} does not work: it got ${watched?.status}. It was dead before the watch began, so there is nothing to measure. Use a new one, and begin before it is revoked.`,
  );
}
