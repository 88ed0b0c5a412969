import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { endSurvivors } from './survivors.ts';

/** Number of bytes of an output that are held; the rest is read and dropped. */
export const MAX_OUTPUT = 2 ** 20;

/** Milliseconds within which the pipes of a program that was ended must close. */
const CLOSING_MS = 1000;

/** Milliseconds between two looks at whether the program has done enough. */
const LOOK_EVERY_MS = 50;

/** Why a program was ended by us. */
export type Ending = 'time limit' | 'endless requests' | 'interrupted' | 'done';

/** How a program ended, and what it left. */
export interface Ended {
  /** Undefined if it ended on its own. */
  readonly ending?: Ending;
  readonly exitCode: number | null;
  readonly signal?: string;
  /** Why it could not be started, such as ENOENT. */
  readonly notStarted?: string;
  readonly stdout: string;
  readonly stderr: string;
  /** Number of processes that it left behind, and that were ended. */
  readonly survivors: number;
}

/** How a program is started. */
export interface Launch {
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Its working folder, which exists for this run alone. */
  readonly folder: string;
  /** The folder that holds everything of this run. */
  readonly root: string;
  readonly timeLimitMs: number;
  readonly interrupted: AbortSignal;
  /** Returns whether the program would go on for ever. */
  readonly isEndless: () => boolean;
}

/** Collects the start of a stream. */
class Collected {
  readonly #chunks: Buffer[] = [];
  #length = 0;

  add(chunk: Buffer): void {
    const room = MAX_OUTPUT - this.#length;
    if (room <= 0) return;
    this.#chunks.push(chunk.subarray(0, room));
    this.#length += Math.min(room, chunk.length);
  }

  get text(): string {
    return Buffer.concat(this.#chunks).toString('utf8');
  }
}

/** A running program. It leads a group of processes, which are ended together. */
export class ClientProcess {
  readonly #launch: Launch;
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #stdout = new Collected();
  readonly #stderr = new Collected();
  #ending: Ending | undefined;
  #notStarted: string | undefined;
  readonly #exited: Promise<void>;

  constructor(launch: Launch) {
    this.#launch = launch;
    const [program = '', ...args] = launch.command;
    this.#child = spawn(program, args, { cwd: launch.folder, env: launch.env, detached: true });
    this.#child.stdout.on('data', (chunk: Buffer) => this.#stdout.add(chunk));
    this.#child.stderr.on('data', (chunk: Buffer) => this.#stderr.add(chunk));
    // A program need not read what it is sent.
    this.#child.stdin.on('error', () => undefined);
    this.#exited = new Promise((resolve) => {
      this.#child.once('error', (error: NodeJS.ErrnoException) => {
        this.#notStarted = error.code ?? error.message;
        resolve();
      });
      this.#child.once('exit', () => resolve());
    });
    void this.#watch();
  }

  get stdin(): ChildProcessWithoutNullStreams['stdin'] {
    return this.#child.stdin;
  }

  get stdout(): ChildProcessWithoutNullStreams['stdout'] {
    return this.#child.stdout;
  }

  /** Whether it no longer runs. */
  get isOver(): boolean {
    return this.#notStarted !== undefined || this.#child.exitCode !== null || this.#child.signalCode !== null;
  }

  /** Whether it was ended by us. */
  get wasEnded(): boolean {
    return this.#ending !== undefined;
  }

  /** Whether it has to end: because of us, or on its own. */
  get mustEnd(): boolean {
    return this.isOver || this.wasEnded;
  }

  /** Ends the program when its time is over, when it would go on for ever, or when the user interrupts. */
  async #watch(): Promise<void> {
    const { interrupted, isEndless, timeLimitMs } = this.#launch;
    const over = new AbortController();
    void this.#exited.then(() => over.abort());
    const looks = setInterval(() => {
      if (isEndless()) this.end('endless requests');
    }, LOOK_EVERY_MS);
    const limit = setTimeout(() => this.end('time limit'), timeLimitMs);
    const interrupt = (): void => this.end('interrupted');
    interrupted.addEventListener('abort', interrupt);
    if (interrupted.aborted) interrupt();
    await this.#exited;
    clearInterval(looks);
    clearTimeout(limit);
    interrupted.removeEventListener('abort', interrupt);
  }

  /** Ends the program and all processes of its group at once. */
  end(ending: Ending): void {
    if (!this.isOver) this.#ending ??= ending;
    this.#killGroup();
  }

  #killGroup(): void {
    const { pid } = this.#child;
    if (pid === undefined) return;
    try {
      process.kill(-pid, 'SIGKILL');
    } catch {
      // Nobody is left in the group.
    }
  }

  /** Resolves when the program has ended, and nothing of it is left. */
  async ended(): Promise<Ended> {
    await this.#exited;
    const { exitCode, signalCode } = this.#child;
    // What it has forked belongs to the group, or is found by its folder.
    this.#killGroup();
    const survivors = await endSurvivors(this.#launch.root);
    if (this.#notStarted === undefined && !this.#child.stdout.closed) {
      const giveUp = new AbortController();
      await Promise.race([
        once(this.#child, 'close', { signal: giveUp.signal }).catch(() => undefined),
        sleep(CLOSING_MS, undefined, { signal: giveUp.signal }).catch(() => undefined),
      ]);
      giveUp.abort();
    }
    for (const stream of [this.#child.stdin, this.#child.stdout, this.#child.stderr]) stream.destroy();
    return {
      ...(this.#ending !== undefined && { ending: this.#ending }),
      exitCode,
      ...(signalCode !== null && this.#ending === undefined && { signal: signalCode }),
      ...(this.#notStarted !== undefined && { notStarted: this.#notStarted }),
      stdout: this.#stdout.text,
      stderr: this.#stderr.text,
      survivors,
    };
  }
}
