import type { Readable, Writable } from 'node:stream';
import type { Tracker } from '@fixpoint/issue-core/tracker/api.ts';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { createAnsweringTransport } from './answering-transport.ts';
import { createMcpServer, type McpServerSettings } from './create-mcp-server.ts';

export interface StdioOptions extends McpServerSettings {
  /** The process's own when left out. Nothing but the protocol may be written to `output`. */
  readonly input?: Readable;
  readonly output?: Writable;
  readonly signal?: AbortSignal;
}

/** How long a client that sends nothing any more waits for what it asked. */
const ANSWER_WITHIN_MS = 30_000;

/**
 * Serves one client over standard input and output, until it goes away or the signal fires. What it asked before it ended its
 * input is still answered: a script pipes its requests in.
 */
export async function serveStdio(tracker: Tracker, options: StdioOptions = {}): Promise<void> {
  const { input = process.stdin, output = process.stdout, signal, ...settings } = options;
  const server = createMcpServer(tracker, settings);
  const ended = Promise.withResolvers<void>();
  const end = () => ended.resolve();
  const transport = createAnsweringTransport(new StdioServerTransport(input, output));
  const endAnswered = () => {
    const timer = setTimeout(end, ANSWER_WITHIN_MS).unref();
    void transport.answered().then(() => {
      clearTimeout(timer);
      end();
    });
  };
  input.once('end', endAnswered).once('close', endAnswered);
  output.once('close', end);
  signal?.addEventListener('abort', end, { once: true });
  if (signal?.aborted) end();
  await server.connect(transport);
  await ended.promise;
  await server.close();
}
