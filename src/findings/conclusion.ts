import type { Run } from '../run/run.ts';

/** The largest share of undecided rows in a conclusive run. */
const UNDECIDED_AT_MOST = 0.1;

/** Number of rows of the contract that were asked, and number of those that could not be decided. */
export interface Decided {
  readonly asked: number;
  readonly undecided: number;
}

/** Counts the rows of the contract that were asked, and those that stayed undecided. */
export function decidedIn({ rows }: Pick<Run, 'rows'>): Decided {
  const asked = rows.filter(({ kind, verdict }) => kind === 'contract' && verdict !== 'skipped');
  return {
    asked: asked.length,
    undecided: asked.filter(({ verdict }) => verdict === 'inconclusive').length,
  };
}

/** Returns whether too few rows were decided for a conclusion. */
export function decidesTooLittle({ asked, undecided }: Decided): boolean {
  return undecided >= asked || undecided / asked > UNDECIDED_AT_MOST;
}

/** Returns why a run is incomplete or left an alarm unconfirmed; undefined if neither applies. */
export function incompleteness({ recordings }: Pick<Run, 'recordings'>): string | undefined {
  if (recordings.origin === 'transcribed') return undefined;
  return recordings.incomplete ?? recordings.unconfirmed;
}

/** Returns the reasons why a run is inconclusive; none if it is conclusive. */
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
