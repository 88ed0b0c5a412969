import { classify } from '../classify/classify.ts';
import { siteTraitsOf } from '../classify/site-traits.ts';
import { missingFor } from '../config/provided.ts';
import type { Settings } from '../config/settings.ts';
import { probeKey } from '../contract/probe.ts';
import type { Politeness } from '../http/rate-limiter.ts';
import { CLAIMS, claimsOf, contradicts, type Claim } from '../live/claims.ts';
import { runLive } from '../live/live-run.ts';
import type { SiteMemory } from '../live/memory.ts';
import type { Attempt } from '../live/probe-attempts.ts';
import { siteName } from '../live/site-anonymiser.ts';
import type { CredentialCheckup } from '../report/documents/doctor/diagnosis.ts';
import type { ShownExchange } from '../report/exchange-text.ts';
import type { Session } from './session.ts';
import { politenessOf, type LiveOptions } from './site.ts';

const contradictsClaim = ({ exchange, answer }: Attempt): boolean => {
  const claim = CLAIMS.find((candidate) => probeKey(candidate) === probeKey(exchange));
  return claim !== undefined && contradicts(claim, answer) === true;
};

/** A minute at most, because a person is waiting. */
const doctorPoliteness = (options: LiveOptions, settings: Settings): Politeness => {
  const politeness = politenessOf(options, settings);
  return { ...politeness, maxTime: Math.min(politeness.maxTime, 60_000) };
};

/** The options of a diagnosis. The memory collects the answers for the next run on the site. */
export type DiagnosisOptions = LiveOptions & { readonly offline: boolean; readonly memory?: SiteMemory };

/** The results of checking the credentials, and the exchanges of those that are not as claimed. */
export interface Checkup {
  readonly credentials: readonly CredentialCheckup[];
  readonly shown: readonly ShownExchange[];
}

/**
 * Asks the site about each credential that the user provides.
 *
 * @throws Fault as `runLive` does
 */
export async function checkUp(
  settings: Settings,
  options: DiagnosisOptions,
  session: Session,
): Promise<Checkup> {
  const claims = claimsOf(settings.identity);
  const provided = claims.filter(({ credential }) => missingFor(credential, settings) === undefined);
  session.progress.write(
    `Asking ${siteName(settings, options.anonymise)}: ${provided.length + 1} requests if all goes well.\n`,
  );
  const { exchanges, unanswered } = await runLive({
    name: 'doctor',
    settings,
    plan: { probes: provided, unanswered: [] },
    politeness: doctorPoliteness(options, settings),
    clock: session.clock,
    accounts: session.accounts,
    memory: options.memory,
    signal: session.interrupted(),
    anonymise: options.anonymise,
    confirmAfter: Math.min(options.confirmAfter, 5) * 1000,
    isAlarm: contradictsClaim,
    // Whether credentials are dead is the question here, so their death must not end the run.
    ownChecks: [],
    progress: () => undefined,
  });
  const traits = siteTraitsOf(exchanges);
  const shown: ShownExchange[] = [];
  const credentials = claims.map((claim): CredentialCheckup => {
    const { credential } = claim;
    const missing = missingFor(credential, settings);
    if (missing !== undefined) return { credential, state: 'not provided', says: missing };
    const exchange = exchanges.find((candidate) => probeKey(candidate) === probeKey(claim));
    if (!exchange) {
      const why = unanswered.find((row) => probeKey(row) === probeKey(claim))?.reason ?? 'no answer';
      return { credential, state: 'not decided', says: why };
    }
    const verdict = verdictOn(claim, classify(exchange, traits));
    if (verdict.state !== 'as claimed')
      shown.push({ ...exchange, verdict: `${verdict.state}: ${verdict.says}` });
    return verdict;
  });
  return { credentials, shown };
}

function verdictOn(claim: Claim, answer: Attempt['answer']): CredentialCheckup {
  const { credential, works, otherwise } = claim;
  const wrong = contradicts(claim, answer);
  if (wrong === undefined) {
    return { credential, state: 'not decided', says: `status ${answer.status} is inconclusive` };
  }
  return !wrong
    ? { credential, state: 'as claimed', says: works ? 'works' : 'does not work, as it should' }
    : { credential, state: 'otherwise', says: otherwise };
}
