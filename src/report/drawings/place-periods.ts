import type { Period } from '../../history/timeline.ts';

/** Part of a drawing with a scale of its own. */
export interface Panel {
  readonly left: number;
  readonly right: number;
  /** Returns where a period begins and ends if there is room. */
  readonly range: (period: Period) => readonly [from: number, to: number];
}

/** A period at its place, or the number of earlier ones for which there is no room. */
export interface Placed {
  readonly from: number;
  readonly to: number;
  readonly period: Period | undefined;
  /** Number of periods that this place stands for. */
  readonly count: number;
}

/** Returns the newest periods that fit into a number of places; the first place stands for all earlier ones. */
function fitting(periods: readonly Period[], places: number): Pick<Placed, 'period' | 'count'>[] {
  const shown = periods.length <= places ? periods : periods.slice(periods.length - places + 1);
  const earlier = periods.length - shown.length;
  return [
    ...(earlier > 0 ? [{ period: undefined, count: earlier }] : []),
    ...shown.map((period) => ({ period, count: 1 })),
  ];
}

/**
 * Places the periods of a probe in a panel, oldest first: each where it belongs on the scale, but none narrower than a label needs,
 * none over another and none outside. If there are too many, the newest are shown.
 *
 * @param least width of the narrowest period
 */
export function placePeriods(periods: readonly Period[], panel: Panel, least: number): Placed[] {
  const { left, right, range } = panel;
  const items = fitting(periods, Math.max(1, Math.floor((right - left) / least)));
  const wanted = items.map(({ period }) => (period ? range(period) : ([left, left] as const)));
  const starts = wanted.map(([from]) => from);
  for (const [i] of starts.entries()) {
    starts[i] = Math.max(starts[i] ?? left, i === 0 ? left : (starts[i - 1] ?? left) + least);
  }
  for (let i = starts.length - 1; i >= 0; i -= 1) {
    starts[i] = Math.min(starts[i] ?? right, (starts[i + 1] ?? right) - least);
  }
  return items.map((item, i) => {
    const from = starts[i] ?? left;
    const to = Math.min(Math.max(wanted[i]?.[1] ?? from, from + least), starts[i + 1] ?? right);
    return { ...item, from, to };
  });
}
