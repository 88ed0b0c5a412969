import { Fault } from '../../contract/fault.ts';
import type { Probe } from '../../contract/probe.ts';
import { answerInWords, causeOfFailure, type ControlAnswer } from './control-causes.ts';
import type { History } from './history.ts';

/** The probes that show that answers can be read at all: one must be accepted, the other must not. */
export const CONTROLS: readonly Probe[] = [
  { credential: 'valid', operation: 'GET /rest/api/3/myself' },
  { credential: 'missing', operation: 'GET /rest/api/3/myself' },
];

/**
 * When the controls are asked again, counted since they were: after so many requests, answers that would raise an alarm, or
 * probes without a usable answer. A site that cannot be judged any more is left alone within 50 requests.
 */
export const LOOK_AFTER = { requests: 24, alarms: 10, failures: 3 };

/** Why a site cannot be judged. */
export interface ControlFailure {
  readonly code: 'unreachable' | 'controls-failed';
  /** Sentences, the last one without its full stop. */
  readonly says: string;
  /** The cause, as a stable word. */
  readonly cause: string;
  /** The same of two failures that are the same. */
  readonly like: string;
}

const newest = (histories: readonly History[], credential: string): ControlAnswer | { failure: string } => {
  const history = histories.find(({ probe }) => probe.credential === credential);
  const told = history?.told.at(-1);
  if (history?.failure !== undefined || !told) return { failure: history?.failure ?? 'no answer' };
  return told;
};

/**
 * Why the site cannot be judged, or undefined where it can: on `/myself` the valid token must be accepted, and a request
 * without a credential must be refused.
 */
export function controlFailure(histories: readonly History[], site: string): ControlFailure | undefined {
  const valid = newest(histories, 'valid');
  const missing = newest(histories, 'missing');
  if ('failure' in valid || 'failure' in missing) {
    const failure = 'failure' in valid ? valid.failure : 'failure' in missing ? missing.failure : '';
    return {
      code: 'unreachable',
      says: `${site} could not be asked: ${failure}`,
      cause: 'unreachable',
      like: 'unreachable',
    };
  }
  const cause = causeOfFailure({ valid, missing });
  if (!cause) return undefined;
  const [token, nothing] = [answerInWords(valid), answerInWords(missing)];
  const answered =
    token === nothing
      ? `${token}, with the token and without a credential`
      : `${token} with the token, ${nothing} without a credential`;
  return {
    code: 'controls-failed',
    says: `/myself of ${site} was answered with ${answered}. ${cause.says}`,
    cause: cause.id,
    like: `${cause.id} ${valid.answer.status} ${missing.answer.status}`,
  };
}

/** The same as a fault: `unreachable` where the site does not answer, `controls-failed` where it answers otherwise. */
export function controlFault(histories: readonly History[], site: string): Fault | undefined {
  const failure = controlFailure(histories, site);
  return failure && new Fault(failure.code, `${failure.says}. Nothing was judged.`);
}
