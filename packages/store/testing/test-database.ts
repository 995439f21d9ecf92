import { randomUUID } from 'node:crypto';
import { readStackConfig } from '@fixpoint/config/stack.ts';
import { type Db, MongoClient } from 'mongodb';
import { openStore, type Store } from '../connect.ts';

export interface TestDatabase {
  readonly store: Store;
  /** For arranging what no honest writer would leave behind. */
  readonly db: Db;
  remove(): Promise<void>;
}

/** A database of the test's own on the local stack's store; `part` names who left it behind, should it stay. */
export async function createTestDatabase(part: string): Promise<TestDatabase> {
  const url = new URL(readStackConfig().storeUrl);
  url.pathname = `/test_${part}_${randomUUID().slice(0, 8)}`;
  const client = await new MongoClient(url.href).connect();
  const store = await openStore(url.href, { appName: `test-${part}` });
  const remove = async () => {
    await store.close();
    await client.db().dropDatabase();
    await client.close();
  };
  return { store, db: client.db(), remove };
}
