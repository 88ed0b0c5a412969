/** The state of a watch that determines its next pause. Times are in milliseconds. */
export interface ScheduleState {
  readonly sinceEvent: number;
  /** Time until the watch gives up or, if the credential seems dead, until that counts as settled. */
  readonly left: number;
  /** Whether the credential seems dead, so that requests only have to show that it stays dead. */
  readonly settling: boolean;
  readonly settle: number;
  /** Number of requests the watch may still send, and the maximum per round. */
  readonly requestsLeft: number;
  readonly perRound: number;
}

const SECOND = 1000;

/** Number of rounds in which a credential that seems dead is sent before that counts as settled. */
export const SETTLING_ROUNDS = 12;

/** Pause as a share of the elapsed time: the delay is then known to about two per cent. */
const SHARE = 0.02;

const PAUSE = { least: 2 * SECOND, most: 30 * SECOND };
const SETTLING_PAUSE = { least: SECOND, most: 10 * SECOND };

const clamp = (value: number, { least, most }: { least: number; most: number }): number =>
  Math.min(Math.max(value, least), most);

/**
 * Returns the pause before the next round in milliseconds: short at first, longer as time passes, with up to 25 % jitter either
 * way. It is never so short that the requests would not last until the end.
 *
 * @param random a number from 0 to 1, exclusive of 1
 */
export function pauseBefore(state: ScheduleState, random: number): number {
  const { sinceEvent, left, settling, settle, requestsLeft, perRound } = state;
  const base = settling ? clamp(settle / SETTLING_ROUNDS, SETTLING_PAUSE) : clamp(sinceEvent * SHARE, PAUSE);
  // Requests for settling are reserved.
  const reserved = settling ? 0 : (SETTLING_ROUNDS + 1) * perRound;
  const rounds = Math.max(1, Math.floor((requestsLeft - reserved) / perRound));
  // If more rounds are left than the longest pauses need, some may be spent on short pauses.
  const least = rounds > 1 + left / PAUSE.most ? 0 : left / rounds;
  return Math.round(Math.max(base * (0.75 + random / 2), least));
}
