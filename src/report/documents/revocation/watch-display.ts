import { causeOf, REPORTED } from '../../../revocation/causes.ts';
import { conclude } from '../../../revocation/conclude.ts';
import type { Measurement, ProbeLine } from '../../../revocation/measurement.ts';
import type { WatchState } from '../../../revocation/watch.ts';
import { operationLabel } from './revocation-phrases.ts';

/** Width of the progress bar in characters. */
const BAR_WIDTH = 12;

/** Interval at which the status is written even if nothing changed, in milliseconds. */
const STATUS_INTERVAL = 5 * 60_000;

const clock = (ms: number): string => {
  const seconds = Math.max(0, Math.round(ms / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
};

/** Returns a progress bar: `=` for the time elapsed, `|` at the documented and at the reported delay. */
function bar(elapsed: number, documented: number): string {
  // A fifth more than users reported.
  const full = REPORTED.ms * 1.2;
  const position = (ms: number): number => Math.min(BAR_WIDTH - 1, Math.floor((ms / full) * BAR_WIDTH));
  const cells: string[] = Array.from({ length: BAR_WIDTH }, (_, i) =>
    i < (elapsed / full) * BAR_WIDTH ? '=' : '.',
  );
  for (const ms of [documented, REPORTED.ms]) cells[position(ms)] = '|';
  return `[${cells.join('')}]`;
}

const lastTreatment = (probes: readonly ProbeLine[], operation: string): string => {
  const last = probes.findLast((probe) => probe.who === 'watched' && probe.operation === operation);
  return last?.treatment ?? '–';
};

/** Returns an answer in one line. */
function answerLine({ got, who, operation, treatment, status }: ProbeLine): string {
  const time = new Date(got).toISOString().slice(11, 19);
  return `${time} ${who} ${operationLabel({ operation })}: ${treatment} ${status}`;
}

/** Returns the progress of a watch in one short line. */
function statusLine({ measurement, now, left }: WatchState): string {
  const { watch, probes } = measurement;
  const { event } = conclude(measurement);
  const elapsed = now - (event?.most ?? now);
  const treatments = watch.operations
    .map(
      (operation) =>
        `${operationLabel({ operation }).replace(/^v3 /, '')} ${lastTreatment(probes, operation)}`,
    )
    .join(' · ');
  const time = elapsed < 0 ? `in ${clock(-elapsed)}` : clock(elapsed);
  return `${time} ${bar(elapsed, causeOf(watch.cause).bound)} ${probes.length}×, next ${clock(left)} · ${treatments}`;
}

/**
 * Shows the progress of a watch: on a terminal in one line that is updated; elsewhere a new line when an answer changes,
 * and every five minutes.
 *
 * @param everyAnswer whether each answer gets a line of its own as well
 */
export function watchDisplay(
  stream: { readonly write: (text: string) => unknown; readonly isTTY?: boolean },
  width: number,
  everyAnswer = false,
): {
  readonly show: (state: WatchState) => void;
  /** Ends the display, with the answers that were not shown yet if the measurement is given. */
  readonly done: (measurement?: Measurement) => void;
} {
  let shown = '';
  let next = 0;
  let open = false;
  let listed = 0;
  const clear = (): void => {
    if (open) stream.write('\r\u001B[K');
    open = false;
  };
  const list = ({ probes }: Measurement): void => {
    if (!everyAnswer || probes.length === listed) return;
    clear();
    for (const probe of probes.slice(listed)) stream.write(`${answerLine(probe)}\n`);
    listed = probes.length;
  };
  return {
    show: (state) => {
      list(state.measurement);
      const line = statusLine(state);
      if (stream.isTTY) {
        stream.write(`\r\u001B[K${line.slice(0, width - 1)}`);
        open = true;
        return;
      }
      const { watch, probes } = state.measurement;
      const treatments = watch.operations.map((operation) => lastTreatment(probes, operation)).join();
      if (treatments === shown && state.now < next) return;
      [shown, next] = [treatments, state.now + STATUS_INTERVAL];
      stream.write(`${line}\n`);
    },
    done: (measurement) => {
      if (measurement) list(measurement);
      if (open) stream.write('\n');
      open = false;
    },
  };
}
