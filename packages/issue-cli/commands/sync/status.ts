import { countConflicts } from '@fixpoint/issue-core/sync/conflicts.ts';
import type { CommandContext } from '../../command-context.ts';
import type { Style } from '../../output/style.ts';
import { renderTable } from '../../output/table.ts';
import { withSyncedPairs } from '../../sync/configured-pairs.ts';

interface PairStatus {
  readonly backends: readonly [string, string];
  /** Of the last run; null while it runs, or when it was interrupted. */
  readonly endedAt: string | null;
  readonly startedAt: string | null;
  readonly issues: number;
  /** To be looked at by the next run. */
  readonly pending: number;
  readonly conflicts: number;
}

export async function printSyncStatus(context: CommandContext): Promise<void> {
  const printer = context.printer();
  const items = await withSyncedPairs(context.world, { access: 'read' }, async (pairs, stores) => {
    const statuses: PairStatus[] = [];
    for (const pair of pairs) {
      const store = stores.storeOf(pair);
      const last = await store.get('run', 'last');
      statuses.push({
        backends: [pair.a.name, pair.b.name],
        startedAt: last?.startedAt ?? null,
        endedAt: last?.endedAt ?? null,
        issues: await store.count('mapping', ''),
        pending: await store.count('work', ''),
        conflicts: await countConflicts(store),
      });
    }
    return statuses;
  });
  await printer.list({ items, total: items.length }, renderStatuses);
  if (items.length === 0) await printer.note('Nothing was synced yet: issue sync pull SOURCE TARGET.');
}

function renderStatuses(statuses: readonly PairStatus[], style: Style): string {
  return renderTable(
    statuses,
    [
      { title: 'PAIR', cell: ({ backends }) => backends.join(' ↔ ') },
      { title: 'LAST SYNC', cell: ({ endedAt }) => endedAt ?? { text: 'interrupted', paint: 'yellow' } },
      { title: 'ISSUES', cell: ({ issues }) => String(issues) },
      { title: 'PENDING', cell: ({ pending }) => String(pending) },
      { title: 'CONFLICTS', cell: ({ conflicts }) => String(conflicts) },
    ],
    style,
  );
}
