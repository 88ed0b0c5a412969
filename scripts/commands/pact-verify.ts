import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Command, Option } from 'commander';
import { jsonText } from '../../src/evidence/json-text.ts';
import { hasRecordings, readRecordings, recordingSets } from '../../src/evidence/recordings.ts';
import { writeWhole } from '../../src/evidence/write-file.ts';
import { answersOfRecordings, answersOfSeen, holdPact, type PactAnswers } from '../../src/pact/hold.ts';
import { PACTS_FOLDER } from '../../src/pact/pacts.ts';
import { render } from '../../src/report/formats.ts';
import { PLAIN } from '../../src/report/layout.ts';
import { surprises, type PactResult } from '../../src/run/pact-result.ts';
import { readRun, runText } from '../../src/run/run.ts';
import { isRunName, REPORTS, runPath } from '../../src/run/side.ts';
import type { MakeCommand } from '../main.ts';
import type { Streams } from '../streams.ts';
import { LIVE_ONLY, refuseGiven } from './given-options.ts';
import { withLiveOptions, type LiveCliOptions } from './live-options.ts';
import { liveName, observe } from './observe.ts';
import { terminalWidth } from './options.ts';

const HELP = `
Verifies a pact with Pact's own verifier: on recordings, on a live run that was
kept in reports/, or with --live on what your site has just answered. Pact
itself sees synthetic credentials and no value of an answer. Interactions whose
answer is missing or says nothing are skipped, and listed. Where reports/ has
the run, the result joins it; "check --pacts" does all at once.

The wanted pact is known to fail: it turns red when an interaction passes.

Exit code: 0 as it is known, 1 otherwise, 2 bad usage or files, 3 it could not
be concluded: nothing could be verified, or the run did not come to its end.

Examples:
  npm run pact:verify
  npm run pact:verify -- --wanted
  npm run pact:verify -- --live
  npm run pact:verify -- --recordings live-2026-11-24-030507`;

type Options = LiveCliOptions & {
  recordings: string;
  live: boolean;
  wanted: boolean;
  pacts: string;
  format: string;
};

/** Who answers, and whether the run that asked came to its end. */
async function answersOf(options: Options, streams: Streams): Promise<PactAnswers> {
  if (options.live) {
    return answersOfSeen(await observe(liveName(Date.now()), { ...options, core: true }, streams, undefined));
  }
  const name = options.recordings;
  if (
    recordingSets().includes(name) ||
    !isRunName(name) ||
    !hasRecordings('exchanges', join(REPORTS, name))
  ) {
    return answersOfRecordings(readRecordings(name));
  }
  return { ...answersOfRecordings(readRecordings('exchanges', join(REPORTS, name))), name };
}

/** Puts a result into the run of that name, in the place of an earlier one of the same pact. */
function addToRun(name: string, result: PactResult): string | undefined {
  const path = runPath(name);
  if (!existsSync(path)) return undefined;
  const run = readRun(path);
  const others = (run.pacts ?? []).filter(({ pact }) => pact !== result.pact);
  const pacts = [...others, result].toSorted((a, b) => (a.pact < b.pact ? -1 : 1));
  writeWhole(path, runText({ ...run, pacts }));
  return path;
}

/** `pact:verify`: what Pact's own verifier says of the pacts. */
export const pactVerifyCommand: MakeCommand = (streams, setExitCode) =>
  withLiveOptions(new Command('pact:verify'))
    .description("Verifies a pact with Pact's own verifier.")
    .option('--recordings <name>', 'who answers', 'public-2026-09')
    .option('--live', 'your site answers instead', false)
    .option('--wanted', 'the pact of what Jira should do', false)
    .addOption(new Option('--pacts <folder>', 'where the pacts are').default(PACTS_FOLDER, 'fixtures/pacts'))
    .addOption(new Option('--format <format>', 'how to print it').choices(['text', 'json']).default('text'))
    .addHelpText('after', HELP)
    .action(async (options: Options, command: Command) => {
      if (options.live) refuseGiven(command, ['recordings'], 'with --live your site answers');
      else refuseGiven(command, LIVE_ONLY, 'no site is asked without --live');
      const answers = await answersOf(options, streams);
      const result = await holdPact(options.wanted ? 'wanted' : 'as-it-is', answers, options.pacts);
      const { name } = answers;
      const width = terminalWidth(streams);
      const text = `On ${name}:\n${render('pacts', 'text', [result], { ...PLAIN, width, all: true })}`;
      const json = jsonText({ schema: 'jira-token-contract/pact/2', answers: name, ...result });
      streams.stdout.write(options.format === 'json' ? json : text);
      // Of a site that was asked for this alone no run is kept; one of the same name is another's.
      const joined = options.live ? undefined : addToRun(name, result);
      if (joined !== undefined) streams.stderr.write(`Added to ${joined}.\n`);
      setExitCode(surprises(result).length > 0 ? 1 : answers.incomplete === undefined ? 0 : 3);
    });
