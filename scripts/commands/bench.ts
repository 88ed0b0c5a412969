import { availableParallelism } from 'node:os';
import { Command, Option } from 'commander';
import type { BenchOptions } from '../../bench/options.ts';
import { PARTS } from '../../bench/parts.ts';
import type { MakeCommand } from '../main.ts';
import { wholeNumber } from '../options/live-options.ts';

const HELP = `
exchange  requests a second of the live exchange (host lock, pace, bounds)
          beside a bare undici Pool, on loopback, at the same concurrency
redact    megabytes a second of the choke point, with twelve secrets
report    the HTML report of 10,000 probes: written, and usable in Chromium
diff      probes a second of diff, and the peak of its memory, for two run files
          of 10,000, of 100,000 and of 1,000,000 probes, a thousandth of them
          changed; takes 1.5 GB in the temporary folder

Exit code: 0 it was measured, 2 bad usage, 3 it could not be measured.`;

/** `bench`: how fast what must be fast is. */
export const benchCommand: MakeCommand = ({ stdout }) =>
  new Command('bench')
    .description('Measures on this machine how fast what must be fast is.')
    .addOption(new Option('--only <part>', 'measure nothing else').choices(Object.keys(PARTS)))
    .option('--requests <number>', 'for each measurement', wholeNumber('--requests', 100, 100_000), 4000)
    .option('--concurrency <number>', 'requests at a time', wholeNumber('--concurrency', 1, 256), 16)
    .addHelpText('after', HELP)
    .action(async ({ only, ...options }: BenchOptions & { only?: string }) => {
      stdout.write(`node ${process.version}, ${availableParallelism()} cores\n`);
      for (const [name, part] of Object.entries(PARTS)) {
        if (only !== undefined && only !== name) continue;
        for await (const line of part(options)) stdout.write(`${line}\n`);
      }
    });
