import type { Readable, Writable } from 'node:stream';
import type { Tracker } from '@fixpoint/issue-core/tracker/api.ts';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { createMcpServer, type McpServerSettings } from './create-mcp-server.ts';

export interface StdioOptions extends McpServerSettings {
  /** The process's own when left out. Nothing but the protocol may be written to `output`. */
  readonly input?: Readable;
  readonly output?: Writable;
  readonly signal?: AbortSignal;
}

/** Serves one client over standard input and output, until it goes away or the signal fires. */
export async function serveStdio(tracker: Tracker, options: StdioOptions = {}): Promise<void> {
  const { input = process.stdin, output = process.stdout, signal, ...settings } = options;
  const server = createMcpServer(tracker, settings);
  const ended = Promise.withResolvers<void>();
  const end = () => ended.resolve();
  input.once('end', end).once('close', end);
  signal?.addEventListener('abort', end, { once: true });
  if (signal?.aborted) end();
  await server.connect(new StdioServerTransport(input, output));
  await ended.promise;
  await server.close();
}
