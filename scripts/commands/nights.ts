import { Command, Option } from 'commander';
import { jsonText } from '../../src/json.ts';
import type { MakeCommand } from '../main.ts';
import { nightsLines, powerLines } from '../../bench/nights-lines.ts';
import { measurePower, simulateNights } from '../../bench/simulate-nights.ts';
import { wholeNumber } from '../options/live-options.ts';
import { progressOn } from '../../src/workflows/progress.ts';

const HELP = `
Runs the contract against the stand-in night after night. One request in twenty
meets a fault that passes: a reset, a broken-off body, 429, 5xx, a login page, a
suspended site, broken JSON, a plain wrong answer. On one night in five the
behaviour has really changed: as a whole, for one operation, for half of the
replicas, or by the removal of an operation. On another one in five the site
answers everybody the same from some request on, or an own credential is dead.

--power measures how likely a change is seen that hits few operations, or a
share of the replicas.

Exit code: 0 no false alarm, no change missed and the right cause on every
night, 1 otherwise, 2 bad usage, 3 it could not be concluded.`;

/** A night without faults that pass says nothing about a watch. */
const RATE = 0.05;

interface Options {
  readonly nights: number;
  readonly seed: number;
  readonly power: boolean;
  readonly format: string;
}

/** `nights`: how sure the alarm is. */
export const nightsCommand: MakeCommand = ({ stdout, stderr }, setExitCode) =>
  new Command('nights')
    .description('Counts false and missed alarms over many simulated nights.')
    .addOption(
      new Option('--nights <number>', 'how many')
        .argParser(wholeNumber('--nights', 1, 100_000))
        .default(1000),
    )
    .addOption(
      new Option('--seed <number>', 'of the random numbers')
        .argParser(wholeNumber('--seed', 0, 2 ** 31))
        .default(1),
    )
    .option('--power', 'measure how likely a small change is seen', false)
    .addOption(new Option('--format <format>', 'how to print it').choices(['text', 'json']).default('text'))
    .addHelpText('after', HELP)
    .action(async ({ nights, seed, power, format }: Options) => {
      const bar = progressOn(stderr);
      if (power) {
        const powers = await measurePower(nights, RATE, seed, (done, of) => bar.show('nights', done, of));
        bar.done();
        stdout.write(format === 'json' ? jsonText(powers) : powerLines(powers, nights).join('\n'));
        return;
      }
      const sum = await simulateNights(nights, RATE, seed, (done) => bar.show('nights', done, nights));
      bar.done();
      stdout.write(format === 'json' ? jsonText(sum) : nightsLines(sum, seed).join('\n'));
      setExitCode(sum.falseAlarms + sum.missed + sum.wrongCause > 0 ? 1 : 0);
    });
