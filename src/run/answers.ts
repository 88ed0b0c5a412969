import { siteTraitsOf, type SiteTraits } from '../classify/site-traits.ts';
import { probeKey, type Probe } from '../contract/probe.ts';
import type { Exchange } from '../evidence/exchange.ts';
import type { RecordingSetInfo } from '../evidence/recording-schema.ts';
import type { RecordingSet } from '../evidence/recordings.ts';
import type { SeenAnswers } from '../http/seen-answers.ts';
import type { Unanswered } from '../http/unanswered.ts';

/** The answers that a run judges: a set of recordings, or the result of a live run. */
export type Answers = { readonly recordings: RecordingSet } | { readonly seen: SeenAnswers };

/** Looks up the answers to probes. Sends nothing. */
export interface AnswerSource {
  readonly info: RecordingSetInfo;
  readonly traits: SiteTraits;
  /** Returns the answer to a probe, or undefined if there is none. */
  readonly find: (probe: Probe) => Exchange | undefined;
  /** Returns why a probe has no answer, if that is known. */
  readonly whyNot: (probe: Probe) => Unanswered | undefined;
}

/** Returns a set of recordings as a source of answers. */
export function sourceOfRecordings({ info, exchanges, find }: RecordingSet): AnswerSource {
  return { info, traits: siteTraitsOf(exchanges), find, whyNot: () => undefined };
}

/** Returns the result of a live run as a source of answers. */
function sourceOfLiveRun({ info, exchanges, unanswered }: SeenAnswers): AnswerSource {
  const found = new Map(exchanges.map((exchange) => [probeKey(exchange), exchange]));
  const reasons = new Map(unanswered.map((entry) => [probeKey(entry), entry]));
  return {
    info,
    traits: siteTraitsOf(exchanges),
    find: (probe) => found.get(probeKey(probe)),
    whyNot: (probe) => reasons.get(probeKey(probe)),
  };
}

/** Returns the source of the answers that a run judges. */
export function sourceOf(answers: Answers): AnswerSource {
  return 'seen' in answers ? sourceOfLiveRun(answers.seen) : sourceOfRecordings(answers.recordings);
}

/** Returns the description of the answers that a run judges. */
export function infoOf(answers: Answers): RecordingSetInfo {
  return 'seen' in answers ? answers.seen.info : answers.recordings.info;
}
