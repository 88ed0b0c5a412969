import { MatchersV3, PactV4 } from '@pact-foundation/pact';
import { Agent } from 'undici';
import { MEASURED_SITE } from '../classify/site-traits.ts';
import { classify } from '../classify/classify.ts';
import type { Answer } from '../classify/answer.ts';
import type { ContractRow } from '../contract/rows.ts';
import { credentialNamed } from '../contract/credentials.ts';
import { SYNTHETIC_IDENTITY } from '../contract/identity.ts';
import { operationOf } from '../contract/operations.ts';
import { sanitiseResponse } from '../evidence/sanitise-response.ts';
import { Anonymiser } from '../evidence/anonymiser.ts';
import { hostLock } from '../http/host-lock.ts';
import { REPLAY_TARGET } from '../http/replay-target.ts';
import { send } from '../http/send.ts';
import { planRequest } from '../http/planned-request.ts';
import type { PactName } from '../run/pact-result.ts';
import { PACTS } from './pacts.ts';

/** Returns the provider state of an interaction, which names the credential. */
export function stateOf({ credential }: Pick<ContractRow, 'credential'>): string {
  return `the caller presents ${credentialNamed(credential).noun}`;
}

/** Returns the description of an interaction, which is unique in a pact. */
function descriptionOf({ credential, operation }: Pick<ContractRow, 'credential' | 'operation'>): string {
  return `${credential} on ${operation}`;
}

/** The headers that a client may rely on: on the site, an answer to an account has its id. */
const headersFor = ({ credential, expected }: ContractRow): Record<string, MatchersV3.Matcher<string>> =>
  expected.treatment === 'accepted' && credentialNamed(credential).place === 'site'
    ? { 'x-aaccountid': MatchersV3.regex('.+', 'account-1') }
    : {};

/** The parts of the body that a client may rely on: its own account has an id, an empty answer is an empty list. */
function bodyFor({ operation, expected }: ContractRow): unknown {
  if (expected.empty) return [];
  const isAccount = expected.treatment === 'accepted' && operationOf(operation).returnsAccount;
  return isAccount ? { accountId: MatchersV3.string('account-1') } : undefined;
}

/** Opens a pact that is written into a folder. */
export function openPact(name: PactName, dir: string): PactV4 {
  return new PactV4({ ...PACTS[name], dir, logLevel: 'error' });
}

/**
 * Adds a row to a pact: Pact's mock server answers as the row says, to a request that our own client sends with a synthetic
 * credential.
 *
 * @returns the answer as our client classifies it
 */
export async function interact(pact: PactV4, row: ContractRow): Promise<Answer> {
  const planned = planRequest(row, REPLAY_TARGET);
  const [status = 200] = row.expected.statuses;
  const body = bodyFor(row);
  const interaction = pact
    .addInteraction()
    .given(stateOf(row))
    .uponReceiving(descriptionOf(row))
    .withRequest('GET', planned.path, (request) => {
      request.query({ ...planned.query });
      request.headers({
        accept: 'application/json',
        ...(planned.authorization === null ? {} : { authorization: planned.authorization }),
      });
    })
    .willRespondWith(status, (response) => {
      response.headers(headersFor(row));
      if (body !== undefined) response.jsonBody(body);
    });
  const answer = await interaction.executeTest(async ({ url }) => {
    const agent = new Agent({ allowH2: false });
    try {
      const dispatcher = agent.compose(hostLock([new URL(url).origin]));
      const target = {
        ...REPLAY_TARGET,
        site: new URL(url).origin,
        api: new URL(url).origin,
        identity: SYNTHETIC_IDENTITY,
      };
      const rawResponse = await send(planRequest(row, target), dispatcher);
      const response = sanitiseResponse(rawResponse, new Anonymiser(), row.operation);
      const meta = { origin: 'recorded', date: '2000-01-01T00:00:00Z' } as const;
      const { credential, operation } = row;
      return classify({ credential, operation, response, meta }, MEASURED_SITE);
    } finally {
      await agent.close();
    }
  });
  if (!answer) throw new Error(`Pact's mock server did not answer ${descriptionOf(row)}`);
  return answer;
}
