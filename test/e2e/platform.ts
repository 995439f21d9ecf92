import { type Platform, startPlatform } from '@fixpoint/local/platform/start-platform.ts';
import { startStack } from '@fixpoint/local/stack.ts';

/** An installation of its own beside the one that people use; what runs already is found and reused. */
export async function openPlatform(): Promise<Platform> {
  const stack = await startStack();
  return await startPlatform({
    stack,
    report: () => undefined,
    profileName: 'e2e',
    model: null,
    // Slow enough that a test can step in between two turns.
    replay: { latencyMs: 100 },
    ingressEnv: { FIXPOINT_COMMAND_TIMEOUT_MS: '10000' },
  });
}
