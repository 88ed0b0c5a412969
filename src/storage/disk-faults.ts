import { Fault } from '../fault.ts';

const reason = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Returns the code of a system error, such as `ENOENT`; undefined for any other error. */
export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

/** Whether an error comes from the disk and not from the data that was read or written. */
export const isDiskError = (error: unknown): boolean => error instanceof Error && 'syscall' in error;

/** Returns the fault for a file that cannot be read. */
export function cannotRead(path: string, error: unknown): Fault {
  return new Fault('unreadable-file', `Cannot read ${path}: ${reason(error)}.`, { cause: error });
}

/** Returns the fault for a file or a folder that cannot be written. */
export function cannotWrite(path: string, error: unknown): Fault {
  return new Fault(
    'unreadable-file',
    `Cannot write ${path}: ${reason(error)}. Choose another place, or free some space.`,
    { cause: error },
  );
}
