import type { Ended } from './client-process.ts';
import type { DriveFunction } from './driving.ts';
import type { Drive } from './drive-names.ts';
import { driveHttp } from './drive-http.ts';
import { driveMcp } from './drive-mcp.ts';

/** A program that is run once: it is left alone, with nothing to read. */
const driveCommand: DriveFunction = ({ client }) => {
  client.stdin.end();
  return Promise.resolve(undefined);
};

/** The ways to run a program. */
export const DRIVE: Readonly<Record<Drive, DriveFunction>> = {
  command: driveCommand,
  mcp: driveMcp,
  http: driveHttp,
};

/** Whether a program that ended on its own reported success. */
export function endedWell({ ending, exitCode, notStarted }: Ended): boolean {
  return ending === undefined && notStarted === undefined && exitCode === 0;
}
