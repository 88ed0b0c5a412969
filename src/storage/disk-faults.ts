import { Fault } from '../fault.ts';

const reason = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** The code of an error of the system, such as `ENOENT`; undefined for any other. */
export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

/** Whether the disk is at fault, and not what was to be read or written. */
export const isOfDisk = (error: unknown): boolean => error instanceof Error && 'syscall' in error;

/** What to say where the disk does not give a file. */
export function cannotRead(path: string, error: unknown): Fault {
  return new Fault('unreadable-file', `Cannot read ${path}: ${reason(error)}.`, { cause: error });
}

/** What to say where the disk does not take a file or a folder. */
export function cannotWrite(path: string, error: unknown): Fault {
  return new Fault(
    'unreadable-file',
    `Cannot write ${path}: ${reason(error)}. Choose another place, or make room.`,
    { cause: error },
  );
}
