import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { jsonText } from '../json.ts';
import { hasRecordings, isRecordingSet, readRecordings } from '../evidence/recordings.ts';
import { writeFileAtomically } from '../storage/write-file.ts';
import {
  answersOfRecordings,
  answersOfSeen,
  verifyAgainstAnswers,
  type PactAnswers,
} from '../pact/verify-answers.ts';
import { render } from '../report/formats.ts';
import type { ShownExchange } from '../report/exchange-text.ts';
import { unexpectedInteractions, type PactResult } from '../run/pact-result.ts';
import { readRun, runText } from '../run/run.ts';
import { isRunName, REPORTS, runPath } from '../run/snapshot.ts';
import { liveName, observe } from './observe.ts';
import { layoutFor } from './output.ts';
import { printExchanges } from './show-exchanges.ts';
import type { Session } from './session.ts';
import type { LiveOptions } from './site.ts';

/** The options of `pact:verify`. */
export type VerifyOptions = LiveOptions & {
  readonly recordings: string;
  readonly live: boolean;
  readonly wanted: boolean;
  readonly pacts: string;
  readonly format: string;
  readonly quiet?: boolean;
  readonly verbose?: boolean;
};

/** Returns the answers that the pact is verified on: fresh ones of a site, or those of recordings or a stored run. */
async function answersOf(options: VerifyOptions, session: Session): Promise<PactAnswers> {
  if (options.live) {
    return answersOfSeen(
      await observe(liveName(session.clock.now()), { ...options, core: true }, session, undefined),
    );
  }
  const name = options.recordings;
  if (isRecordingSet(name) || !isRunName(name) || !hasRecordings('exchanges', join(REPORTS, name))) {
    return answersOfRecordings(readRecordings(name));
  }
  return { ...answersOfRecordings(readRecordings('exchanges', join(REPORTS, name))), name };
}

/** Adds a result to a run, where it replaces an earlier result of the same pact. Returns the path; undefined if there is no such run. */
function addToRun(name: string, result: PactResult): string | undefined {
  const path = runPath(name);
  if (!existsSync(path)) return undefined;
  const run = readRun(path);
  const others = (run.pacts ?? []).filter(({ pact }) => pact !== result.pact);
  const pacts = [...others, result].toSorted((a, b) => (a.pact < b.pact ? -1 : 1));
  writeFileAtomically(path, runText({ ...run, pacts }));
  return path;
}

/** Returns the exchanges of the interactions that fail, and of those that pass although they are known to fail. */
function failedExchanges(result: PactResult, { find }: PactAnswers): ShownExchange[] {
  const unexpected = new Set(unexpectedInteractions(result));
  return result.interactions
    .filter((interaction) => interaction.verdict === 'failed' || unexpected.has(interaction))
    .map((interaction) => ({
      credential: interaction.credential,
      operation: interaction.operation,
      response: find(interaction)?.response,
      verdict: [interaction.verdict, ...interaction.reasons].join(': '),
    }));
}

/**
 * Prints the result of verifying a pact, and adds it to the run that gave the answers.
 *
 * @returns the exit code: 1 if the result differs from what is known, 3 if it is inconclusive
 * @throws Fault if there are no answers, or the verifier cannot be run
 */
export async function verify(options: VerifyOptions, session: Session): Promise<number> {
  const answers = await answersOf(options, session);
  const result = await verifyAgainstAnswers(options.wanted ? 'wanted' : 'as-it-is', answers, options.pacts);
  const { name, origin } = answers;
  const layout = layoutFor({ all: true, quiet: options.quiet }, session);
  const document = { answers: { name, origin }, results: [result] };
  const text = render('pacts', 'text', document, layout);
  const json = jsonText({ schema: 'jira-token-contract/pact/2', answers: name, origin, ...result });
  session.stdout.write(options.format === 'json' ? json : text);
  if (options.verbose) printExchanges(failedExchanges(result, answers), options, session);
  // A site that was asked for this only has no stored run; a run of the same name belongs to another command.
  const joined = options.live ? undefined : addToRun(name, result);
  if (joined !== undefined) session.progress.write(`Added to ${joined}.\n`);
  return unexpectedInteractions(result).length > 0 ? 1 : answers.incomplete === undefined ? 0 : 3;
}
