import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** Number of sweeps at most: a process may start another one while it is being ended. */
const MAX_SWEEPS = 20;

const tryRead = (read: () => string): string => {
  try {
    return read();
  } catch {
    return '';
  }
};

/** Whether a process was started within a folder, or with it as its home. */
function belongsTo(root: string, id: string): boolean {
  const environment = tryRead(() => readFileSync(`/proc/${id}/environ`, 'utf8'));
  if (environment.split('\0').some((entry) => entry.startsWith(`HOME=${root}`))) return true;
  return tryRead(() => readlinkSync(`/proc/${id}/cwd`)).startsWith(root);
}

/** Returns the other processes of which something is true. On systems without /proc, none is found. */
function processesThat(isWanted: (id: string) => boolean): number[] {
  try {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid && isWanted(name))
      .map(Number);
  } catch {
    return [];
  }
}

/** Whether a process has ended, and only waits for its parent to notice. */
const isZombie = (id: number): boolean =>
  /^State:\s*Z/m.test(tryRead(() => readFileSync(`/proc/${id}/status`, 'utf8')));

/** Ends all processes of which something is true, and those that they start meanwhile. Returns how many there were. */
async function endAll(isWanted: (id: string) => boolean): Promise<number> {
  const ended = new Set<number>();
  for (let sweep = 0; sweep < MAX_SWEEPS; sweep += 1) {
    const left = processesThat(isWanted).filter((id) => !isZombie(id));
    if (left.length === 0) break;
    for (const id of left) {
      ended.add(id);
      try {
        process.kill(id, 'SIGKILL');
      } catch {
        // It has just ended.
      }
    }
    await sleep(5);
  }
  return ended.size;
}

/**
 * Ends the processes that left the group of a program, such as daemons: they are recognised by the folder of the run.
 *
 * @returns how many there were
 */
export function endSurvivors(root: string): Promise<number> {
  return endAll((id) => belongsTo(root, id));
}

/**
 * Ends the processes on a network that was made for one run: no program gets off it, whatever else it changes.
 *
 * @param network what `/proc/self/ns/net` leads to there
 */
export async function endNetwork(network: string): Promise<void> {
  const own = tryRead(() => readlinkSync('/proc/self/ns/net'));
  if (network !== '' && network !== own)
    await endAll((id) => tryRead(() => readlinkSync(`/proc/${id}/ns/net`)) === network);
}
