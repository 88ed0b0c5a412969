import { Option } from 'commander';
import { Fault } from '../../src/fault.ts';
import { jsonText } from '../../src/json.ts';
import { diffJsonSchema } from '../../src/report/machine/diff-schema.ts';
import { diff } from '../../src/workflows/diff.ts';
import { deliver, type ReportOptions } from '../../src/workflows/output.ts';
import type { MakeCommand } from '../main.ts';
import { documentedCommand, type CommandHelp } from '../options/documented-command.ts';
import { withReportOptions } from '../options/report-options.ts';

const HELP: CommandHelp = {
  summary: 'Compares two runs or sets of recordings, and rates the changes.',
  notes: ['BASE and HEAD are sets in fixtures/recordings, runs in reports/, or paths of run files.'],
  exitCodes: {
    0: 'nothing new',
    1: 'a new change at or above --fail-on',
    2: 'bad usage or files',
    3: 'the output would contain a secret, or could not be printed',
  },
  examples: [
    'npm run diff -- public-2022-11 public-2026-09',
    'npm run --silent diff -- public-2019-11 public-2019-12 --format json',
  ],
};

type Options = ReportOptions & { readonly schema?: boolean };

/** `diff BASE HEAD`: compares two runs or sets of recordings. */
export const diffCommand: MakeCommand = (session, setExitCode) =>
  withReportOptions(documentedCommand('diff', HELP), 'diff')
    .argument('[base]', 'the earlier run or set')
    .argument('[head]', 'the later run or set')
    .addOption(new Option('--schema', 'print only the JSON Schema of --format json'))
    .action(async (base: string | undefined, head: string | undefined, options: Options) => {
      if (options.schema) return deliver(jsonText(diffJsonSchema()), options, session);
      if (base === undefined || head === undefined) {
        throw new Fault(
          'usage',
          'diff needs two runs or sets, BASE and HEAD. Run with --help for the options.',
        );
      }
      return setExitCode(await diff(base, head, options, session));
    });
