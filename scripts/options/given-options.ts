import type { Command } from 'commander';
import { Fault } from '../../src/fault.ts';

/** The options of a command that the user gave, of those that are named as the values are: `maxRequests`. */
export function givenOf(command: Command, names: readonly string[]): string[] {
  return command.options
    .filter((option) => names.includes(option.attributeName()))
    .filter((option) => command.getOptionValueSource(option.attributeName()) === 'cli')
    .map(({ long, flags }) => long ?? flags);
}

/**
 * Refuses options that would be ignored.
 *
 * @param why what the command needs, or does, instead
 * @throws Fault `usage`
 */
export function refuseGiven(command: Command, names: readonly string[], why: string): void {
  const given = givenOf(command, names);
  if (given.length === 0) return;
  throw new Fault('usage', `${given.join(', ')} would be ignored: ${why}. Run with --help for the options.`);
}

/** Options that say how a site is asked, and nothing where none is. */
export const LIVE_ONLY = [
  'settings',
  'site',
  'sites',
  'core',
  'maxRequests',
  'concurrency',
  'confirmAfter',
  'anonymise',
  'keep',
] as const;
