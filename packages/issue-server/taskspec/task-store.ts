import type { Database } from '@fixpoint/issue-core/sqlite/open-database.ts';
import { z } from 'zod';
import { reading, rowAs, writing } from '../store/rows.ts';

export interface TaskKey {
  readonly keyId: string;
  readonly taskId: string;
}

export interface KnownTask {
  readonly backend: string;
  readonly issue: number;
  readonly payloadHash: string;
}

/** Which task became which issue. Each API key has its own, so that nobody refers to, or guesses, another's. */
export interface TaskStore {
  find(key: TaskKey): KnownTask | null;
  save(key: TaskKey, task: KnownTask): void;
}

const Row = z.object({ backend: z.string(), issue: z.number(), payload_hash: z.string() });

export function createTaskStore(database: Database, now: () => Date): TaskStore {
  const find = database.prepare('SELECT * FROM server_tasks WHERE key_id = ? AND task_id = ?');
  const save = database.prepare('INSERT OR REPLACE INTO server_tasks VALUES (?, ?, ?, ?, ?, ?)');

  return {
    find({ keyId, taskId }) {
      const found = reading(database, () => find.get(keyId, taskId));
      if (found === undefined) return null;
      const { backend, issue, payload_hash: payloadHash } = rowAs(Row, found);
      return { backend, issue, payloadHash };
    },
    save({ keyId, taskId }, { backend, issue, payloadHash }) {
      writing(database, () => save.run(keyId, taskId, backend, issue, payloadHash, now().getTime()));
    },
  };
}
