import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, expect, it } from 'vitest';
import { brokerSettingsOf } from '../src/config/broker.ts';
import { readValues } from '../src/config/settings.ts';
import {
  contentOf,
  openBrokerDouble,
  publicationsOf,
  type BrokerDouble,
} from '../src/pact/broker.fixture.ts';
import { pactFile, PACTS_FOLDER } from '../src/pact/pacts.ts';
import { publishPacts } from '../src/pact/publish.ts';
import { PACT_NAMES } from '../src/run/pact-result.ts';
import { clearSecrets } from '../src/secrets/redaction.ts';
import { toolFile } from '../tools/packages.ts';

const TOKEN = 'broker-token-of-example-com';

const open: BrokerDouble[] = [];

async function openBroker(): Promise<BrokerDouble> {
  const broker = await openBrokerDouble();
  open.push(broker);
  return broker;
}

afterEach(async () => {
  for (const broker of open.splice(0)) await broker.close();
  clearSecrets();
});

it("publishes the pacts as the broker's own command line does", async () => {
  const ours = await openBroker();
  const values = readValues({ PACT_BROKER_BASE_URL: ours.url, PACT_BROKER_TOKEN: TOKEN }, 'no-such-file');
  const pacts = PACT_NAMES.map((name) => ({
    name,
    text: readFileSync(join(PACTS_FOLDER, pactFile(name)), 'utf8'),
  }));
  const version = { number: '1.2.3', branch: 'main', buildUrl: undefined };
  await publishPacts(brokerSettingsOf(values), pacts, version);

  const theirs = await openBroker();
  const cli = join(dirname(toolFile('@pact-foundation/pact-cli/package.json')), 'bin', 'pact-broker.js');
  const args = ['publish', PACTS_FOLDER, '--consumer-app-version', '1.2.3', '--branch', 'main'];
  const env = {
    PATH: process.env['PATH'] ?? '',
    PACT_BROKER_BASE_URL: theirs.url,
    PACT_BROKER_TOKEN: TOKEN,
    PACT_DO_NOT_TRACK: 'true',
  };
  await promisify(execFile)(process.execPath, [cli, ...args], { env });

  expect(publicationsOf(ours.requests)).toHaveLength(PACT_NAMES.length);
  expect(publicationsOf(ours.requests).map(contentOf)).toEqual(
    publicationsOf(theirs.requests).map(contentOf),
  );
  expect(theirs.requests[0]?.authorization).toBe(`Bearer ${TOKEN}`);
});
