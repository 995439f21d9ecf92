import { readApiKey } from '@fixpoint/config/issue-cli.ts';
import type { CommandContext } from '../command-context.ts';
import { findRepositoryRoot } from '../config/repository-root.ts';
import { outputFormatOf } from '../output/output-format.ts';
import { backendNameOf } from '../session/backend-name.ts';
import { identityOf } from '../session/identity.ts';
import { isReadOnly } from '../session/read-only.ts';
import type { ListenFlags } from './listen-flags.ts';
import { openServed } from './open-served.ts';
import { resolveServed } from './resolve-served.ts';
import { createServerLog } from './server-log.ts';

/**
 * Serves REST, ingestion, events, webhooks and MCP until the process is to stop, which is the way it ends well.
 *
 * @throws FixpointError INVALID_CONFIG when nobody could ask, or the address cannot be had; those of opening a tracker
 */
export async function serveHttp(
  context: CommandContext,
  { host, port, allowPrivateWebhooks = false }: ListenFlags,
): Promise<void> {
  const { world } = context;
  const printer = context.printer();
  const globals = context.flags();
  const apiKey = readApiKey(world.environment) ?? null;
  const readOnly = isReadOnly(world, globals);
  const root = findRepositoryRoot(world.cwd).path;
  const login = (await identityOf(world, globals.agent)).value;
  const descriptions = await resolveServed(world, globals);
  const { serveIssues } = await import('./http-server.ts');
  const { now, signal } = world;
  const served = await openServed(descriptions, { root, login, readOnly, now, signal });
  try {
    const { backends, coordination, database } = served;
    const defaultBackend = backendNameOf(descriptions.main);
    const log = createServerLog(world, outputFormatOf(globals).kind !== 'table');
    const server = await serveIssues(
      { backends, defaultBackend, coordination, database, apiKey, log, now },
      { host, port, allowPrivateWebhookTargets: allowPrivateWebhooks },
    );
    try {
      for (const name of descriptions.apart)
        await printer.note(`${name} is not served: its claims and events are kept elsewhere.`);
      const names = backends.map(({ name }) => name);
      await printer.line(
        { url: server.url, docs: `${server.url}/docs`, mcp: `${server.url}/mcp`, backends: names },
        ({ url, docs, mcp }, style) =>
          `${style.paint('green', '✓')} ${names.join(', ')} at ${url} (try it: ${docs}; for models: ${mcp}); Ctrl-C ends it`,
      );
      await untilAborted(signal);
    } finally {
      await server.close();
    }
  } finally {
    await served.close();
  }
}

function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
