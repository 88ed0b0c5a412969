import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brokerSettingsOf, isOfBroker } from '../config/broker.ts';
import { readAll } from '../config/values.ts';
import { Fault } from '../fault.ts';
import { jsonText } from '../json.ts';
import { readPact } from '../pact/pact-document.ts';
import { pactFile } from '../pact/pacts.ts';
import { publishPacts, type PactText, type ProviderVersion } from '../pact/publish.ts';
import { PACT_NAMES } from '../run/pact-result.ts';
import { readRun } from '../run/run.ts';
import { runFile } from '../run/snapshot.ts';
import type { Session } from './session.ts';

/** The options of `pact:publish`. */
export interface PublishOptions {
  readonly settings: string;
  readonly pacts: string;
  readonly consumerVersion?: string;
  readonly branch?: string;
  readonly buildUrl?: string;
  readonly results?: string;
  readonly format: string;
}

/** Runs git in the folder of the project, and returns its output; undefined if it fails or prints nothing. */
function git(...args: string[]): string | undefined {
  try {
    const text = execFileSync('git', args, { cwd: import.meta.dirname, stdio: ['ignore', 'pipe', 'ignore'] });
    return text.toString('utf8').trim() || undefined;
  } catch {
    return undefined;
  }
}

/** Reads the pacts, and checks them before anything is sent. */
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
    `The run "${named}" has no verification results. Add them: npm run pact:verify -- --recordings ${named}`,
  );
}

/**
 * Publishes both pacts, and the verification results of a run, to the broker in the settings.
 *
 * @throws Fault for invalid settings, a pact or run that cannot be read, and a broker that cannot be reached or refuses
 */
export async function publish(
  options: PublishOptions,
  { stdout, stderr, env, settingsFile, secrets }: Session,
): Promise<void> {
  const settings = brokerSettingsOf(
    readAll(env, settingsFile(options.settings), { sources: secrets, isNeeded: isOfBroker }),
  );
  const number = options.consumerVersion ?? git('rev-parse', '--short=12', 'HEAD');
  if (number === undefined) {
    throw new Fault('usage', 'git does not know the current commit. Name a version with --consumer-version.');
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
          published: published.map((pact) => ({ ...pact, success: pact.success ?? null })),
        })
      : `Published as version ${number}${branch === undefined ? '' : ` on ${branch}`}.\n${lines.join('')}`,
  );
}
