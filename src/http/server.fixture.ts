import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';

/** For tests: a plain HTTP server on this machine. */
export interface PlainServer {
  readonly origin: string;
  readonly close: () => Promise<void>;
}

/** For tests: opens a server with a request listener. */
export async function openServer(answer: RequestListener): Promise<PlainServer> {
  const server = createServer(answer);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  return {
    origin: `http://127.0.0.1:${port}`,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
