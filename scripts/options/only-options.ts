import { Option, type Command } from 'commander';
import { parseOnly, type OnlyValue } from '../../src/findings/only.ts';

/** Why `--pacts` has no effect with `--only`. */
export const PACTS_NEED_ALL = 'a pact can only be verified as a whole, and --only asks a part';

const collect = (value: string, before: readonly OnlyValue[] = []): OnlyValue[] => [
  ...before,
  parseOnly(value),
];

/**
 * Adds the options that select a part and print its exchanges.
 *
 * @throws Fault `usage` for a value that names nothing, while the options are parsed
 */
export function withOnly(command: Command): Command {
  return command
    .addOption(
      new Option('--only <filter>', 'ask only this credential, operation or rule; may be repeated')
        .argParser(collect)
        .default(undefined, 'everything'),
    )
    .option('--exchanges', 'also print the request and the answer of each probe', false);
}
