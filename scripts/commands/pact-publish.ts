import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command, Option } from 'commander';
import { brokerSettingsOf } from '../../src/config/broker.ts';
import { readValues } from '../../src/config/settings.ts';
import { Fault } from '../../src/contract/fault.ts';
import { jsonText } from '../../src/evidence/json-text.ts';
import { readPact } from '../../src/pact/pact-document.ts';
import { pactFile, PACTS_FOLDER } from '../../src/pact/pacts.ts';
import { publishPacts, type PactText, type ProviderVersion } from '../../src/pact/publish.ts';
import { PACT_NAMES } from '../../src/run/pact-result.ts';
import { readRun } from '../../src/run/run.ts';
import { runFile } from '../../src/run/side.ts';
import type { MakeCommand } from '../main.ts';
import { settingsOption } from './live-options.ts';

const HELP = `
Publishes both pacts to the Pact Broker or PactFlow that PACT_BROKER_BASE_URL
names, with PACT_BROKER_TOKEN, or PACT_BROKER_USERNAME and PACT_BROKER_PASSWORD.
With --results also what Pact's verifier said in a run ("check --pacts" makes
one), as the provider version of that run's name, on the branch "recorded" for a
live run and "transcribed" for public recordings. A result counts as a success
where no interaction failed; those that nobody answered are listed in it.

Exit code: 0 published, 2 bad usage, settings or files, 3 the broker could not
be reached or refused.

Examples:
  npm run pact:publish
  npm run pact:publish -- --results public-2026-09 --branch main`;

interface Options {
  readonly settings: string;
  readonly pacts: string;
  readonly consumerVersion?: string;
  readonly branch?: string;
  readonly buildUrl?: string;
  readonly results?: string;
  readonly format: string;
}

/** What git says of the folder of the project, or undefined where it says nothing. */
function git(...args: string[]): string | undefined {
  try {
    const text = execFileSync('git', args, { cwd: import.meta.dirname, stdio: ['ignore', 'pipe', 'ignore'] });
    return text.toString('utf8').trim() || undefined;
  } catch {
    return undefined;
  }
}

/** Read before anything is sent: a pact that is broken is not published. */
function pactTexts(folder: string): PactText[] {
  return PACT_NAMES.map((name) => {
    const path = join(folder, pactFile(name));
    readPact(path);
    return { name, text: readFileSync(path, 'utf8') };
  });
}

function resultsOf(named: string | undefined): ProviderVersion | undefined {
  if (named === undefined) return undefined;
  const { recordings, pacts = [] } = readRun(runFile(named));
  if (pacts.length > 0) return { number: recordings.name, branch: recordings.origin, results: pacts };
  throw new Fault(
    'usage',
    `The run "${named}" holds no result of the pacts. Add it: npm run pact:verify -- --recordings ${named}`,
  );
}

/** `pact:publish`: the pacts, and what was verified of them, to a broker. */
export const pactPublishCommand: MakeCommand = ({ stdout, stderr, env }) =>
  new Command('pact:publish')
    .description('Publishes the pacts to a Pact Broker, and the results of a run.')
    .addOption(settingsOption())
    .option('--consumer-version <version>', 'what to file them under; by default the git commit')
    .option('--branch <branch>', 'the branch; by default that of git')
    .option('--build-url <url>', 'where the build can be looked at')
    .option('--results <run>', 'publish what Pact said in this run, too')
    .addOption(new Option('--pacts <folder>', 'where the pacts are').default(PACTS_FOLDER, 'fixtures/pacts'))
    .addOption(new Option('--format <format>', 'how to print it').choices(['text', 'json']).default('text'))
    .addHelpText('after', HELP)
    .action(async (options: Options) => {
      const settings = brokerSettingsOf(readValues(env, options.settings));
      const number = options.consumerVersion ?? git('rev-parse', '--short=12', 'HEAD');
      if (number === undefined) {
        throw new Fault('usage', 'Git does not say which version this is: give --consumer-version.');
      }
      const branch = options.branch ?? git('branch', '--show-current');
      const provider = resultsOf(options.results);
      const pacts = pactTexts(options.pacts);
      stderr.write(`Publishing ${pacts.length} pacts to ${new URL(settings.url).origin} …\n`);
      const version = { number, branch, buildUrl: options.buildUrl };
      const published = await publishPacts(settings, pacts, version, provider);
      const result = { schema: 'jira-token-contract/published/1', version: number, branch: branch ?? null };
      const lines = published.map(
        ({ pact, address, success }) =>
          `${pact}: ${address}${success === undefined ? '' : `, result: ${success ? 'success' : 'failure'}`}\n`,
      );
      stdout.write(
        options.format === 'json'
          ? jsonText({
              ...result,
              published: published.map((one) => ({ ...one, success: one.success ?? null })),
            })
          : `Published as version ${number}${branch === undefined ? '' : ` on ${branch}`}.\n${lines.join('')}`,
      );
    });
