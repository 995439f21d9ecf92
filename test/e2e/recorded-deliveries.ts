import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { LocalProject } from '@fixpoint/cli/demo/local-project.ts';

export interface RecordedDelivery {
  readonly headers: Record<string, string>;
  readonly body: Buffer<ArrayBuffer>;
}

export interface RecordedDeliveries {
  /** The next delivery that Gitea makes, byte for byte as it was signed. */
  next(): Promise<RecordedDelivery>;
  close(): Promise<void>;
}

/** A second webhook of the repository, which keeps what Gitea sends, so that a test can send it again. */
export async function recordDeliveries(
  project: LocalProject,
  secret: string,
  event: string,
): Promise<RecordedDeliveries> {
  const arrived: RecordedDelivery[] = [];
  const waiting: ((delivery: RecordedDelivery) => void)[] = [];
  const server = createServer((request, response) => {
    readBody(request).then(
      (body) => {
        const headers = Object.fromEntries(
          Object.entries(request.headers).filter(([name]) => /^(x-|content-type)/.test(name)),
        ) as Record<string, string>;
        const waiter = waiting.shift();
        if (waiter) waiter({ headers, body });
        else arrived.push({ headers, body });
        response.writeHead(204).end();
      },
      () => response.writeHead(400).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const config = { url: `http://127.0.0.1:${port}/`, content_type: 'json', secret };
  await project.call('POST', '/hooks', { type: 'gitea', active: true, events: [event], config });
  return {
    next: () => {
      const delivery = arrived.shift();
      return delivery ? Promise.resolve(delivery) : new Promise((resolve) => waiting.push(resolve));
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

async function readBody(request: IncomingMessage): Promise<Buffer<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks);
}
