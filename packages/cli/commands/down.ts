import { stopStack } from '@fixpoint/local/stack.ts';
import { Command } from 'commander';
import { renderDuration } from '../output/duration.ts';
import { progressLines } from '../output/progress.ts';

/** `fixpoint down`: stops what this checkout started; its data stays. */
export function downCommand(): Command {
  return new Command('down')
    .description('stop everything that this checkout started; the data stays in .fixpoint/data')
    .action(async () => {
      const startedAt = performance.now();
      const stopped = await stopStack({ report: progressLines((line) => process.stderr.write(`${line}\n`)) });
      const elapsed = renderDuration(performance.now() - startedAt);
      process.stdout.write(
        stopped.length === 0
          ? 'Nothing of this checkout was running.\n'
          : `Stopped ${stopped.join(', ')} in ${elapsed}.\n`,
      );
    });
}
