import { join } from 'node:path';
import { Command, Option } from 'commander';
import { Fault } from '../../src/contract/fault.ts';
import { probeKey, type Probe } from '../../src/contract/probe.ts';
import type { Exchange } from '../../src/evidence/exchange.ts';
import { jsonText } from '../../src/evidence/json-text.ts';
import { readRecordings } from '../../src/evidence/recordings.ts';
import { probesOf, readPact } from '../../src/pact/pact-document.ts';
import { pactFile, PACTS_FOLDER } from '../../src/pact/pacts.ts';
import { verifyPact, type Verified } from '../../src/pact/verify.ts';
import { count, groupBy } from '../../src/report/words.ts';
import type { MakeCommand } from '../main.ts';
import type { Streams } from '../streams.ts';
import { withLiveOptions, type LiveCliOptions } from './live-options.ts';
import { liveName, observe } from './observe.ts';

const HELP = `
Verifies a pact with Pact's own verifier: on recordings, or with --live on what
your site has just answered. Pact itself sees synthetic credentials and no value
of an answer. Interactions that nobody answers are skipped, and listed.

The wanted pact is known to fail: it turns red when an interaction passes.

Exit code: 0 as it is known, 1 otherwise, 2 bad usage or files, 3 nothing could
be verified.

Examples:
  npm run pact:verify
  npm run pact:verify -- --wanted
  npm run pact:verify -- --live`;

type Options = LiveCliOptions & {
  recordings: string;
  live: boolean;
  wanted: boolean;
  pacts: string;
  format: string;
};

/** An interaction that was not verified, and why. */
interface Left extends Probe {
  readonly reason: string;
}

/** Who answers: what is known of a probe, and why nothing is. */
interface Answers {
  readonly name: string;
  readonly find: (probe: Probe) => Exchange | undefined;
  readonly why: (probe: Probe) => string;
}

async function answersOf(options: Options, streams: Streams): Promise<Answers> {
  if (!options.live) {
    const { info, find } = readRecordings(options.recordings);
    return { name: info.name, find, why: () => 'not in these recordings' };
  }
  const seen = await observe(liveName(Date.now()), { ...options, core: true }, streams, undefined);
  const exchanges = new Map(seen.exchanges.map((one) => [probeKey(one), one]));
  const reasons = new Map(seen.unanswered.map((one) => [probeKey(one), one.reason]));
  return {
    name: seen.info.name,
    find: (probe) => exchanges.get(probeKey(probe)),
    why: (probe) => reasons.get(probeKey(probe)) ?? 'not asked',
  };
}

/** Why an interaction is not verified; undefined where it is. */
function whyLeft(probe: Probe, wantsBody: boolean, { find, why }: Answers): string | undefined {
  const exchange = find(probe);
  if (!exchange) return why(probe);
  return wantsBody && !exchange.response.body ? 'the body of the answer is not on record' : undefined;
}

const line = ({ credential, operation }: Probe): string => `${credential} on ${operation}`;

function textOf(name: string, wanted: boolean, verified: readonly Verified[], left: readonly Left[]): string {
  const [passed, failed] = [verified.filter((one) => one.passed), verified.filter((one) => !one.passed)];
  const told = wanted
    ? passed.map((one) => `! ${line(one)}: passes; Atlassian fixed this: move it to the contract`)
    : failed.map((one) => `x ${line(one)}: ${one.mismatches.join('; ') || 'failed'}`);
  const skipped = groupBy(left, ({ reason }) => reason).map(
    ([reason, group]) => `– ${count(group.length, 'interaction')} skipped: ${reason}`,
  );
  const known = wanted ? `, known to fail: ${failed.length}` : `, failed: ${failed.length}`;
  return [
    `The ${wanted ? 'wanted pact' : 'pact'} on ${name}, by Pact's verifier`,
    ...told,
    ...skipped,
    `Passed: ${passed.length}${known}, skipped: ${left.length}.`,
    '',
  ].join('\n');
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
    .action(async (options: Options) => {
      const pact = readPact(join(options.pacts, pactFile(options.wanted ? 'wanted' : 'as-it-is')));
      const answers = await answersOf(options, streams);
      const all = probesOf(pact).map(({ probe, wantsBody }) => ({
        probe,
        reason: whyLeft(probe, wantsBody, answers),
      }));
      const left = all.flatMap(({ probe, reason }) => (reason === undefined ? [] : [{ ...probe, reason }]));
      if (left.length === all.length) {
        throw new Fault(
          'nothing-ran',
          `${answers.name} answers no interaction of the pact: nothing could be verified.`,
        );
      }
      const skipped = new Set(left.map(probeKey));
      const ask = (probe: Probe): Promise<Exchange | undefined> => Promise.resolve(answers.find(probe));
      const verified = await verifyPact(pact, ask, (probe) => !skipped.has(probeKey(probe)));
      const { name } = answers;
      const result = {
        schema: 'jira-token-contract/pact/1',
        answers: name,
        wanted: options.wanted,
        verified,
        skipped: left,
      };
      streams.stdout.write(
        options.format === 'json' ? jsonText(result) : textOf(name, options.wanted, verified, left),
      );
      setExitCode(verified.some(({ passed }) => passed === options.wanted) ? 1 : 0);
    });
