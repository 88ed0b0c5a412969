import { Fault } from '../../src/contract/fault.ts';
import type { Streams } from '../streams.ts';

/**
 * Does what comes after a site has answered. Where that fails, says where the answers are: nobody should have to ask again.
 *
 * @param kept where they are kept; undefined where they are not
 */
export async function keeping<T>(
  kept: string | undefined,
  { stderr }: Pick<Streams, 'stderr'>,
  work: () => T | Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Fault && kept !== undefined) stderr.write(`What was seen is kept in ${kept}.\n`);
    throw error;
  }
}
