import { Option, type Command } from 'commander';
import { Fault } from '../../src/fault.ts';
import { HISTORY_FILE } from '../../src/history/history.ts';
import { jsonText } from '../../src/json.ts';
import { parseShard } from '../../src/run/shard.ts';
import { check, type CheckOptions } from '../../src/workflows/check.ts';
import { checkDestinations } from '../../src/workflows/destinations.ts';
import { deliver } from '../../src/workflows/output.ts';
import type { MakeCommand } from '../main.ts';
import { documentedCommand, type CommandHelp } from '../options/documented-command.ts';
import { refuseGiven } from '../options/given-options.ts';
import { baselineOption, LIVE_ONLY, withKeep, withLiveOptions, withMaxAge } from '../options/live-options.ts';
import { PACTS_NEED_ALL, withOnly } from '../options/only-options.ts';
import { withReportOptions, withWrittenReports } from '../options/report-options.ts';

const DEFAULT_SET = 'public-2026-09';

const HELP: CommandHelp = {
  summary: 'Checks recordings or your site against the contract, and reports changes since the baseline.',
  notes: [
    'SET is a set of recordings in fixtures/recordings. It is judged by the contract of its own date. The baseline is the public set of the era before, unless --baseline names a set or a run; "none" compares with nothing.',
    'With --live, your site is asked instead, with the settings in .env (npm run doctor explains them). The baseline is then the set that "npm run accept" made, if there is one. The answers are stored in reports/<run>/, and the run adds a line to the history. Live runs older than the newest --keep of each site are removed, unless something refers to them.',
    '--only asks a part: a credential (mistyped), an operation ("v3 myself", or GET /rest/api/3/myself), or a rule (status-changed: the probes found under it in the newest whole run of the site, or in SET). Values of the same kind are alternatives; values of different kinds must all apply. The name of such a run ends in .only, and it is not used as a baseline.',
  ],
  exitCodes: {
    0: 'the contract holds and nothing is new',
    1: 'the contract is broken, a wanted row is fulfilled, or a change is new',
    2: 'bad usage, settings or files',
    3: 'no conclusion: the site does not answer, throttles, or failed the controls',
  },
  examples: [
    'npm run check',
    'npm run check -- public-2019-12 --format markdown --out report.md',
    'npm run check -- --live --core',
    'npm run check -- --live --only mistyped --only "v3 myself" --exchanges',
    'npm run check -- --live --site acme --report html --report sarif',
  ],
};

/** Refuses combinations of options in which one would be ignored. */
function checkTogether(set: string | undefined, options: CheckOptions, command: Command): void {
  const { live, merge, shard } = options;
  if (merge !== undefined) {
    refuseGiven(
      command,
      ['live', 'shard', 'blob', 'pacts', 'only'],
      '--merge only merges parts that ran before',
    );
    if (set !== undefined)
      throw new Fault(
        'usage',
        `--merge cannot be combined with recordings ("${set}"). Leave one of them out.`,
      );
  }
  // Merged parts may belong to one of several sites, and its settings name the secrets that must not be printed.
  const ofMerge = new Set(['settings', 'site', 'sites', 'keep', 'history']);
  const ignored = [...LIVE_ONLY, 'history'].filter((name) => merge === undefined || !ofMerge.has(name));
  if (options.only) refuseGiven(command, ['pacts'], PACTS_NEED_ALL);
  if (!live) refuseGiven(command, ignored, 'without --live, recordings are judged and no site is asked');
  if (shard)
    refuseGiven(
      command,
      ['out', 'report', 'pacts', 'only', 'exchanges', 'verbose', 'history'],
      'a part is reported only by --merge',
    );
  else refuseGiven(command, ['blob'], 'it only applies to --shard');
}

/** `check [SET]`: judges recordings or a site by the contract. */
export const checkCommand: MakeCommand = (session, setExitCode) =>
  withOnly(
    withMaxAge(
      withKeep(withLiveOptions(withWrittenReports(withReportOptions(documentedCommand('check', HELP))))),
    ),
  )
    .argument('[set]', `the set of recordings (default: ${DEFAULT_SET})`)
    .option('--live', 'ask your site instead of judging recordings', false)
    .option('--history <file>', 'file of the history, to which the run adds a line', HISTORY_FILE)
    .addOption(baselineOption('the accepted baseline, or the public set before'))
    .option('--pacts', "also verify both pacts with Pact's own verifier", false)
    .addOption(
      new Option('--shard <part>', 'run only this part of the contract, such as 1/3')
        .argParser(parseShard)
        .default(undefined, 'the whole contract'),
    )
    .option('--blob <folder>', 'folder in which --shard stores its part', 'blobs')
    .addOption(
      new Option('--merge <folder>', 'merge the parts in this folder instead of running').default(
        undefined,
        'nothing is merged',
      ),
    )
    .option('--schema', 'print only the JSON Schema of --format json')
    .action(
      async (
        set: string | undefined,
        options: CheckOptions & { readonly schema?: boolean },
        command: Command,
      ) => {
        if (options.schema) {
          const { checkJsonSchema } = await import('../../src/report/machine/check-schema.ts');
          return deliver(jsonText(checkJsonSchema()), options, session);
        }
        if (options.live && set !== undefined) {
          throw new Fault(
            'usage',
            `check either asks your site (--live) or judges recordings ("${set}"), not both. Leave one of them out.`,
          );
        }
        checkTogether(set, options, command);
        checkDestinations(options, session);
        return setExitCode(await check(set ?? DEFAULT_SET, options, session));
      },
    );
