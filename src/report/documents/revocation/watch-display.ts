import { causeOf, REPORTED } from '../../../revocation/causes.ts';
import { conclude } from '../../../revocation/conclude.ts';
import type { ProbeLine } from '../../../revocation/measurement.ts';
import type { WatchState } from '../../../revocation/watch.ts';
import { operationLabel } from './revocation-phrases.ts';

/** A bar of so many characters, from the event to a fifth more than users reported. */
const BAR = 12;

const clock = (ms: number): string => {
  const seconds = Math.max(0, Math.round(ms / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
};

/** How far it is: `=` for the time that has passed, `|` for what is documented, and for what was reported. */
function bar(elapsed: number, bound: number): string {
  const full = REPORTED.ms * 1.2;
  const place = (ms: number): number => Math.min(BAR - 1, Math.floor((ms / full) * BAR));
  const cells: string[] = Array.from({ length: BAR }, (_, i) => (i < (elapsed / full) * BAR ? '=' : '.'));
  for (const ms of [bound, REPORTED.ms]) cells[place(ms)] = '|';
  return `[${cells.join('')}]`;
}

const lastOf = (probes: readonly ProbeLine[], operation: string): string => {
  const last = probes.findLast((one) => one.who === 'watched' && one.operation === operation);
  return last?.treatment ?? '–';
};

/** One line on where a watch is; the shortest that says all. */
export function statusLine({ measurement, now, left }: WatchState): string {
  const { watch, probes } = measurement;
  const { event } = conclude(measurement);
  const elapsed = now - (event?.most ?? now);
  const told = watch.operations
    .map((operation) => `${operationLabel({ operation }).replace(/^v3 /, '')} ${lastOf(probes, operation)}`)
    .join(' · ');
  const time = elapsed < 0 ? `in ${clock(-elapsed)}` : clock(elapsed);
  return `${time} ${bar(elapsed, causeOf(watch.cause).bound)} ${probes.length}×, next ${clock(left)} · ${told}`;
}

/** Shows a watch: on a terminal in one line that goes on, elsewhere a line where something changed, and every five minutes. */
export function displayOn(
  stream: { readonly write: (text: string) => unknown; readonly isTTY?: boolean },
  width: number,
): { readonly show: (state: WatchState) => void; readonly done: () => void } {
  let said = '';
  let next = 0;
  let open = false;
  return {
    show: (state) => {
      const line = statusLine(state);
      if (stream.isTTY) {
        stream.write(`\r\u001B[K${line.slice(0, width - 1)}`);
        open = true;
        return;
      }
      const { watch, probes } = state.measurement;
      const told = watch.operations.map((operation) => lastOf(probes, operation)).join();
      if (told === said && state.now < next) return;
      [said, next] = [told, state.now + 5 * 60_000];
      stream.write(`${line}\n`);
    },
    done: () => {
      if (open) stream.write('\n');
      open = false;
    },
  };
}
