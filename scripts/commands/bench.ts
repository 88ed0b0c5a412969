import { availableParallelism } from 'node:os';
import { Option } from 'commander';
import type { BenchOptions } from '../../bench/options.ts';
import { PARTS } from '../../bench/parts.ts';
import type { MakeCommand } from '../main.ts';
import { documentedCommand, type CommandHelp } from '../options/documented-command.ts';
import { wholeNumber } from '../options/live-options.ts';

const HELP: CommandHelp = {
  summary: 'Measures the performance of the critical parts on this machine.',
  notes: [
    'exchange: requests per second of the live client (host lock, rate limit, bounds) next to a bare undici Pool, on loopback, at the same concurrency.',
    'guard: requests per second through the guard next to a bare proxy of undici, on loopback. Client, site and proxies share one process, so the ratio of the time that the two proxies themselves take is given as well.',
    'redact: MiB per second of the redaction of output, with twelve secrets.',
    'evidence: MiB per second of making a response safe to store.',
    'report: time to write the HTML report of 10,000 probes, and until it is usable in Chromium.',
    'diff: probes per second and peak memory of diff, for run files of 10,000, 100,000 and 1,000,000 probes of which one in a thousand changed. Needs 1.5 GB in the temporary folder.',
    'conformance: time of a program that starts in 0.2 s in all scenarios of conformance, which must be less than 30 s.',
  ],
  exitCodes: { 0: 'everything was measured', 2: 'bad usage', 3: 'something could not be measured' },
  examples: ['npm run bench', 'npm run bench -- --only exchange --requests 10000 --concurrency 8'],
};

/** `bench`: how fast what must be fast is. */
export const benchCommand: MakeCommand = ({ stdout }) =>
  documentedCommand('bench', HELP)
    .addOption(
      new Option('--only <part>', 'measure this part only')
        .choices(Object.keys(PARTS))
        .default(undefined, 'every part'),
    )
    .option(
      '--requests <number>',
      'number of requests of each measurement of exchange and guard',
      wholeNumber('--requests', 100, 100_000),
      4000,
    )
    .option(
      '--concurrency <number>',
      'number of requests at the same time, in exchange and guard',
      wholeNumber('--concurrency', 1, 256),
      16,
    )
    .action(async ({ only, ...options }: BenchOptions & { only?: string }) => {
      stdout.write(`node ${process.version}, ${availableParallelism()} cores\n`);
      for (const [name, part] of Object.entries(PARTS)) {
        if (only !== undefined && only !== name) continue;
        for await (const line of part(options)) stdout.write(`${line}\n`);
      }
    });
