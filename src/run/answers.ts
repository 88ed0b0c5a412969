import { siteTraitsOf, type SiteTraits } from '../classify/site-traits.ts';
import { probeKey, type Probe } from '../contract/probe.ts';
import type { Exchange } from '../evidence/exchange.ts';
import type { RecordingSetInfo } from '../evidence/recording-schema.ts';
import type { RecordingSet } from '../evidence/recordings.ts';
import type { SeenAnswers } from '../http/seen-answers.ts';
import type { Unanswered } from '../http/unanswered.ts';

/** What a run judges: a set of recordings, or what a live run saw. */
export type Answers = { readonly recordings: RecordingSet } | { readonly seen: SeenAnswers };

/** Where the answers to probes are looked up. Nothing is sent. */
export interface AnswerSource {
  readonly info: RecordingSetInfo;
  readonly traits: SiteTraits;
  /** The answer to a probe; undefined where there is none. */
  readonly find: (probe: Probe) => Exchange | undefined;
  /** Why a probe has no answer, where that is known. */
  readonly whyNot: (probe: Probe) => Unanswered | undefined;
}

/** A set of recordings as the source of answers. */
export function sourceOfRecordings({ info, exchanges, find }: RecordingSet): AnswerSource {
  return { info, traits: siteTraitsOf(exchanges), find, whyNot: () => undefined };
}

/** What a live run saw as the source of answers. */
export function sourceOfLiveRun({ info, exchanges, unanswered }: SeenAnswers): AnswerSource {
  const found = new Map(exchanges.map((one) => [probeKey(one), one]));
  const reasons = new Map(unanswered.map((one) => [probeKey(one), one]));
  return {
    info,
    traits: siteTraitsOf(exchanges),
    find: (probe) => found.get(probeKey(probe)),
    whyNot: (probe) => reasons.get(probeKey(probe)),
  };
}

/** The source of answers that a run judges. */
export function sourceOf(answers: Answers): AnswerSource {
  return 'seen' in answers ? sourceOfLiveRun(answers.seen) : sourceOfRecordings(answers.recordings);
}

/** What the answers of a run are. */
export function infoOf(answers: Answers): RecordingSetInfo {
  return 'seen' in answers ? answers.seen.info : answers.recordings.info;
}
