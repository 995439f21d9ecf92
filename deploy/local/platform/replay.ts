import { join } from 'node:path';
import type { ProcessSpec } from '../processes/start.ts';
import type { LocalStack } from '../stack.ts';
import type { Profile } from './profile.ts';

/** How the replay server plays: with which cassettes, how slowly, and whether it records what is asked. */
export interface ReplayOptions {
  readonly cassettesFolder?: string;
  readonly latencyMs?: number;
  readonly record?: boolean;
}

export function replayUrl(port: number): string {
  return `http://127.0.0.1:${port}`;
}

/** The server that plays cassettes as the Messages API would. */
export function replaySpec(
  stack: LocalStack,
  profile: Profile,
  port: number,
  options: ReplayOptions,
): ProcessSpec {
  const { root } = stack.paths;
  return {
    name: profile.name === 'main' ? 'replay' : `replay-${profile.name}`,
    kind: 'service',
    command: process.execPath,
    args: [join(root, 'packages/replay/main.ts')],
    env: {
      PATH: stack.settings.path,
      FIXPOINT_REPLAY_PORT: String(port),
      FIXPOINT_REPLAY_CASSETTES: options.cassettesFolder ?? join(root, 'test/fixtures/cassettes'),
      FIXPOINT_REPLAY_LATENCY_MS: String(options.latencyMs ?? 0),
      FIXPOINT_REPLAY_RECORD: options.record ? '1' : '0',
    },
    cwd: root,
    timeoutMs: 15_000,
    check: async () => {
      await fetch(`${replayUrl(port)}/counts`, { signal: AbortSignal.timeout(1_000) });
    },
  };
}
