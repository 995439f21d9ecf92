import { progressLines } from '@fixpoint/cli/output/progress.ts';
import { isStackUp } from '@fixpoint/local/is-stack-up.ts';
import { type Platform, startPlatform } from '@fixpoint/local/platform/start-platform.ts';
import { startStack, stopStack } from '@fixpoint/local/stack.ts';
import { benchCassettes } from './bench-cassettes.ts';
import type { Figure } from './figure.ts';
import { measureIdleMemory } from './idle-memory.ts';
import { measureRun } from './run-time.ts';
import { measureTurns } from './turn-overhead.ts';
import { measureWebhooks } from './webhook-latency.ts';

/** The figures of runs, on an installation of its own on the local stack, which is started for it if need be. */
export async function measurePlatform(tell: (line: string) => void): Promise<Figure[]> {
  const report = progressLines(tell);
  const wasUp = isStackUp();
  try {
    const stack = await startStack({ report });
    const cassettes = await benchCassettes(stack.paths.root);
    let platform: Platform | undefined;
    try {
      platform = await startPlatform({
        stack,
        report,
        profileName: 'bench',
        model: null,
        replay: { cassettesFolder: cassettes.folder, record: true },
      });
      return [
        ...(await measureIdleMemory(platform)),
        ...(await measureRun(platform)),
        ...(await measureTurns(platform)),
        ...(await measureWebhooks(platform)),
      ];
    } finally {
      await platform?.stop();
      // The replay server writes into it when it ends.
      await cassettes.remove();
    }
  } finally {
    if (!wasUp) await stopStack({ report });
  }
}
