import { createServer, type Server } from 'node:http';
import type { Registry } from 'prom-client';

export interface HealthServerOptions {
  readonly host: string;
  /** 0 means any free port. */
  readonly port: number;
  readonly registry: Registry;
  /** Rejects with what is wrong while the process cannot work. */
  readonly ready: () => Promise<void>;
}

/** Serves `/healthz` (the process lives), `/readyz` (it can work) and `/metrics`. */
export async function startHealthServer(options: HealthServerOptions): Promise<Server> {
  const server = createServer((request, response) => {
    const send = (status: number, text: string, type = 'text/plain; charset=utf-8') =>
      response.writeHead(status, { 'content-type': type }).end(text);
    switch (request.url) {
      case '/healthz':
        return send(200, 'ok\n');
      case '/readyz':
        return options.ready().then(
          () => send(200, 'ready\n'),
          (error: unknown) => send(503, `${error instanceof Error ? error.message : String(error)}\n`),
        );
      case '/metrics':
        return options.registry.metrics().then((text) => send(200, text, options.registry.contentType));
      default:
        return send(404, 'not found\n');
    }
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, options.host, resolve);
  });
  return server;
}
