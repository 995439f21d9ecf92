import { FixpointError } from '@fixpoint/contracts/errors.ts';
import { resolveConflict } from '@fixpoint/issue-core/sync/conflicts.ts';
import type { Resolution } from '@fixpoint/issue-core/sync/records.ts';
import type { CommandContext } from '../../command-context.ts';
import { renderLine } from '../../output/render-done.ts';
import { isReadOnly } from '../../session/read-only.ts';
import { withSyncedPairs } from '../../sync/configured-pairs.ts';
import { type Pair, sideOf } from '../../sync/pair.ts';
import { UsageError } from '../../usage-error.ts';
import type { ResolveFlags } from './request.ts';

export async function resolveSyncConflict(
  context: CommandContext,
  key: string,
  flags: ResolveFlags,
): Promise<void> {
  const printer = context.printer();
  if (isReadOnly(context.world, context.flags()))
    throw new FixpointError('READ_ONLY', 'sync resolve was refused.');
  const resolution = await withSyncedPairs(context.world, { access: 'write' }, async (pairs, stores) => {
    for (const pair of pairs) {
      const store = stores.storeOf(pair);
      if (!(await store.get('conflict', key))) continue;
      const decided = resolutionOf(flags, pair);
      await resolveConflict(store, key, decided);
      return decided;
    }
    throw new FixpointError(
      'ISSUE_NOT_FOUND',
      `There is no conflict ${key}; \`issue sync conflicts\` lists them.`,
    );
  });
  await printer.one({ key, resolution }, renderLine(`decided ${key}; the next sync carries it out`));
}

function resolutionOf({ take, text }: ResolveFlags, pair: Pair): Resolution {
  if (text !== undefined) {
    if (take !== undefined && take !== 'text') throw new UsageError('Give either --take or --text.');
    return { take: 'text', text };
  }
  if (take === 'as-it-is' || take === 'try-again') return { take };
  if (take === pair.a.name || take === pair.b.name) return { take: sideOf(pair, take) };
  throw new UsageError(
    `Say what holds: --take ${pair.a.name}, --take ${pair.b.name}, --take as-it-is, --take try-again, or --text TEXT.`,
  );
}
