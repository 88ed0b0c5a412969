import { Option, type Command } from 'commander';
import { ACKNOWLEDGEMENTS_FILE } from '../../src/change/acknowledgements.ts';

/**
 * Adds the options of what an acknowledgement says.
 *
 * @param defaultReason the reason if none is given, in words
 */
export function withAcknowledgement(command: Command, defaultReason: string): Command {
  return command
    .addOption(
      new Option('--reason <text>', 'reason of the acknowledgement').default(undefined, defaultReason),
    )
    .addOption(
      new Option('--link <address>', 'https address where it is discussed').default(undefined, 'no link'),
    )
    .addOption(
      new Option('--until <date>', 'last day of the acknowledgement, YYYY-MM-DD').default(
        undefined,
        'no end',
      ),
    );
}

/** Returns an option, such as `--acknowledged`, that names the file of acknowledgements. */
export const acknowledgementsOption = (flag: string): Option =>
  new Option(`${flag} <file>`, 'file of acknowledgements').default(
    ACKNOWLEDGEMENTS_FILE,
    'fixtures/acknowledged.json',
  );
