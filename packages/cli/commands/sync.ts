import { readModelAccess } from '@fixpoint/config/model.ts';
import type { SyncedTracker, SyncPair } from '@fixpoint/contracts/sync.ts';
import { collectMappedUser, type MappedUser } from '@fixpoint/issue-cli/sync/mapped-users.ts';
import { localForgeInstance } from '@fixpoint/local/platform/forge-files.ts';
import { letBotWrite } from '@fixpoint/local/platform/register-repository.ts';
import { startPlatform } from '@fixpoint/local/platform/start-platform.ts';
import { startStack } from '@fixpoint/local/stack.ts';
import { Command, InvalidArgumentError, Option } from 'commander';
import { progressLines } from '../output/progress.ts';
import { renderTable } from '../output/table.ts';
import { withTemporal } from '../platform/open-client.ts';
import { renderOutcome } from '../sync/render-outcome.ts';
import { addSync, forceSync, listSyncs, removeSync, triggerSync } from '../sync/schedules.ts';
import { parseTracker } from '../sync/tracker-address.ts';
import { conflictsCommand, resolveCommand } from './sync-conflicts.ts';
import { wholeNumber } from './whole-number.ts';

type AddFlags = Pick<SyncPair, 'direction' | 'policy' | 'deletes'> & {
  readonly every: number;
  readonly mapUser?: readonly MappedUser[];
};
type Address = ReturnType<typeof parseTracker>;

/** `fixpoint sync`: keeps the issues of two repositories the same, as a Schedule of the platform. */
export function syncCommand(): Command {
  return new Command('sync')
    .description('keep the issues of two repositories the same, in the background')
    .addCommand(addCommand())
    .addCommand(listCommand())
    .addCommand(nowCommand())
    .addCommand(conflictsCommand())
    .addCommand(resolveCommand())
    .addCommand(removeCommand());
}

function addCommand(): Command {
  return new Command('add')
    .description('sync two repositories from now on; starts what is not running')
    .argument('<name>', 'of the pair', parseName)
    .argument(
      '<a>',
      'OWNER/NAME at the local Gitea, or INSTANCE/OWNER/NAME of a configured forge',
      parseTracker,
    )
    .argument('<b>', 'the other one', parseTracker)
    .option('--every <minutes>', 'how often', wholeNumber, 15)
    .addOption(choice('--direction <way>', 'which sides are written', ['both', 'a-to-b', 'b-to-a']))
    .addOption(choice('--policy <policy>', 'what holds where both changed', ['manual', 'a', 'b', 'newer']))
    .addOption(
      choice('--deletes <what>', 'of the other half of what was deleted', ['close', 'delete', 'keep']),
    )
    .option(
      '--map-user <login=login>',
      'who is who: the login at a, then at b; may be repeated',
      collectMappedUser,
    )
    .action(async (name: string, a: Address, b: Address, { every, mapUser = [], ...flags }: AddFlags) => {
      const report = progressLines((line) => process.stderr.write(`${line}\n`));
      const stack = await startStack({ report });
      const platform = await startPlatform({ stack, report, model: readModelAccess() });
      const local = localForgeInstance(stack.endpoints);
      const at = (given: Address): SyncedTracker => ({
        ...given,
        forgeInstance: given.forgeInstance ?? local,
      });
      const users = mapUser.map(([one, other]) => ({ a: one, b: other }));
      const pair: SyncPair = { name, a: at(a), b: at(b), everyMinutes: every, users, ...flags };
      for (const tracker of [pair.a, pair.b])
        if (tracker.forgeInstance === local) await letBotWrite(platform, tracker.owner, tracker.name);
      const added = await withTemporal((client) => addSync(client, pair));
      process.stdout.write(
        `${name} syncs a = ${addressOf(added.a)} and b = ${addressOf(added.b)} every ${every} min. The first sync has started; \`./fixpoint sync list\` shows how it goes.\n`,
      );
    });
}

function listCommand(): Command {
  return new Command('list')
    .description('the pairs, and their last and next sync')
    .option('--json', 'print one array for machines')
    .action(async ({ json }: { readonly json?: boolean }) => {
      const syncs = await withTemporal(listSyncs);
      if (json) return void process.stdout.write(`${JSON.stringify(syncs)}\n`);
      const rows = syncs.map(({ pair, paused, nextAt, last }) => [
        pair.name,
        addressOf(pair.a),
        addressOf(pair.b),
        paused ? 'paused' : (nextAt ?? ''),
        last === null ? 'never' : `${last.startedAt} ${renderOutcome(last)}`,
      ]);
      process.stdout.write(`${renderTable([['NAME', 'A', 'B', 'NEXT', 'LAST'], ...rows])}\n`);
    });
}

function nowCommand(): Command {
  return new Command('now')
    .description('sync a pair at once, or after the sync that runs')
    .argument('<name>', 'of the pair', parseName)
    .option('--force', 'look at everything again, retry what was refused, and take any number of deletions')
    .action(async (name: string, { force = false }: { readonly force?: boolean }) => {
      await withTemporal((client) => (force ? forceSync(client, name) : triggerSync(client, name)));
      const shown = force ? 'the Temporal UI shows' : '`./fixpoint sync list` shows';
      process.stdout.write(`A sync of ${name} was asked for; ${shown} how it goes.\n`);
    });
}

function removeCommand(): Command {
  return new Command('remove')
    .description('sync a pair no longer, and end the sync that runs; both trackers stay as they are')
    .argument('<name>', 'of the pair', parseName)
    .action(async (name: string) => {
      await withTemporal((client) => removeSync(client, name));
      process.stdout.write(`${name} is synced no longer.\n`);
    });
}

/** The first is the default. */
function choice(flags: string, description: string, choices: readonly string[]): Option {
  return new Option(flags, description).choices(choices).default(choices[0]);
}

function addressOf({ forgeInstance, owner, name }: SyncedTracker): string {
  return `${forgeInstance}/${owner}/${name}`;
}

function parseName(text: string): string {
  if (/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(text)) return text;
  throw new InvalidArgumentError('Use up to 64 letters, digits, dots, dashes and underscores.');
}
