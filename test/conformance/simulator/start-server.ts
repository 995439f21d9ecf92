import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { AnswerFault, Faults } from './faults.ts';

export interface SeenRequest {
  readonly method: string;
  /** Below the API. */
  readonly path: string;
  readonly search: string;
  /** Null while it is not answered. */
  status: number | null;
}

/** An answer as a simulator thinks of it. */
export interface ServerReply {
  readonly status: number;
  /** JSON; nothing at all, as with 204, when left out. */
  readonly body?: unknown;
  /** A file, sent as it is. */
  readonly bytes?: Uint8Array;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What is one simulator's own. */
export interface Behaviour<Seen extends SeenRequest> {
  readonly faults: Faults;
  readonly violations: string[];
  readonly maxBodyBytes: number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly contentType: string;
  readonly etagHash: 'md5' | 'sha256';
  see(request: IncomingMessage, address: URL): Seen;
  /** A fault instead of a reply is sent as it is. */
  answer(
    request: IncomingMessage,
    of: { readonly seen: Seen; readonly address: URL; readonly body: Buffer<ArrayBuffer> },
  ): ServerReply | AnswerFault | Promise<ServerReply | AnswerFault>;
  /** Told before the headers are asked for. */
  spend(isNotModified: boolean): void;
  headers(requestCount: number): Readonly<Record<string, string>>;
}

export interface StartedServer {
  readonly web: string;
  /** From now on; requests are added as they come. */
  serve<Seen extends SeenRequest>(behaviour: Behaviour<Seen>, requests: Seen[]): void;
  close(): Promise<void>;
}

const MAX_DELAY_MS = 60_000;

/** A server on a port of its own, with ETags and faults; what it cannot make sense of is a violation. */
export async function startServer(): Promise<StartedServer> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const web = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    web,
    serve(behaviour, requests) {
      server.on('request', (request: IncomingMessage, response: ServerResponse) => {
        serve(request, response, { web, behaviour, requests }).catch((error: unknown) => {
          behaviour.violations.push(`${request.method} ${request.url}: ${String(error)}`);
          response.destroy();
        });
      });
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

interface Serving<Seen extends SeenRequest> {
  readonly web: string;
  readonly behaviour: Behaviour<Seen>;
  readonly requests: Seen[];
}

async function serve<Seen extends SeenRequest>(
  request: IncomingMessage,
  response: ServerResponse,
  serving: Serving<Seen>,
): Promise<void> {
  const { web, behaviour, requests } = serving;
  const address = new URL(request.url ?? '/', web);
  const seen = behaviour.see(request, address);
  requests.push(seen);
  const body = await readBody(request, behaviour.maxBodyBytes);
  const fault = behaviour.faults.take(seen.method, seen.path);
  if (fault?.kind === 'slow') await delay(Math.min(fault.delayMs, MAX_DELAY_MS));
  if (fault?.kind === 'answer' && !fault.after) return sendFault(response, seen, fault);
  const reply = await behaviour.answer(request, { seen, address, body });
  if (fault?.kind === 'cut') {
    response.destroy();
    return;
  }
  if (fault?.kind === 'answer') return sendFault(response, seen, fault);
  if ('kind' in reply) return sendFault(response, seen, reply);
  send(response, seen, { reply, known: headerOf(request, 'if-none-match'), serving });
}

function send<Seen extends SeenRequest>(
  response: ServerResponse,
  seen: Seen,
  of: { readonly reply: ServerReply; readonly known: string | undefined; readonly serving: Serving<Seen> },
): void {
  const { reply, known } = of;
  const { behaviour, requests } = of.serving;
  const text = reply.body === undefined ? '' : JSON.stringify(reply.body);
  if (reply.bytes) {
    behaviour.spend(false);
    seen.status = reply.status;
    response.writeHead(reply.status, { 'content-type': 'application/octet-stream', ...reply.headers });
    response.end(reply.bytes);
    return;
  }
  const isRead = seen.method === 'GET' && reply.status === 200;
  const etag = `W/"${createHash(behaviour.etagHash).update(text).digest('hex')}"`;
  const isNotModified = isRead && known === etag;
  behaviour.spend(isNotModified);
  seen.status = isNotModified ? 304 : reply.status;
  response.writeHead(seen.status, {
    date: new Date(behaviour.now()).toUTCString(),
    ...(text === '' ? {} : { 'content-type': behaviour.contentType }),
    ...(isRead ? { etag } : {}),
    ...behaviour.headers(requests.length),
    ...reply.headers,
  });
  response.end(isNotModified ? '' : text);
}

export function headerOf(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value[0] : value;
}

function sendFault(
  response: ServerResponse,
  seen: SeenRequest,
  { status, headers, body }: AnswerFault,
): void {
  seen.status = status;
  response.writeHead(status, headers ?? {});
  response.end(body ?? '');
}

async function readBody(request: IncomingMessage, maxBytes: number): Promise<Buffer<ArrayBuffer>> {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    sizeBytes += chunk.byteLength;
    if (sizeBytes > maxBytes) throw new Error('the body is too big');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
