import type { Command } from 'commander';
import { Option } from 'commander';
import { Fault } from '../../src/fault.ts';
import { refuseGiven } from './given-options.ts';

/** What the options decide about the output of a command, whatever it prints. */
export interface OutputChoice {
  /** Undefined if neither `--color` nor `--no-color` is given. */
  readonly colour: boolean | undefined;
  readonly quiet: boolean;
}

/** The choice before the options are parsed. */
export const NO_CHOICE: OutputChoice = { colour: undefined, quiet: false };

/** Returns what the parsed options of a command decide. */
export function outputChoice(command: Command): OutputChoice {
  const { color, quiet } = command.opts<{ readonly color?: boolean; readonly quiet?: boolean }>();
  return { colour: color, quiet: quiet === true };
}

const exclusive = (names: readonly string[]): Fault =>
  new Fault('usage', `${names.join(' and ')} exclude each other. Leave one of them out.`);

const COLOURS = ['--color', '--no-color'] as const;

/** Adds the options that switch colour on and off. Every command has them. */
export function withColour(command: Command): Command {
  const given = new Set<string>();
  // Both options set the same value, of which the last would win silently.
  for (const name of COLOURS) command.on(`option:${name.slice(2)}`, () => given.add(name));
  return command
    .addOption(
      new Option('--color', 'colour the text, whatever NO_COLOR and FORCE_COLOR say').default(
        undefined,
        'NO_COLOR, then FORCE_COLOR, then on a terminal',
      ),
    )
    .addOption(
      new Option('--no-color', 'do not colour the text').default(undefined, 'the same, the other way round'),
    )
    .hook('preAction', () => {
      if (given.size > 1) throw exclusive(COLOURS);
    });
}

/** Lets `--verbose` list everything, and refuses what `--quiet` contradicts. */
function settleVerbosity(command: Command): void {
  const { quiet, verbose } = command.opts<{ readonly quiet: boolean; readonly verbose: boolean }>();
  if (quiet && verbose) throw exclusive(['--quiet', '--verbose']);
  if (quiet) refuseGiven(command, ['all', 'exchanges'], '--quiet prints only the verdict and what fails');
  if (verbose) command.setOptionValue('all', true);
}

/**
 * Adds the options that shorten and lengthen the text. `--quiet` also silences the progress; warnings and errors stay. Both apply
 * to text only: output for programs is always complete.
 *
 * @param more what `--verbose` shows, if it is not the usual
 */
export function withVerbosity(
  command: Command,
  more = 'list everything, with the exchange of each failing, changed or undecided probe',
): Command {
  return command
    .option('--quiet', 'print only the verdict and what fails, and no progress', false)
    .option('--verbose', more, false)
    .hook('preAction', (_, action) => settleVerbosity(action));
}
