import type { Command } from 'commander';
import { Fault } from '../../src/fault.ts';

/**
 * Returns the options that the user gave on the command line.
 *
 * @param names which options to look for, by attribute name, such as `maxRequests`
 */
export function givenOf(command: Command, names: readonly string[]): string[] {
  return command.options
    .filter((option) => names.includes(option.attributeName()))
    .filter((option) => command.getOptionValueSource(option.attributeName()) === 'cli')
    .map(({ long, flags }) => long ?? flags);
}

/**
 * Rejects options that would be ignored.
 *
 * @param why why they would be ignored
 * @throws Fault `usage`
 */
export function refuseGiven(command: Command, names: readonly string[], why: string): void {
  const given = givenOf(command, names);
  if (given.length === 0) return;
  throw new Fault('usage', `${given.join(', ')} would be ignored: ${why}. Run with --help for the options.`);
}
