import { FixpointError } from '@fixpoint/contracts/errors.ts';
import type { SyncStore } from '@fixpoint/issue-core/sync/store-port.ts';
import { type Db, MongoClient } from 'mongodb';
import type { z } from 'zod';
import { createBlobStore } from './blobs.ts';
import { createLedgerStore } from './ledger.ts';
import type { BlobStore, LedgerStore, RecordStore } from './ports.ts';
import { createRecordStore } from './records.ts';
import type { Redactor } from './redaction.ts';
import { withStoreErrors } from './store-errors.ts';
import { openMongoSyncStore } from './sync-store.ts';

/** One process's connection to the store; what it may reach is decided by the user in its connection string. */
export interface Store {
  readonly blobs: BlobStore;
  /** Records decided by their first insert, in a collection of their own; their shape is checked when read. */
  records<T>(collection: string, schema: z.ZodType<T>): RecordStore<T>;
  /** The ledger; what is appended is redacted first. */
  ledger(redact: Redactor): LedgerStore;
  /** What the sync of this pair of trackers remembers. */
  sync(pair: string): SyncStore;
  /** Asks the store a real question, for readiness. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

export interface StoreOptions {
  /** The service's name, as the server's logs show it. */
  readonly appName: string;
}

const TIMEOUTS = {
  serverSelectionTimeoutMS: 5_000,
  connectTimeoutMS: 5_000,
  waitQueueTimeoutMS: 10_000,
  socketTimeoutMS: 30_000,
};

/**
 * Connects to the store that a MongoDB connection string names; its path is the database.
 *
 * @throws FixpointError STORE_UNAVAILABLE after five seconds without an answer, INVALID_CONFIG
 */
export async function openStore(storeUrl: string, options: StoreOptions): Promise<Store> {
  const client = createClient(storeUrl, options);
  return withStoreErrors(async () => {
    try {
      await client.connect();
    } catch (error) {
      await client.close();
      throw error;
    }
    return wire(client, client.db());
  });
}

function createClient(storeUrl: string, { appName }: StoreOptions): MongoClient {
  try {
    return new MongoClient(storeUrl, { ...TIMEOUTS, appName, writeConcern: { w: 'majority' } });
  } catch {
    // The driver's error may quote the connection string, which holds a password.
    throw new FixpointError('INVALID_CONFIG', 'FIXPOINT_STORE_URL is no valid MongoDB connection string.');
  }
}

function wire(client: MongoClient, db: Db): Store {
  return {
    blobs: createBlobStore(db),
    records: (collection, schema) => createRecordStore(db, collection, schema),
    ledger: (redact) => createLedgerStore(db, redact),
    sync: (pair) => openMongoSyncStore(db, pair),
    ping: () =>
      withStoreErrors(async () => {
        await db.command({ ping: 1 });
      }),
    close: () => withStoreErrors(() => client.close()),
  };
}
