import type { BrokerSettings } from '../config/broker.ts';
import { Fault } from '../fault.ts';
import { redact } from '../secrets/redaction.ts';
import { unexpectedInteractions, type PactName, type PactResult } from '../run/pact-result.ts';
import { TOOL } from '../run/tool-version.ts';
import { openHal, type HalClient, type Resource } from './hal.ts';
import { PACTS } from './pacts.ts';

/** A version of the consumer, under which the broker files pacts. */
export interface ConsumerVersion {
  readonly number: string;
  readonly branch: string | undefined;
  /** The address of the build. */
  readonly buildUrl: string | undefined;
}

/** The verification results of a run, which the broker files under a version of the provider. */
export interface ProviderVersion {
  /** The name of the run. */
  readonly number: string;
  /** The origin of the answers: `transcribed`, `recorded` or `stand-in`. */
  readonly branch: string;
  readonly results: readonly PactResult[];
}

/** A pact to publish: its name and the text of its file. */
export interface PactText {
  readonly name: PactName;
  readonly text: string;
}

/** A published pact. */
export interface Published {
  readonly pact: PactName;
  /** The address of the pact at the broker. */
  readonly address: string;
  /** The result that was published with it, if any. */
  readonly success: boolean | undefined;
}

function follow(resource: Resource, relation: string, what: string): string {
  const address = resource.link(relation);
  if (address !== undefined) return address;
  throw new Fault(
    'broker-refused',
    `The broker at ${resource.origin} has no link ${relation}, which is needed to publish ${what}. Use a Pact Broker of version 2.86 or later, or PactFlow.`,
  );
}

/** https://github.com/pact-foundation/pact_broker, doc/views/index/publish-contracts.markdown */
const contractBody = ({ name, text }: PactText, version: ConsumerVersion): object => ({
  pacticipantName: PACTS[name].consumer,
  pacticipantVersionNumber: version.number,
  ...(version.branch !== undefined && { branch: version.branch }),
  ...(version.buildUrl !== undefined && { buildUrl: version.buildUrl }),
  contracts: [
    {
      consumerName: PACTS[name].consumer,
      providerName: PACTS[name].provider,
      specification: 'pact',
      contentType: 'application/json',
      content: Buffer.from(redact(text), 'utf8').toString('base64'),
    },
  ],
});

/** Skipped interactions do not count as failures; the result lists them as skipped. */
const succeeded = ({ interactions }: PactResult): boolean =>
  interactions.every(({ verdict }) => verdict !== 'failed');

const resultBody = (result: PactResult, provider: string, buildUrl: string | undefined): object => ({
  success: succeeded(result),
  providerApplicationVersion: provider,
  ...(buildUrl !== undefined && { buildUrl }),
  verifiedBy: { implementation: TOOL.split(' ')[0], version: TOOL.split(' ')[1] },
  testResults: {
    news: unexpectedInteractions(result).length,
    tests: result.interactions.map(({ credential, operation, verdict, reasons }) => ({
      testDescription: `${credential} on ${operation}`,
      status: verdict,
      ...(reasons.length > 0 && { mismatches: reasons.map((reason) => redact(reason)) }),
    })),
  },
});

async function publishResult(
  hal: HalClient,
  address: string,
  result: PactResult,
  { number }: ProviderVersion,
  buildUrl: string | undefined,
): Promise<boolean> {
  const target = follow(await hal.get(address), 'pb:publish-verification-results', 'verification results');
  await hal.send('POST', target, resultBody(result, number, buildUrl));
  return succeeded(result);
}

/** Files the version of the provider under its branch, so that the newest live run can be queried. */
async function nameProvider(
  hal: HalClient,
  index: Resource,
  { number, branch }: ProviderVersion,
): Promise<void> {
  const template = follow(index, 'pb:pacticipant-branch-version', 'the branch of the provider');
  const values = { pacticipant: PACTS.wanted.provider, branch, version: number };
  const address = Object.entries(values).reduce(
    (text, [name, value]) => text.replace(`{${name}}`, encodeURIComponent(value)),
    template,
  );
  await hal.send('PUT', address, {});
}

/**
 * Publishes pacts to a broker, and the results of a run if given.
 *
 * @throws Fault `unreachable`, `broker-refused` or `forbidden-host`
 */
export async function publishPacts(
  settings: BrokerSettings,
  pacts: readonly PactText[],
  version: ConsumerVersion,
  provider?: ProviderVersion,
): Promise<Published[]> {
  const hal = openHal(settings);
  try {
    const index = await hal.get(`${settings.url}/`);
    const target = follow(index, 'pb:publish-contracts', 'a pact');
    const published: Published[] = [];
    for (const pact of pacts) {
      const answer = await hal.send('POST', target, contractBody(pact, version));
      const address = follow(answer, 'pb:contracts', 'results');
      const result = provider?.results.find((candidate) => candidate.pact === pact.name);
      const success =
        provider && result && (await publishResult(hal, address, result, provider, version.buildUrl));
      published.push({ pact: pact.name, address, success });
    }
    if (provider) await nameProvider(hal, index, provider);
    return published;
  } finally {
    await hal.close();
  }
}
