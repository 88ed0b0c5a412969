import { Fault } from '../fault.ts';
import type { Identity } from '../contract/identity.ts';
import { probeKey, type Probe } from '../contract/probe.ts';
import { answerInWords, causeOfFailure, type ControlAnswer } from './control-causes.ts';
import type { ProbeAttempts } from './probe-attempts.ts';

const MYSELF = 'GET /rest/api/3/myself';

/** The probes that show whether the answers of a site can be judged. */
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

/** The controls of a run that uses only the gateway. No public source says how the gateway answers without a credential. */
const atGateway = (credential: 'gateway-scoped' | 'gateway-bearer'): Controls => ({
  works: { credential, operation: MYSELF },
  fails: { credential: 'gateway-mistyped', operation: MYSELF },
});

/** Returns the controls for an identity: at the gateway if it has no token for the site. */
export function controlsOf({
  apiToken,
  serviceToken,
}: Pick<Identity, 'apiToken' | 'serviceToken'>): Controls {
  if (apiToken !== '') return CONTROLS;
  return atGateway(serviceToken === '' ? 'gateway-scoped' : 'gateway-bearer');
}

/**
 * When to send the controls again: after this number of requests, alarms or probes without a usable answer since the last time.
 * A site that can no longer be judged gets fewer than 50 requests.
 */
export const LOOK_AFTER = { requests: 24, alarms: 10, failures: 3 };

/** The reason why a site cannot be judged. */
export interface ControlFailure {
  readonly code: 'unreachable' | 'controls-failed';
  /** Sentences, the last one without its full stop. */
  readonly says: string;
  /** The stable id of the cause. */
  readonly cause: string;
  /** Equal for two failures of the same kind. */
  readonly signature: string;
}

const newest = (histories: readonly ProbeAttempts[], control: Probe): ControlAnswer | { failure: string } => {
  const history = histories.find(({ probe }) => probeKey(probe) === probeKey(control));
  const last = history?.attempts.at(-1);
  if (history?.failure !== undefined || !last) return { failure: history?.failure ?? 'no answer' };
  return last;
};

/** Returns the fault of a site whose own account must solve a CAPTCHA. @param challenge what to do, as a clause */
export function captchaFault(site: string, challenge: string): Fault {
  return new Fault('controls-failed', `No request can be sent to ${site}: ${challenge}. Nothing was judged.`);
}

/** How the control that must be refused is sent, by place. */
const FAILS_AS = {
  site: 'without a credential',
  gateway: 'with a character of the token changed',
} as const;

/**
 * Returns why the site cannot be judged, or undefined if it can: on `/myself`, the `works` control must be accepted and the
 * `fails` control refused.
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
      says: `${site} could not be reached: ${failure}`,
      cause: 'unreachable',
      signature: 'unreachable',
    };
  }
  const place = controls === CONTROLS ? 'site' : 'gateway';
  const failsAs = FAILS_AS[place];
  const cause = causeOfFailure({ works, fails, place, failsAs });
  if (!cause) return undefined;
  const [token, nothing] = [answerInWords(works), answerInWords(fails)];
  const answered =
    token === nothing
      ? `${token}, both with the token and ${failsAs}`
      : `${token} with the token, and ${nothing} ${failsAs}`;
  return {
    code: 'controls-failed',
    says: `/myself of ${site} answered ${answered}. ${cause.says}`,
    cause: cause.id,
    signature: `${cause.id} ${works.answer.status} ${fails.answer.status}`,
  };
}

/** Returns the control failure as a fault: `unreachable` without an answer, `controls-failed` with a wrong one. */
export function controlFault(
  histories: readonly ProbeAttempts[],
  site: string,
  controls: Controls = CONTROLS,
): Fault | undefined {
  const failure = controlFailure(histories, site, controls);
  return failure && new Fault(failure.code, `${failure.says}. Nothing was judged.`, { cause: failure.cause });
}
