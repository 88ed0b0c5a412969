/** Where a watch is, as far as its next pause depends on it. Times are milliseconds. */
export interface ScheduleState {
  readonly sinceEvent: number;
  /** Until the watch gives up, or, where the credential seems dead, until that counts as settled. */
  readonly left: number;
  /** The credential seems dead: what is asked now only has to show that it stays so. */
  readonly settling: boolean;
  readonly settle: number;
  /** How many requests the watch may still send, and how many a round takes at most. */
  readonly requestsLeft: number;
  readonly perRound: number;
}

const SECOND = 1000;

/** Rounds in which a credential that seems dead is asked again until that counts as settled. */
export const SETTLING_ROUNDS = 12;

/** Every fiftieth of the time that has passed, so that the answer is known to about two per cent. */
const SHARE = 0.02;

const PAUSE = { least: 2 * SECOND, most: 30 * SECOND };
const SETTLING_PAUSE = { least: SECOND, most: 10 * SECOND };

const clamp = (value: number, { least, most }: { least: number; most: number }): number =>
  Math.min(Math.max(value, least), most);

/**
 * The pause before the next round: short at first, longer as time passes, with a quarter of jitter to both sides. Never so
 * short that the requests would not last until the end.
 *
 * @param random from 0 up to 1
 */
export function pauseBefore(moment: ScheduleState, random: number): number {
  const { sinceEvent, left, settling, settle, requestsLeft, perRound } = moment;
  const base = settling ? clamp(settle / SETTLING_ROUNDS, SETTLING_PAUSE) : clamp(sinceEvent * SHARE, PAUSE);
  // What settling takes is not spent before.
  const kept = settling ? 0 : (SETTLING_ROUNDS + 1) * perRound;
  const rounds = Math.max(1, Math.floor((requestsLeft - kept) / perRound));
  // With more rounds left than the longest pauses take, some may be spent on short ones.
  const least = rounds > 1 + left / PAUSE.most ? 0 : left / rounds;
  return Math.round(Math.max(base * (0.75 + random / 2), least));
}
