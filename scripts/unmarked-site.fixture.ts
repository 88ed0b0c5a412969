import { once } from 'node:events';
import { createServer, request } from 'node:http';

/** For tests: a site on loopback. */
export interface UnmarkedSite {
  readonly origin: string;
  readonly close: () => Promise<void>;
}

/** The headers by which a stand-in is recognised: what was seen there never becomes a baseline. */
const MARKS = new Set(['x-stand-in', 'server']);

/** For tests: passes requests on to a stand-in, and its answers back without the marks, as if a real site answered. */
export async function openUnmarkedSite(standIn: string): Promise<UnmarkedSite> {
  const server = createServer(({ url = '/', method, headers }, response) => {
    const forwarded = request(new URL(url, standIn), { method, headers }, (answer) => {
      const kept = Object.entries(answer.headers).filter(([name]) => !MARKS.has(name));
      response.writeHead(answer.statusCode ?? 502, Object.fromEntries(kept));
      answer.pipe(response);
    });
    forwarded.once('error', () => response.destroy());
    forwarded.end();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return {
    origin: `http://127.0.0.1:${address.port}`,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
