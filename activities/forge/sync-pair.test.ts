import type { SyncPair } from '@fixpoint/contracts/sync.ts';
import { openDatabase } from '@fixpoint/issue-core/sqlite/open-database.ts';
import { openSqliteSyncStore, SYNC_SCHEMA } from '@fixpoint/issue-core/sync/sqlite-store.ts';
import { openMemoryBackend } from '@fixpoint/issue-core/testing/memory-backend.ts';
import { expect, onTestFinished, test } from 'vitest';
import { syncPair } from './sync-pair.ts';

const PAIR: SyncPair = {
  name: 'shop',
  a: { forgeInstance: 'left', owner: 'acme', name: 'shop' },
  b: { forgeInstance: 'right', owner: 'acme', name: 'shop' },
  direction: 'both',
  policy: 'manual',
  deletes: 'close',
  everyMinutes: 15,
};

test.each([
  ['the same on both sides unless the pair says otherwise', {}, ['ann']],
  ['mapped as the pair says', { users: [{ a: 'ann', b: 'ann-b' }] }, ['ann-b']],
])('logins are %s', async (_, said, assignees) => {
  const database = openDatabase(':memory:', [SYNC_SCHEMA]);
  onTestFinished(() => void database.close());
  const left = { ...openMemoryBackend({ people: ['ann'] }), close: async () => undefined };
  const right = { ...openMemoryBackend({ people: ['ann', 'ann-b'] }), close: async () => undefined };
  await left.createIssue({ title: 'Hers', assignees: ['ann'] });

  const counts = await syncPair(
    {
      openTracker: async ({ forgeInstance }) => (forgeInstance === 'left' ? left : right),
      store: (memory) => openSqliteSyncStore(database, memory),
    },
    { pair: { ...PAIR, ...said }, force: false },
    { workflowRunId: 'run', attempt: 1, signal: new AbortController().signal },
  );

  expect(counts).toMatchObject({ created: { a: 0, b: 1 }, failed: 0 });
  expect((await right.getIssue(1)).assignees).toEqual(assignees);
});
