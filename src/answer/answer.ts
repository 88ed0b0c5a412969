import type { Treatment } from '../contract/treatment.ts';
import type { Shape } from '../evidence/shape.ts';
import type { MarkId } from './marks.ts';

/**
 * What a response means. A field that is null was looked at and not there; one that is left out is not on
 * record, which only happens to transcribed exchanges.
 */
export interface Answer {
  readonly status: number;
  readonly treatment: Treatment;
  /** The mark by which the treatment was told. */
  readonly mark: MarkId;
  /** `x-seraph-loginreason`. */
  readonly loginReason?: string | null | undefined;
  /** The media type without its parameters. */
  readonly mediaType?: string | null | undefined;
  readonly shape?: Shape | undefined;
}
