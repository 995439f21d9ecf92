import { readLocalSettings } from '@fixpoint/config/local.ts';
import { readModelAccess } from '@fixpoint/config/model.ts';
import { localPaths } from '@fixpoint/local/paths.ts';
import { demandMainPorts } from '@fixpoint/local/platform/kept-ports.ts';
import { startPlatform } from '@fixpoint/local/platform/start-platform.ts';
import { startStack } from '@fixpoint/local/stack.ts';
import { Command } from 'commander';
import { renderDuration } from '../output/duration.ts';
import { progressLines } from '../output/progress.ts';
import { whereToLook } from '../output/where-to-look.ts';

/** `fixpoint up`: starts the local stack and the services of Fixpoint, and leaves them running. */
export function upCommand(): Command {
  return new Command('up')
    .description(
      'start Fixpoint and its local stack (Temporal with its UI, a store, Gitea, a Docker engine), and leave them running',
    )
    .option('--json', 'print one object with the endpoints (secrets included)')
    .action(async (options: { json?: boolean }) => {
      const startedAt = performance.now();
      const report = progressLines((line) => process.stderr.write(`${line}\n`));
      await demandMainPorts(localPaths(), readLocalSettings());
      const stack = await startStack({ report });
      const { ingressUrl } = await startPlatform({ stack, report, model: readModelAccess() });
      const { endpoints } = stack;
      const elapsedMs = Math.round(performance.now() - startedAt);
      if (options.json === true)
        return void process.stdout.write(`${JSON.stringify({ ...endpoints, ingressUrl, elapsedMs })}\n`);
      process.stdout.write(
        `\nEverything is up after ${renderDuration(elapsedMs)}. Stop it with ./fixpoint down.\n\n${whereToLook(endpoints)}\n`,
      );
    });
}
