import { startStack } from '@fixpoint/local/stack.ts';
import { Command } from 'commander';
import { renderDuration } from '../output/duration.ts';
import { progressLines } from '../output/progress.ts';
import { whereToLook } from '../output/where-to-look.ts';

/** `fixpoint up`: starts the local stack and leaves it running. */
export function upCommand(): Command {
  return new Command('up')
    .description(
      'start the local stack: Temporal with its UI, a store, Gitea, a Docker engine with the sandbox image',
    )
    .option('--json', 'print one object with the endpoints (secrets included)')
    .action(async (options: { json?: boolean }) => {
      const startedAt = performance.now();
      const { endpoints } = await startStack({
        report: progressLines((line) => process.stderr.write(`${line}\n`)),
      });
      const elapsedMs = Math.round(performance.now() - startedAt);
      if (options.json === true)
        return void process.stdout.write(`${JSON.stringify({ ...endpoints, elapsedMs })}\n`);
      process.stdout.write(
        `\nThe stack is up after ${renderDuration(elapsedMs)}. Stop it with ./fixpoint down.\n\n${whereToLook(endpoints)}\n`,
      );
    });
}
