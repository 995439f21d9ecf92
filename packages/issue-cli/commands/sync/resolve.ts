import { FixpointError } from '@fixpoint/contracts/errors.ts';
import { resolveConflict } from '@fixpoint/issue-core/sync/conflicts.ts';
import type { Conflict, Resolution } from '@fixpoint/issue-core/sync/records.ts';
import type { CommandContext } from '../../command-context.ts';
import { renderLine } from '../../output/render-done.ts';
import { refuseReadOnly } from '../../session/read-only.ts';
import { withSyncedPairs } from '../../sync/configured-pairs.ts';
import { type Pair, sideOf } from '../../sync/pair.ts';
import { UsageError } from '../../usage-error.ts';
import type { ResolveFlags } from './request.ts';
import { resolutionFlags, resolutionNamesFor, writtenAs } from './resolution-flags.ts';

export async function resolveSyncConflict(
  context: CommandContext,
  key: string,
  flags: ResolveFlags,
): Promise<void> {
  const printer = context.printer();
  refuseReadOnly(context.world, context.flags(), 'sync resolve');
  const resolution = await withSyncedPairs(context.world, { access: 'write' }, async (pairs, stores) => {
    for (const pair of pairs) {
      const store = stores.storeOf(pair);
      const conflict = await store.get('conflict', key);
      if (!conflict) continue;
      const decided = resolutionOf(flags, pair, conflict);
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

/** @throws UsageError that names what this conflict can be resolved by */
function resolutionOf(flags: ResolveFlags, pair: Pair, conflict: Conflict): Resolution {
  const backends = { a: pair.a.name, b: pair.b.name };
  const names = resolutionNamesFor(conflict, backends);
  const resolution = wantedBy(flags, pair);
  if (resolution && names.includes(writtenAs(resolution.take, backends))) return resolution;
  throw new UsageError(`Say what holds: ${resolutionFlags(names)}.`);
}

function wantedBy({ take, text }: ResolveFlags, pair: Pair): Resolution | null {
  if (text !== undefined) {
    if (take !== undefined && take !== 'text') throw new UsageError('Give either --take or --text.');
    return { take: 'text', text };
  }
  if (take === 'as-it-is' || take === 'try-again') return { take };
  if (take === pair.a.name || take === pair.b.name) return { take: sideOf(pair, take) };
  return null;
}
