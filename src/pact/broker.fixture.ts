import { once } from 'node:events';
import { createServer } from 'node:http';
import { z } from 'zod';

/** A request that a broker received. */
export interface BrokerRequest {
  readonly method: string;
  readonly path: string;
  readonly authorization: string | undefined;
  readonly body: Record<string, unknown>;
}

/** How a broker misbehaves on one path. */
export interface BrokerFault {
  readonly path: RegExp;
  readonly status: number;
  readonly text?: string;
  readonly headers?: Record<string, string>;
}

/** For tests: a double of the Pact Broker on loopback that follows its documented HTTP API. */
export interface BrokerDouble {
  readonly url: string;
  readonly requests: readonly BrokerRequest[];
  close(): Promise<void>;
}

/**
 * For tests: opens a double of a broker, because a real one (a Ruby program) is not available. It follows the documentation in
 * https://github.com/pact-foundation/pact_broker, lib/pact_broker/doc/views; a separate test checks that the official client
 * understands it.
 *
 * @param links replaces links of the index, or removes them if undefined
 */
export async function openBrokerDouble(
  fault?: BrokerFault,
  links: Record<string, { href: string } | undefined> = {},
): Promise<BrokerDouble> {
  const requests: BrokerRequest[] = [];
  let url = '';
  const index = (): object => ({
    _links: {
      'pb:publish-contracts': {
        href: `${url}/contracts/publish`,
        title: 'Publish contracts',
        templated: false,
      },
      'pb:pacticipant-branch-version': {
        href: `${url}/pacticipants/{pacticipant}/branches/{branch}/versions/{version}`,
        templated: true,
      },
      ...links,
    },
  });
  const published = ({ pacticipantName, pacticipantVersionNumber }: Record<string, unknown>): object => ({
    notices: [{ type: 'success', text: 'Pact successfully published' }],
    _embedded: {
      pacticipant: { name: pacticipantName, _links: { self: { href: `${url}/pacticipants/x` } } },
      version: {
        number: pacticipantVersionNumber,
        _links: { self: { href: `${url}/pacticipants/x/versions/1` } },
      },
    },
    _links: {
      'pb:pacticipant': { title: 'Pacticipant', name: pacticipantName, href: `${url}/pacticipants/x` },
      'pb:pacticipant-version': { title: 'Version', name: '1', href: `${url}/pacticipants/x/versions/1` },
      'pb:contracts': [
        {
          title: 'Pact',
          name: 'A pact',
          href: `${url}/pacts/provider/Jira%20Cloud/consumer/${encodeURIComponent(String(pacticipantName))}/version/1`,
        },
      ],
    },
  });
  const answer = ({ method, path, body }: BrokerRequest): object => {
    if (path === '/') return index();
    if (path === '/contracts/publish') return published(body);
    if (method === 'GET' && path.startsWith('/pacts/')) {
      return {
        _links: { 'pb:publish-verification-results': { href: `${url}${path}/verification-results` } },
      };
    }
    return {};
  };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const text = Buffer.concat(chunks).toString('utf8');
      const { method = 'GET', url: path = '/', headers } = request;
      const received = {
        method,
        path,
        authorization: headers.authorization,
        body: text === '' ? {} : z.record(z.string(), z.unknown()).parse(JSON.parse(text)),
      };
      requests.push(received);
      const active = fault?.path.test(path) ? fault : undefined;
      response.writeHead(active?.status ?? 200, {
        'content-type': 'application/hal+json',
        ...active?.headers,
      });
      response.end(active ? (active.text ?? '{}') : JSON.stringify(answer(received)));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
  return {
    url,
    requests,
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

const nameOf = ({ body }: BrokerRequest): string => String(body['pacticipantName']);

/** For tests: returns the publications, sorted by consumer: the command line takes the files in the order of the folder. */
export function publicationsOf(requests: readonly BrokerRequest[]): BrokerRequest[] {
  return requests
    .filter(({ path }) => path === '/contracts/publish')
    .toSorted((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
}

const publication = z.looseObject({
  contracts: z.array(z.looseObject({ content: z.string(), onConflict: z.string().optional() })),
});

const pactContent = z.object({ interactions: z.unknown() });

/**
 * For tests: returns what a publication says. The command line stamps its own version into a pact, and names the default of a
 * conflict.
 */
export function contentOf({ body }: BrokerRequest): unknown {
  const { contracts, ...rest } = publication.parse(body);
  const decoded = contracts.map(({ content, onConflict, ...contract }) => {
    const { interactions } = pactContent.parse(JSON.parse(Buffer.from(content, 'base64').toString('utf8')));
    return { ...contract, interactions, replaces: onConflict ?? 'overwrite' };
  });
  return { ...rest, contracts: decoded };
}
