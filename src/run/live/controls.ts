import type { Answer } from '../../answer/answer.ts';
import { Fault } from '../../contract/fault.ts';
import type { Probe } from '../../contract/probe.ts';
import type { History } from './history.ts';

/** The probe that shows that answers can be read at all: one must be accepted, the other must not. */
export const CONTROLS: readonly Probe[] = [
  { credential: 'valid', operation: 'GET /rest/api/3/myself' },
  { credential: 'missing', operation: 'GET /rest/api/3/myself' },
];

const lastOf = (histories: readonly History[], credential: string): { answer?: Answer; failure?: string } => {
  const history = histories.find(({ probe }) => probe.credential === credential);
  const answer = history?.told.at(-1)?.answer;
  return { ...(answer && { answer }), ...(history?.failure !== undefined && { failure: history.failure }) };
};

const ADVICE: Readonly<Record<string, string>> = {
  'rate-limited': 'It asks for fewer requests: try later.',
  'server-error': 'The site has trouble: try later.',
  captcha: 'Log in once with a browser, which solves the CAPTCHA.',
  'site-unavailable':
    'The site is suspended, deleted or mistyped: open it in a browser, and check JIRA_SITE.',
  'proxy-login': 'A proxy wants a login: put it into the address of HTTPS_PROXY.',
  'edge-page': 'A proxy, a firewall or a login page stands before Jira: check JIRA_SITE, and the way there.',
  'login-redirect': 'A login page stands before the API: check JIRA_SITE.',
};

/**
 * Why the site cannot be judged, or undefined where it can: on `/myself` the valid token must be accepted, and no
 * credential must not.
 *
 * @returns a Fault `unreachable` where the site does not answer, `controls-failed` where it answers otherwise
 */
export function controlFault(histories: readonly History[], site: string): Fault | undefined {
  const valid = lastOf(histories, 'valid');
  const missing = lastOf(histories, 'missing');
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
      `The token that should work does not: /myself answered ${valid.answer?.status}. It may be expired, revoked, scoped, or of another account than JIRA_EMAIL; npm run doctor tells more. ${nothing}`,
    );
  }
  if (missing.answer?.treatment === 'accepted' || (missing.answer?.status ?? 0) < 300) {
    return new Fault(
      'controls-failed',
      `/myself answered ${missing.answer?.status} to a caller without a credential: something between here and ${site} adds one, or it is no Jira. ${nothing}`,
    );
  }
  return undefined;
}
