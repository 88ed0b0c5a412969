import { Command, Option } from 'commander';
import { jsonText } from '../../src/evidence/json-text.ts';
import type { MakeCommand } from '../main.ts';
import { simulateNights } from '../simulate-nights.ts';
import { wholeNumber } from './live-options.ts';
import { progressOn } from './progress.ts';

const HELP = `
Runs the contract against the stand-in night after night. One request in twenty
meets a fault that passes: a reset, a broken-off body, 429, 5xx, a login page, a
suspended site, broken JSON, a plain wrong answer. On one night in five the
behaviour has really changed.

Exit code: 0 no false alarm and no change missed, 1 otherwise, 2 bad usage, 3 it
could not be concluded.`;

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
    .addOption(new Option('--format <format>', 'how to print it').choices(['text', 'json']).default('text'))
    .addHelpText('after', HELP)
    .action(async ({ nights, seed, format }: { nights: number; seed: number; format: string }) => {
      const bar = progressOn(stderr);
      const sum = await simulateNights(nights, 0.05, seed, (done) => bar.show('nights', done, nights));
      bar.done();
      const share = ((100 * sum.faults) / sum.requests).toFixed(1);
      stdout.write(
        format === 'json'
          ? jsonText(sum)
          : [
              `${sum.nights} nights of ${sum.probesPerNight} probes against the stand-in, seed ${seed}`,
              `${sum.requests} requests, ${share} % of them with a fault that passes`,
              `${sum.nightsWithChange} nights with a real change`,
              `${sum.falseAlarms} false alarms, ${sum.missed} changes missed, ${sum.inconclusive} nights inconclusive`,
              '',
            ].join('\n'),
      );
      setExitCode(sum.falseAlarms + sum.missed > 0 ? 1 : 0);
    });
