import { join } from 'node:path';
import { openLocalBackend } from '@fixpoint/issue-core/local/open-local-backend.ts';
import { openDatabase } from '@fixpoint/issue-core/sqlite/open-database.ts';
import { runSync } from '@fixpoint/issue-core/sync/engine.ts';
import { openSqliteSyncStore, SYNC_SCHEMA } from '@fixpoint/issue-core/sync/sqlite-store.ts';
import { type Figure, withinMs } from '../figure.ts';
import { renderSeconds, type Timing, timed } from '../timing.ts';
import { forgeInMemory } from './forge-in-memory.ts';
import { madeUpIssues } from './made-up-issues.ts';

const ISSUES = 10_000;
const COMMENTS_OF_EACH = 3;
const SIZE = '10,000 issues with 30,000 comments';
const AIM_MS = 10_000;

/** Into a local store: by whoever has them at hand, and by the first `issue sync pull` from a forge, without its network. */
export async function measureImport(folder: string): Promise<Figure[]> {
  return [
    figure(`import of ${SIZE}`, await timeOfImport(join(folder, 'imported.db'))),
    figure(`first pull of ${SIZE}`, await timeOfPull(folder)),
  ];
}

async function timeOfImport(path: string): Promise<Timing> {
  const backend = openLocalBackend({ path, login: 'bench' });
  const made = madeUpIssues(3);
  const issues = Array.from({ length: ISSUES }, () => ({
    issue: made.issue(),
    comments: Array.from({ length: COMMENTS_OF_EACH }, () => made.comment()),
  }));
  try {
    return await timed(() =>
      backend.importing(async () => {
        for (const { issue, comments } of issues) {
          const { number } = await backend.createIssue(issue);
          for (const comment of comments) await backend.createComment(number, comment);
        }
      }),
    );
  } finally {
    await backend.close();
  }
}

async function timeOfPull(folder: string): Promise<Timing> {
  const forge = forgeInMemory(madeUpIssues(3), { issues: ISSUES, commentsOfEach: COMMENTS_OF_EACH });
  const local = openLocalBackend({ path: join(folder, 'pulled.db'), login: 'bench' });
  const database = openDatabase(join(folder, 'sync.db'), [SYNC_SCHEMA]);
  try {
    const store = openSqliteSyncStore(database, 'bench');
    const { result, ...timing } = await timed(() =>
      runSync({ a: forge, b: local, store, direction: 'a-to-b' }),
    );
    if (result.failed.length > 0 || result.created.b !== ISSUES) {
      throw new Error(`${result.created.b} issues arrived, and ${result.failed.length} failed`);
    }
    return timing;
  } finally {
    database.close();
    await local.close();
  }
}

function figure(name: string, timing: Timing): Figure {
  return { name, value: renderSeconds(timing), aim: `${AIM_MS / 1000} s`, verdict: withinMs(timing, AIM_MS) };
}
