import type { ClientProcess } from './client-process.ts';
import type { UseSettings } from './conformance-file.ts';

/** What came of driving a program. */
export interface Driven {
  /** Whether it reported success. */
  readonly succeeded: boolean;
  /** What a user of the program would see of it, besides stderr; by default all of its stdout. */
  readonly answer?: string;
}

/** What a way of running a program gets. */
export interface Driving {
  readonly client: ClientProcess;
  readonly use: UseSettings;
  /** Arguments, paths and bodies with their placeholders filled. */
  readonly filled: (text: string) => string;
  /** The port on which a server shall listen. */
  readonly port: number | undefined;
}

/** Talks to a running program, and returns what came of it; undefined if its exit code says it. */
export type DriveFunction = (driving: Driving) => Promise<Driven | undefined>;
