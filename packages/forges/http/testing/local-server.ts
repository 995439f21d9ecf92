import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface LocalServer {
  readonly url: string;
  /** What arrived, in its order. */
  readonly requests: readonly { readonly line: string; readonly headers: IncomingMessage['headers'] }[];
}

export interface LocalServers extends AsyncDisposable {
  serve(listener: RequestListener): Promise<LocalServer>;
}

/** Servers of one test on free ports of this machine; disposed of together, with their connections. */
export function localServers(): LocalServers {
  const servers: Server[] = [];
  return {
    async serve(listener) {
      const requests: LocalServer['requests'][number][] = [];
      const server = createServer((request, response) => {
        requests.push({ line: `${request.method} ${request.url}`, headers: request.headers });
        listener(request, response);
      });
      servers.push(server);
      server.listen(0, '127.0.0.1');
      await once(server, 'listening');
      const { port } = server.address() as AddressInfo;
      return { url: `http://127.0.0.1:${port}`, requests };
    },
    async [Symbol.asyncDispose]() {
      const closed = servers.splice(0).map(async (server) => {
        server.closeAllConnections();
        server.close();
        await once(server, 'close');
      });
      await Promise.all(closed);
    },
  };
}
