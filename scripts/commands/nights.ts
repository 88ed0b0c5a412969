import { Option } from 'commander';
import { jsonText } from '../../src/json.ts';
import type { MakeCommand } from '../main.ts';
import { documentedCommand, type CommandHelp } from '../options/documented-command.ts';
import { nightsLines, powerLines } from '../../bench/nights-lines.ts';
import { measurePower, simulateNights } from '../../bench/simulate-nights.ts';
import { wholeNumber } from '../options/live-options.ts';
import { progressOn } from '../../src/workflows/progress.ts';

const HELP: CommandHelp = {
  summary: 'Counts false and missed alarms over many simulated nights.',
  notes: [
    'Runs the contract against the stand-in, night after night. One request in twenty meets a transient fault: a reset, a truncated body, 429, 5xx, a login page, a suspended site, broken JSON, or a plain wrong answer. On one night in five the behaviour has really changed: everywhere, for one operation, on half of the replicas, or because an operation was removed. On another one in five, the site gives everyone the same answer from some request on, or a credential of the run is dead.',
    '--power measures how likely a change is detected that affects few operations, or a share of the replicas.',
  ],
  exitCodes: {
    0: 'no false alarm, no missed change and the right cause on every night',
    1: 'anything else',
    2: 'bad usage',
    3: 'no conclusion',
  },
  examples: [
    'npm run nights',
    'npm run nights -- --nights 200 --seed 7',
    'npm run nights -- --power --nights 100',
  ],
};

/** The share of requests that meet a transient fault. Without such faults a simulated night would prove nothing. */
const RATE = 0.05;

interface Options {
  readonly nights: number;
  readonly seed: number;
  readonly power: boolean;
  readonly format: string;
}

/** `nights`: how reliable the alarm is. */
export const nightsCommand: MakeCommand = ({ stdout, stderr }, setExitCode) =>
  documentedCommand('nights', HELP)
    .addOption(
      new Option('--nights <number>', 'number of nights')
        .argParser(wholeNumber('--nights', 1, 100_000))
        .default(1000),
    )
    .addOption(
      new Option('--seed <number>', 'seed of the random numbers')
        .argParser(wholeNumber('--seed', 0, 2 ** 31))
        .default(1),
    )
    .option('--power', 'measure how likely a small change is detected', false)
    .addOption(new Option('--format <format>', 'output format').choices(['text', 'json']).default('text'))
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
