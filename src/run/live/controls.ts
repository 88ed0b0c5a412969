import type { Answer } from '../../answer/answer.ts';
import { Fault } from '../../contract/fault.ts';
import type { Identity } from '../../contract/identity.ts';
import { probeKey, type Probe } from '../../contract/probe.ts';
import type { History } from './history.ts';

const MYSELF = 'GET /rest/api/3/myself';

/** The probes that show that answers can be read at all. */
export interface Controls {
  /** Must be accepted. */
  readonly works: Probe;
  /** Must not be accepted. */
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

const lastOf = (histories: readonly History[], control: Probe): { answer?: Answer; failure?: string } => {
  const history = histories.find(({ probe }) => probeKey(probe) === probeKey(control));
  const answer = history?.told.at(-1)?.answer;
  return { ...(answer && { answer }), ...(history?.failure !== undefined && { failure: history.failure }) };
};

const ADVICE: Readonly<Record<string, string>> = {
  'rate-limited': 'It asks for fewer requests: try later.',
  'server-error': 'The site has trouble: try later.',
  'site-unavailable':
    'The site is suspended, deleted or mistyped: open it in a browser, and check JIRA_SITE.',
  'proxy-login': 'A proxy wants a login: put it into the address of HTTPS_PROXY.',
  'edge-page': 'A proxy, a firewall or a login page stands before Jira: check JIRA_SITE, and the way there.',
  'login-redirect': 'A login page stands before the API: check JIRA_SITE.',
};

/** Nothing can be asked while a CAPTCHA stands before the own account. */
export function captchaFault(site: string, challenge: string): Fault {
  return new Fault('controls-failed', `${site} cannot be asked: ${challenge}. Nothing was judged.`);
}

/** What it means where a control is not as it should be, by where it was asked. */
const MEANING = {
  site: {
    works:
      'It may be expired, revoked, scoped, or of another account than JIRA_EMAIL; npm run doctor tells more.',
    fails: 'a caller without a credential',
  },
  gateway: {
    works:
      'It may be expired or revoked, lack the scope read:jira-user, or be of another account than JIRA_SCOPED_EMAIL.',
    fails: 'a token with a character changed',
  },
} as const;

/**
 * Why the site cannot be judged, or undefined where it can: on `/myself` the token that works must be accepted, and what
 * does not must not.
 *
 * @returns a Fault `unreachable` where the site does not answer, `controls-failed` where it answers otherwise
 */
export function controlFault(
  histories: readonly History[],
  site: string,
  controls: Controls = CONTROLS,
): Fault | undefined {
  const valid = lastOf(histories, controls.works);
  const missing = lastOf(histories, controls.fails);
  const meaning = MEANING[controls === CONTROLS ? 'site' : 'gateway'];
  const failed = [valid, missing].find(({ answer }) => !answer);
  const nothing = 'Nothing was judged.';
  if (failed) {
    return new Fault(
      'unreachable',
      `${site} could not be asked: ${failed.failure ?? 'no answer'}. ${nothing}`,
    );
  }
  const odd = [valid, missing].find(({ answer }) => answer?.treatment === 'inconclusive')?.answer;
  if (odd) {
    const advice = ADVICE[odd.mark] ?? 'Check JIRA_SITE.';
    return new Fault(
      'controls-failed',
      `${site} answered /myself with status ${odd.status}, which says nothing about a credential. ${advice} ${nothing}`,
    );
  }
  if (valid.answer?.treatment !== 'accepted') {
    return new Fault(
      'controls-failed',
      `The token that should work does not: /myself answered ${valid.answer?.status}. ${meaning.works} ${nothing}`,
    );
  }
  if (missing.answer?.treatment === 'accepted' || (missing.answer?.status ?? 0) < 300) {
    return new Fault(
      'controls-failed',
      `/myself answered ${missing.answer?.status} to ${meaning.fails}: something between here and ${site} adds one, or it is no Jira. ${nothing}`,
    );
  }
  return undefined;
}
