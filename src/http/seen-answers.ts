import type { Exchange } from '../evidence/exchange.ts';
import type { RecordingSetInfo } from '../evidence/recording-schema.ts';
import type { Unanswered } from './unanswered.ts';

/** All exchanges of a live run, and the probes without an answer. Contains no credentials. */
export interface SeenAnswers {
  readonly info: RecordingSetInfo;
  readonly exchanges: readonly Exchange[];
  readonly unanswered: readonly Unanswered[];
}
