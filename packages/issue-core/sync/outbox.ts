import type { Outbox } from './records.ts';
import { isAmbiguous } from './sync-errors.ts';
import type { SyncRun } from './sync-run.ts';

export interface Creation<T> {
  readonly key: string;
  readonly row: Omit<Outbox, 'attempts'>;
  /** By the operation id of the row. */
  find(operationId: string): Promise<T | null>;
  create(operationId: string): Promise<T>;
}

export interface Created<T> {
  readonly item: T;
  /** With what it was created; an earlier attempt may have had other content. */
  readonly content: Outbox['content'];
  /** Found, not answered: the creation may have got stuck half-way, and others may have edited it since. */
  readonly found: boolean;
}

/**
 * Creates something at most once, whatever crashes: its row is written first, and a row that stands already, or an answer
 * that got lost, means to look for it before it is created again. The row goes with the commit that maps what was created.
 */
export async function createOnce<T>(run: SyncRun, creation: Creation<T>): Promise<Created<T>> {
  const { key, row } = creation;
  const before = await run.store.get('outbox', key);
  if (before) {
    const item = await creation.find(before.operationId);
    if (item !== null) return { item, content: before.content, found: true };
  }
  const record: Outbox = { ...row, attempts: (before?.attempts ?? 0) + 1 };
  await run.store.commit([{ op: 'put', kind: 'outbox', key, record }]);
  try {
    return { item: await creation.create(row.operationId), content: row.content, found: false };
  } catch (error) {
    if (!isAmbiguous(error)) throw error;
    const item = await findQuietly(creation, row.operationId);
    if (item === null) throw error;
    return { item, content: row.content, found: true };
  }
}

/** Whatever goes wrong now, the next run looks again: the first error says more. */
async function findQuietly<T>(creation: Creation<T>, operationId: string): Promise<T | null> {
  try {
    return await creation.find(operationId);
  } catch (error) {
    if (isAmbiguous(error)) return null;
    throw error;
  }
}
