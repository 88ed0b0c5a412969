import { Command, Option } from 'commander';
import { ACKNOWLEDGED } from '../../src/change/acknowledgements.ts';
import { Fault } from '../../src/fault.ts';
import { jsonText } from '../../src/json.ts';
import { parseShard } from '../../src/run/shard.ts';
import { check, type CheckOptions } from '../../src/workflows/check.ts';
import { checkDestinations } from '../../src/workflows/destinations.ts';
import { deliver } from '../../src/workflows/output.ts';
import type { MakeCommand } from '../main.ts';
import { LIVE_ONLY, refuseGiven } from '../options/given-options.ts';
import { withKeep, withLiveOptions, withMaxAge } from '../options/live-options.ts';
import { withOnly } from '../options/only-options.ts';
import { withReportOptions, withWrittenReports } from '../options/report-options.ts';

const DEFAULT_SET = 'public-2026-09';

const HELP = `
SET is a set in fixtures/recordings. It is held against the contract of its own
date. The baseline is, unless --baseline names a set or a run, the public set of
the era before; "none" compares with nothing.

With --live your site is asked instead, as .env says (npm run doctor). The
baseline is then the set that "npm run accept" made, if there is one. What was
seen is kept in reports/<run>/.

--only asks a part: a credential (mistyped), an operation ("v3 myself", or GET
/rest/api/3/myself), or a rule (status-changed: the probes that it was found
under, in the newest whole run of the site, or in SET). Values of one kind are
alternatives; of different kinds, all must apply. Such a run is called
<name>.only, and is no baseline.

Exit code: 0 the contract is kept and nothing is new, 1 it is broken, a wanted
row came true or a change is new, 2 bad usage, settings or files, 3 it could not
be concluded: the site does not answer, throttles, or failed the controls.

Examples:
  npm run check
  npm run check -- public-2019-12 --format markdown --out report.md
  npm run check -- --live --core
  npm run check -- --live --only mistyped --only "v3 myself" --exchanges`;

/** Refuses what would be ignored beside the rest. */
function checkTogether(set: string | undefined, options: CheckOptions, command: Command): void {
  const { live, merge, shard } = options;
  if (merge !== undefined) {
    refuseGiven(
      command,
      ['live', 'shard', 'blob', 'pacts', 'only'],
      '--merge puts together what was run before',
    );
    if (set !== undefined) throw new Fault('usage', `--merge and recordings ("${set}") exclude each other.`);
  }
  // What is put together may be of one of several sites, and its settings hold what must not be printed.
  const ofMerge = new Set(['settings', 'site', 'sites', 'keep']);
  const ignored = LIVE_ONLY.filter((name) => merge === undefined || !ofMerge.has(name));
  if (options.only) refuseGiven(command, ['pacts'], 'a pact is verified as a whole, and --only asks a part');
  if (!live) refuseGiven(command, ignored, 'recordings are judged, and no site is asked without --live');
  if (shard)
    refuseGiven(command, ['out', 'report', 'pacts', 'only', 'exchanges'], 'a part is judged by --merge');
  else refuseGiven(command, ['blob'], 'it says where --shard keeps a part');
}

/** `check [SET]`: the main job. */
export const checkCommand: MakeCommand = (session, setExitCode) =>
  withOnly(
    withMaxAge(
      withKeep(withLiveOptions(withWrittenReports(withReportOptions(new Command('check'), ACKNOWLEDGED)))),
    ),
  )
    .description('Holds Jira against the contract, and says what changed since the baseline.')
    .argument('[set]', `the recordings (default: "${DEFAULT_SET}")`)
    .option('--live', 'ask your site instead of recordings', false)
    .option('--baseline <name>', 'what to compare with')
    .option('--pacts', "let Pact's own verifier judge, too", false)
    .addOption(new Option('--shard <part>', 'run a part of the contract, such as 1/3').argParser(parseShard))
    .option('--blob <folder>', 'where a part is kept, to be merged', 'blobs')
    .option('--merge <folder>', 'put parts together instead of running')
    .option('--schema', 'print the JSON Schema of --format json, and nothing else')
    .addHelpText('after', HELP)
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
            `check asks either your site (--live) or recordings ("${set}"), not both.`,
          );
        }
        checkTogether(set, options, command);
        checkDestinations(options, session);
        return setExitCode(await check(set ?? DEFAULT_SET, options, session));
      },
    );
