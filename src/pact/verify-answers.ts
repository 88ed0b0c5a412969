import { join } from 'node:path';
import { describeSignal } from '../classify/signals.ts';
import { siteTraitsOf, type SiteTraits } from '../classify/site-traits.ts';
import { classify } from '../classify/classify.ts';
import { Fault } from '../fault.ts';
import { compareProbes, probeKey, type Probe } from '../contract/probe.ts';
import type { Exchange, Origin } from '../evidence/exchange.ts';
import type { RecordingSet } from '../evidence/recordings.ts';
import type { SeenAnswers } from '../http/seen-answers.ts';
import type { PactName, PactResult } from '../run/pact-result.ts';
import { probesOf, readPact } from './pact-document.ts';
import { pactFile, PACTS_FOLDER } from './pacts.ts';
import { verifyPact } from './verify.ts';

/** The answers that a pact is verified on. */
export interface PactAnswers {
  readonly name: string;
  /** The origin of the answers. */
  readonly origin: Origin;
  /** Returns the exchange of a probe; undefined if there is none. */
  readonly find: (probe: Probe) => Exchange | undefined;
  /** Returns why a probe has no exchange. */
  readonly why: (probe: Probe) => string;
  /** The traits of the site that answered. */
  readonly traits: SiteTraits;
  /** Why the answers are incomplete, if they are. */
  readonly incomplete?: string | undefined;
}

const incompletenessOf = (info: RecordingSet['info']): Pick<PactAnswers, 'incomplete'> =>
  info.origin === 'transcribed' ? {} : { incomplete: info.incomplete };

/** Returns the answers of a set of recordings. */
export function answersOfRecordings({ info, find, exchanges }: RecordingSet): PactAnswers {
  const traits = siteTraitsOf(exchanges);
  return {
    name: info.name,
    origin: info.origin,
    find,
    why: () => 'not in these recordings',
    traits,
    ...incompletenessOf(info),
  };
}

/** Returns the answers of a live run. */
export function answersOfSeen({ info, exchanges, unanswered }: SeenAnswers): PactAnswers {
  const found = new Map(exchanges.map((exchange) => [probeKey(exchange), exchange]));
  const reasons = new Map(unanswered.map((row) => [probeKey(row), row.reason]));
  return {
    name: info.name,
    origin: info.origin,
    find: (probe) => found.get(probeKey(probe)),
    why: (probe) => reasons.get(probeKey(probe)) ?? 'not asked',
    traits: siteTraitsOf(exchanges),
    ...incompletenessOf(info),
  };
}

/** Returns why an interaction is skipped; undefined if it is verified. An inconclusive answer neither fulfils nor breaks a pact. */
function whySkipped(
  probe: Probe,
  wantsBody: boolean,
  { find, why, traits }: PactAnswers,
): string | undefined {
  const exchange = find(probe);
  if (!exchange) return why(probe);
  const { treatment, mark, status } = classify(exchange, traits);
  if (treatment === 'inconclusive' && mark !== 'unexplained')
    return `${describeSignal(mark)} (status ${status})`;
  return wantsBody && !exchange.response.body ? 'the body of the answer is not on record' : undefined;
}

/**
 * Verifies a published pact on answers, with Pact's own verifier. Interactions with no answer or an inconclusive one are
 * skipped.
 *
 * @param folder the folder of the pacts
 * @throws Fault `unreadable-file`, `bad-json` or `bad-fixture` for the pact file; `nothing-ran` if no interaction has an
 *   answer or the verifier returned no result
 */
export async function verifyAgainstAnswers(
  pact: PactName,
  answers: PactAnswers,
  folder = PACTS_FOLDER,
): Promise<PactResult> {
  const document = readPact(join(folder, pactFile(pact)));
  const skipped = probesOf(document).flatMap(({ probe, wantsBody }) => {
    const reason = whySkipped(probe, wantsBody, answers);
    return reason === undefined ? [] : [{ ...probe, verdict: 'skipped' as const, reasons: [reason] }];
  });
  if (skipped.length === document.interactions.length) {
    throw new Fault(
      'nothing-ran',
      `${answers.name} has no conclusive answer to any interaction of the pact: nothing could be verified.`,
    );
  }
  const skippedKeys = new Set(skipped.map(probeKey));
  const ask = (probe: Probe): Promise<Exchange | undefined> => Promise.resolve(answers.find(probe));
  const verified = await verifyPact(document, ask, (probe) => !skippedKeys.has(probeKey(probe)));
  return { pact, interactions: [...verified, ...skipped].toSorted(compareProbes) };
}
