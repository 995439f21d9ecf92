import { syncMemoryOf } from '@fixpoint/contracts/sync.ts';
import { safeLine } from '@fixpoint/issue-cli/output/safe-text.ts';
import { listConflicts, resolutionsFor, resolveConflict } from '@fixpoint/issue-core/sync/conflicts.ts';
import type { Resolution } from '@fixpoint/issue-core/sync/records.ts';
import type { SyncStore } from '@fixpoint/issue-core/sync/store-port.ts';
import { Command, Option } from 'commander';
import { withStore, withTemporal } from '../platform/open-client.ts';
import { readPair } from '../sync/schedules.ts';

interface ResolveFlags {
  readonly take?: Exclude<Resolution['take'], 'text'>;
  readonly text?: string;
}

/** `fixpoint sync conflicts`: what both sides changed, until somebody decides. */
export function conflictsCommand(): Command {
  return new Command('conflicts')
    .description('what waits for a decision: both sides changed the same, or one refused it')
    .argument('<name>', 'of the pair')
    .option('--json', 'print one array for machines')
    .action(async (name: string, { json }: { readonly json?: boolean }) => {
      const conflicts = await withMemory(name, listConflicts);
      const told = conflicts.map(({ key, record }) => ({
        key,
        ...record,
        resolutions: resolutionsFor(record),
      }));
      if (json) return void process.stdout.write(`${JSON.stringify(told)}\n`);
      if (told.length === 0) return void process.stdout.write('No conflict waits.\n');
      for (const { key, number, field, reason, value, resolutions } of told)
        process.stdout.write(
          [
            `${safeLine(key)}  a#${number.a} b#${number.b} ${safeLine(field)}: ${reason}`,
            `  a: ${safeLine(value.a ?? '(nothing)')}`,
            `  b: ${safeLine(value.b ?? '(nothing)')}`,
            `  ./fixpoint sync resolve ${name} '${safeLine(key)}' with ${waysOf(resolutions)}\n`,
          ].join('\n'),
        );
    });
}

/** `fixpoint sync resolve`: decides one of them; the next sync carries it out. */
export function resolveCommand(): Command {
  return new Command('resolve')
    .description('decide a conflict; the next sync carries it out')
    .argument('<name>', 'of the pair')
    .argument('<key>', 'as `sync conflicts` prints it')
    .addOption(
      new Option('--take <what>', 'what holds')
        .choices(['a', 'b', 'as-it-is', 'try-again'])
        .conflicts('text'),
    )
    .option('--text <text>', 'a text instead of both')
    .action(async (name: string, key: string, { take, text }: ResolveFlags, command: Command) => {
      const resolution = text === undefined ? take && { take } : ({ take: 'text', text } as const);
      if (!resolution) command.error('Say what holds: --take WHAT, or --text TEXT.');
      await withMemory(name, (memory) => resolveConflict(memory, key, resolution));
      process.stdout.write(`Decided ${safeLine(key)}; \`./fixpoint sync now ${name}\` carries it out.\n`);
    });
}

/** What the syncs of the pair that is scheduled under this name remember. @throws FixpointError SYNC_UNKNOWN */
async function withMemory<T>(name: string, work: (memory: SyncStore) => Promise<T>): Promise<T> {
  const pair = await withTemporal((client) => readPair(client, name));
  return withStore((store) => work(store.sync(syncMemoryOf(pair))));
}

function waysOf(resolutions: readonly string[]): string {
  return resolutions.map((way) => (way === 'text' ? '--text TEXT' : `--take ${way}`)).join(', ');
}
