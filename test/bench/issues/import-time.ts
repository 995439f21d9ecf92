import { join } from 'node:path';
import { openLocalBackend } from '@fixpoint/issue-core/local/open-local-backend.ts';
import { openDatabase } from '@fixpoint/issue-core/sqlite/open-database.ts';
import { runSync } from '@fixpoint/issue-core/sync/engine.ts';
import { openSqliteSyncStore, SYNC_SCHEMA } from '@fixpoint/issue-core/sync/sqlite-store.ts';
import type { Figure } from '../figure.ts';
import { renderSeconds, timed } from '../timing.ts';
import { madeUpIssues } from './made-up-issues.ts';

const ISSUES = 10_000;
const COMMENTS_OF_EACH = 3;
const SIZE = '10,000 issues with 30,000 comments';

/** Into a local store: by whoever has them at hand, and by a first sync from another store. */
export async function measureImport(folder: string): Promise<Figure[]> {
  const source = openLocalBackend({ path: join(folder, 'source.db'), login: 'bench' });
  const target = openLocalBackend({ path: join(folder, 'target.db'), login: 'bench' });
  const database = openDatabase(join(folder, 'sync.db'), [SYNC_SCHEMA]);
  try {
    const issues = issuesAtHand();
    const imported = await timed(() =>
      source.importing(async () => {
        for (const { issue, comments } of issues) {
          const { number } = await source.createIssue(issue);
          for (const comment of comments) await source.createComment(number, comment);
        }
      }),
    );
    const store = openSqliteSyncStore(database, 'bench');
    const sync = { a: source, b: target, store, direction: 'a-to-b' } as const;
    let failed = 0;
    const synced = await timed(() =>
      target.importing(async () => {
        failed = (await runSync(sync)).failed.length;
      }),
    );
    const { total } = await target.listIssues({
      query: { kind: 'everything' },
      sort: { field: 'number', descending: false },
      pageSize: 1,
      cursor: null,
    });
    if (failed > 0 || total !== ISSUES) throw new Error(`${total} issues arrived, and ${failed} failed`);
    return [
      { name: `import of ${SIZE}`, value: renderSeconds(imported), aim: '10 s' },
      { name: `first sync of ${SIZE} into an empty store`, value: renderSeconds(synced), aim: '' },
    ];
  } finally {
    database.close();
    await target.close();
    await source.close();
  }
}

function issuesAtHand() {
  const made = madeUpIssues(3);
  return Array.from({ length: ISSUES }, () => ({
    issue: made.issue(),
    comments: Array.from({ length: COMMENTS_OF_EACH }, () => made.comment()),
  }));
}
