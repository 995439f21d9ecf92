import { join } from 'node:path';
import { startProcess } from '../processes/start.ts';
import type { LocalStack } from '../stack.ts';
import type { ModelAccess } from './services.ts';

/** Starts the server that plays cassettes as the Messages API would; used when there is no key for the real one. */
export async function startReplay(stack: LocalStack): Promise<ModelAccess> {
  const port = stack.settings.ports.replay;
  const baseUrl = `http://127.0.0.1:${port}`;
  await startProcess(stack.paths, {
    name: 'replay',
    kind: 'service',
    command: process.execPath,
    args: [join(stack.paths.root, 'packages/replay/main.ts')],
    env: {
      PATH: stack.settings.path,
      FIXPOINT_REPLAY_PORT: String(port),
      FIXPOINT_REPLAY_CASSETTES: join(stack.paths.root, 'test/fixtures/cassettes'),
    },
    cwd: stack.paths.root,
    timeoutMs: 15_000,
    check: async () => {
      await fetch(`${baseUrl}/counts`, { signal: AbortSignal.timeout(1_000) });
    },
  });
  return { apiKey: 'replay', baseUrl };
}
