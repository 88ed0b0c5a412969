import type { Exchange } from '../evidence/exchange.ts';
import type { RecordingSetInfo } from '../evidence/recording-schema.ts';
import type { Unanswered } from './unanswered.ts';

/** What a run saw of a site: plain data. It holds no credential. */
export interface SeenAnswers {
  readonly info: RecordingSetInfo;
  readonly exchanges: readonly Exchange[];
  readonly unanswered: readonly Unanswered[];
}
