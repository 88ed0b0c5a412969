import { join } from 'node:path';
import { describeSignal } from '../classify/signals.ts';
import { siteTraitsOf, type SiteTraits } from '../classify/site-traits.ts';
import { classify } from '../classify/classify.ts';
import { Fault } from '../fault.ts';
import { byTableOrder, probeKey, type Probe } from '../contract/probe.ts';
import type { Exchange } from '../evidence/exchange.ts';
import type { RecordingSet } from '../evidence/recordings.ts';
import type { SeenAnswers } from '../http/seen-answers.ts';
import type { PactName, PactResult } from '../run/pact-result.ts';
import { probesOf, readPact } from './pact-document.ts';
import { pactFile, PACTS_FOLDER } from './pacts.ts';
import { verifyPact } from './verify.ts';

/** Who answers the requests of a pact. */
export interface PactAnswers {
  readonly name: string;
  /** What is known of a probe; undefined where nothing is. */
  readonly find: (probe: Probe) => Exchange | undefined;
  /** Why nothing is known of it. */
  readonly why: (probe: Probe) => string;
  /** What is known of the site that answered. */
  readonly traits: SiteTraits;
  /** Why not all was asked, where it was not. */
  readonly incomplete?: string | undefined;
}

const incompletenessOf = (info: RecordingSet['info']): Pick<PactAnswers, 'incomplete'> =>
  info.origin === 'transcribed' ? {} : { incomplete: info.incomplete };

/** A set of recordings as who answers. */
export function answersOfRecordings({ info, find, exchanges }: RecordingSet): PactAnswers {
  const traits = siteTraitsOf(exchanges);
  return { name: info.name, find, why: () => 'not in these recordings', traits, ...incompletenessOf(info) };
}

/** What a live run saw as who answers. */
export function answersOfSeen({ info, exchanges, unanswered }: SeenAnswers): PactAnswers {
  const found = new Map(exchanges.map((one) => [probeKey(one), one]));
  const reasons = new Map(unanswered.map((one) => [probeKey(one), one.reason]));
  return {
    name: info.name,
    find: (probe) => found.get(probeKey(probe)),
    why: (probe) => reasons.get(probeKey(probe)) ?? 'not asked',
    traits: siteTraitsOf(exchanges),
    ...incompletenessOf(info),
  };
}

/** Why an interaction is not verified; undefined where it is. What says nothing of a token neither keeps nor breaks a pact. */
function whyLeft(probe: Probe, wantsBody: boolean, { find, why, traits }: PactAnswers): string | undefined {
  const exchange = find(probe);
  if (!exchange) return why(probe);
  const { treatment, mark, status } = classify(exchange, traits);
  if (treatment === 'inconclusive' && mark !== 'unexplained')
    return `${describeSignal(mark)} (status ${status})`;
  return wantsBody && !exchange.response.body ? 'the body of the answer is not on record' : undefined;
}

/**
 * Holds a published pact against answers, with Pact's own verifier. Interactions without an answer, or with one that says nothing of a
 * token, are skipped.
 *
 * @param folder where the pacts are
 * @throws Fault `unreadable-file`, `bad-json` or `bad-fixture` for the pact file, `nothing-ran` where no interaction
 *   is answered or the verifier told no result
 */
export async function verifyAgainstAnswers(
  pact: PactName,
  answers: PactAnswers,
  folder = PACTS_FOLDER,
): Promise<PactResult> {
  const document = readPact(join(folder, pactFile(pact)));
  const skipped = probesOf(document).flatMap(({ probe, wantsBody }) => {
    const reason = whyLeft(probe, wantsBody, answers);
    return reason === undefined ? [] : [{ ...probe, verdict: 'skipped' as const, reasons: [reason] }];
  });
  if (skipped.length === document.interactions.length) {
    throw new Fault(
      'nothing-ran',
      `${answers.name} answers no interaction of the pact: nothing could be verified.`,
    );
  }
  const left = new Set(skipped.map(probeKey));
  const ask = (probe: Probe): Promise<Exchange | undefined> => Promise.resolve(answers.find(probe));
  const verified = await verifyPact(document, ask, (probe) => !left.has(probeKey(probe)));
  return { pact, interactions: [...verified, ...skipped].toSorted(byTableOrder) };
}
