import { Fault } from '../fault.ts';
import type { Identity } from '../contract/identity.ts';
import { probeKey, type Probe } from '../contract/probe.ts';
import { answerInWords, causeOfFailure, type ControlAnswer } from './control-causes.ts';
import type { ProbeAttempts } from './probe-attempts.ts';

const MYSELF = 'GET /rest/api/3/myself';

/** The probes that show that answers can be read at all. */
export interface Controls {
  /** Must be accepted. */
  readonly works: Probe;
  /** Must be refused. */
  readonly fails: Probe;
}

/** The controls of a site. */
export const CONTROLS: Controls = {
  works: { credential: 'valid', operation: MYSELF },
  fails: { credential: 'missing', operation: MYSELF },
};

/** The controls of a run that asks the gateway alone. What it says to nobody at all is not public. */
const atGateway = (credential: 'gateway-scoped' | 'gateway-bearer'): Controls => ({
  works: { credential, operation: MYSELF },
  fails: { credential: 'gateway-mistyped', operation: MYSELF },
});

/** The controls that an identity provides for: at the gateway where there is no token that works on the site. */
export function controlsOf({
  apiToken,
  serviceToken,
}: Pick<Identity, 'apiToken' | 'serviceToken'>): Controls {
  if (apiToken !== '') return CONTROLS;
  return atGateway(serviceToken === '' ? 'gateway-scoped' : 'gateway-bearer');
}

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

const newest = (histories: readonly ProbeAttempts[], control: Probe): ControlAnswer | { failure: string } => {
  const history = histories.find(({ probe }) => probeKey(probe) === probeKey(control));
  const last = history?.attempts.at(-1);
  if (history?.failure !== undefined || !last) return { failure: history?.failure ?? 'no answer' };
  return last;
};

/** Nothing can be asked while a CAPTCHA stands before the own account. */
export function captchaFault(site: string, challenge: string): Fault {
  return new Fault('controls-failed', `${site} cannot be asked: ${challenge}. Nothing was judged.`);
}

/** What the control that must be refused sends, by where it is asked. */
const NOBODY = {
  site: 'without a credential',
  gateway: 'with a character of the token changed',
} as const;

/**
 * Why the site cannot be judged, or undefined where it can: on `/myself` the token that works must be accepted, and what
 * does not must be refused.
 */
export function controlFailure(
  histories: readonly ProbeAttempts[],
  site: string,
  controls: Controls = CONTROLS,
): ControlFailure | undefined {
  const works = newest(histories, controls.works);
  const fails = newest(histories, controls.fails);
  if ('failure' in works || 'failure' in fails) {
    const failure = 'failure' in works ? works.failure : 'failure' in fails ? fails.failure : '';
    return {
      code: 'unreachable',
      says: `${site} could not be asked: ${failure}`,
      cause: 'unreachable',
      like: 'unreachable',
    };
  }
  const place = controls === CONTROLS ? 'site' : 'gateway';
  const nobody = NOBODY[place];
  const cause = causeOfFailure({ works, fails, place, nobody });
  if (!cause) return undefined;
  const [token, nothing] = [answerInWords(works), answerInWords(fails)];
  const answered =
    token === nothing
      ? `${token}, with the token and ${nobody}`
      : `${token} with the token, ${nothing} ${nobody}`;
  return {
    code: 'controls-failed',
    says: `/myself of ${site} was answered with ${answered}. ${cause.says}`,
    cause: cause.id,
    like: `${cause.id} ${works.answer.status} ${fails.answer.status}`,
  };
}

/** The same as a fault: `unreachable` where the site does not answer, `controls-failed` where it answers otherwise. */
export function controlFault(
  histories: readonly ProbeAttempts[],
  site: string,
  controls: Controls = CONTROLS,
): Fault | undefined {
  const failure = controlFailure(histories, site, controls);
  return failure && new Fault(failure.code, `${failure.says}. Nothing was judged.`);
}
