import type { Run } from '../run/run.ts';

/** The share of the rows asked that may stay undecided in a run that concludes something. */
export const UNDECIDED_AT_MOST = 0.1;

/** How many rows of the contract were asked, and how many of them could not be decided. */
export interface Decided {
  readonly asked: number;
  readonly undecided: number;
}

/** What became of the rows of the contract that were asked. */
export function decidedIn({ rows }: Pick<Run, 'rows'>): Decided {
  const asked = rows.filter(({ kind, verdict }) => kind === 'contract' && verdict !== 'skipped');
  return {
    asked: asked.length,
    undecided: asked.filter(({ verdict }) => verdict === 'inconclusive').length,
  };
}

/** Whether so many decided rows are too few to conclude anything. */
export function decidesTooLittle({ asked, undecided }: Decided): boolean {
  return undecided >= asked || undecided / asked > UNDECIDED_AT_MOST;
}

/** Why a run did not come to its end, or left an alarm open; undefined where neither is so. */
export function incompleteness({ recordings }: Pick<Run, 'recordings'>): string | undefined {
  if (recordings.origin === 'transcribed') return undefined;
  return recordings.incomplete ?? recordings.unconfirmed;
}

/** Why a run comes to no conclusion; nothing where it does. */
export function reasonsOf(run: Pick<Run, 'rows' | 'recordings'>): string[] {
  const incomplete = incompleteness(run);
  const decided = decidedIn(run);
  const { asked, undecided } = decided;
  const tooLittle =
    asked === 0 ? 'no row of the contract was asked' : `${undecided} of ${asked} rows could not be decided`;
  return [
    ...(incomplete === undefined ? [] : [incomplete]),
    ...(decidesTooLittle(decided) ? [tooLittle] : []),
  ];
}
