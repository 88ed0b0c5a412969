import { Option, type Command } from 'commander';
import { parseOnly, type OnlyValue } from '../../src/findings/only.ts';

const collect = (value: string, before: readonly OnlyValue[] = []): OnlyValue[] => [
  ...before,
  parseOnly(value),
];

/**
 * Adds to a command which part is asked, and whether the exchanges are shown.
 *
 * @throws Fault `usage` for a value that names nothing, while the options are read
 */
export function withOnly(command: Command): Command {
  return command
    .addOption(
      new Option('--only <filter>', 'ask only this credential, operation or rule; may be repeated').argParser(
        collect,
      ),
    )
    .option('--exchanges', 'print the request and the answer of each probe, too', false);
}
