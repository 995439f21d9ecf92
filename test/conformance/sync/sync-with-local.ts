import type { IssueBackend } from '@fixpoint/issue-core/backend/port.ts';
import { type LocalBackend, openLocalBackend } from '@fixpoint/issue-core/local/open-local-backend.ts';
import { openDatabase } from '@fixpoint/issue-core/sqlite/open-database.ts';
import { runSync, type SyncOptions } from '@fixpoint/issue-core/sync/engine.ts';
import type { SyncReport } from '@fixpoint/issue-core/sync/report.ts';
import { openSqliteSyncStore, SYNC_SCHEMA } from '@fixpoint/issue-core/sync/sqlite-store.ts';

export interface SyncWithLocal {
  readonly local: LocalBackend;
  sync(options?: Partial<SyncOptions>): Promise<SyncReport>;
  close(): Promise<void>;
}

/** A tracker at a forge (a) and a local one (b), both with the given clock, and what syncs remember of them. */
export function syncWithLocal(forge: IssueBackend, clock: Pick<SyncOptions, 'now' | 'wait'>): SyncWithLocal {
  const { now } = clock;
  const local = openLocalBackend({ path: ':memory:', login: 'ann', ...(now ? { now } : {}) });
  const database = openDatabase(':memory:', [SYNC_SCHEMA]);
  const store = openSqliteSyncStore(database, 'forge-local');
  return {
    local,
    sync: (options = {}) => runSync({ a: forge, b: local, store, direction: 'both', ...clock, ...options }),
    async close() {
      await local.close();
      database.close();
    },
  };
}

export const LOG = new TextEncoder().encode('of two, größer\n');

/** Issues with all that a sync carries: labels, a milestone, comments, a link, a file where the tracker takes any. */
export async function fill(tracker: IssueBackend): Promise<void> {
  const milestone = { title: 'v1', description: 'the first', dueOn: '2030-01-31' };
  await tracker.createMilestone(milestone);
  await tracker.saveLabel({ name: 'ui', color: '#112233', description: 'what people see' });
  for (const title of ['one', 'two', 'three']) {
    await tracker.createIssue({
      title,
      body: `of ${title}`,
      labels: ['ui'],
      milestone: 'v1',
      priority: 'high',
    });
  }
  await tracker.createComment(1, 'first');
  await tracker.createComment(2, 'second');
  if (tracker.capabilities.attachments === 'native')
    await tracker.addAttachment(2, { name: 'log of two.txt', bytes: LOG });
  const kind = tracker.capabilities['blocked-by'] === 'native' ? 'blocked_by' : 'relates';
  await tracker.addLink(1, { kind, number: 2 });
  // Gitea closes nothing that is blocked.
  await tracker.updateIssue(3, { state: 'closed' });
  await tracker.addLink(3, { kind, number: 1 });
}
