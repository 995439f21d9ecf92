import { Command, Option } from 'commander';
import type { CommandContext } from '../command-context.ts';
import { collectMappedUser } from '../sync/mapped-users.ts';
import type { ResolveFlags, SyncFlags, SyncRequest } from './sync/request.ts';

interface ConflictsFlags {
  readonly pair?: readonly string[];
}

/** `issue sync`: any tracker with any other. What it does is loaded only when it is called. */
export function syncCommand(context: CommandContext): Command {
  return new Command('sync')
    .description('sync two trackers, field by field; interrupt it whenever you like, it goes on where it was')
    .addCommand(
      new Command('status').description('how far the configured trackers are synced').action(async () => {
        const { printSyncStatus } = await import('./sync/status.ts');
        await printSyncStatus(context);
      }),
    )
    .addCommand(
      runCommand(
        context,
        'pull',
        ['source', 'target'],
        'bring what changed at SOURCE to TARGET, which is the local one for --prefer',
      ),
    )
    .addCommand(
      runCommand(
        context,
        'push',
        ['source', 'target'],
        'bring what changed at SOURCE, which is the local one for --prefer, to TARGET',
      ),
    )
    .addCommand(
      runCommand(
        context,
        'bidirectional',
        ['backend1', 'backend2'],
        'bring what changed at each to the other',
      ),
    )
    .addCommand(
      new Command('conflicts')
        .description('list what both sides changed, and nobody has decided')
        .option('--pair <names...>', 'only of these two backends')
        .action(async ({ pair }: ConflictsFlags) => {
          const { printConflicts } = await import('./sync/conflicts.ts');
          await printConflicts(context, pair);
        }),
    )
    .addCommand(
      new Command('resolve')
        .argument('<conflict>', 'its key, as `issue sync conflicts` shows it')
        .description('decide a conflict; the next sync carries it out')
        .option('--take <what>', 'the name of the backend whose value wins, or as-it-is, or try-again')
        .option('--text <text>', 'neither, but this text')
        .action(async (key: string, flags: ResolveFlags) => {
          const { resolveSyncConflict } = await import('./sync/resolve.ts');
          await resolveSyncConflict(context, key, flags);
        }),
    );
}

function runCommand(
  context: CommandContext,
  mode: SyncRequest['mode'],
  [first, second]: readonly [string, string],
  description: string,
): Command {
  return new Command(mode)
    .argument(`<${first}>`, 'the name of a configured backend')
    .argument(`<${second}>`, 'the name of another')
    .description(description)
    .option('--dry-run', 'write nothing, and show what a run would do')
    .option('--force', 'look at everything again, retry what was refused, take any number of deletions')
    .option('--full', 'read every issue, so that deletions are found too')
    .option(
      '--prefer <whose>',
      'who wins where both changed: a backend, local, remote, newer (default: manual)',
    )
    .addOption(
      new Option('--deletes <what>', 'what becomes of an issue whose other half was deleted')
        .choices(['close', 'delete', 'keep'])
        .default('close'),
    )
    .option(
      '--map-user <login=login>',
      `who is who: the login at the ${first}, then at the ${second}; may be repeated, and beside "users" of the configuration`,
      collectMappedUser,
    )
    .action(async (one: string, other: string, flags: SyncFlags) => {
      const { runSyncCommand } = await import('./sync/run.ts');
      await runSyncCommand(context, { mode, names: [one, other], flags });
    });
}
