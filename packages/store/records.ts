import { FixpointError } from '@fixpoint/contracts/errors.ts';
import type { Db } from 'mongodb';
import { z } from 'zod';
import type { RecordStore } from './ports.ts';
import { isDuplicateKey, withStoreErrors } from './store-errors.ts';

/** The value is kept as JSON text: BSON would change number types and refuse some field names. */
interface RecordDocument {
  readonly _id: string;
  readonly value: string;
}

/**
 * Records in one collection, read and inserted by key only, so that every step is one indexed round trip.
 *
 * @throws FixpointError STORE_UNAVAILABLE; INVALID_INPUT when what stands there does not fit the schema
 */
export function createRecordStore<T>(db: Db, collection: string, schema: z.ZodType<T>): RecordStore<T> {
  const documents = db.collection<RecordDocument>(collection);

  async function find(key: string): Promise<T | null> {
    const found = await withStoreErrors(() => documents.findOne({ _id: key }));
    return found === null ? null : parseRecord(schema, `${collection}/${key}`, found.value);
  }

  async function insert(key: string, value: T): Promise<{ inserted: boolean; value: T }> {
    const inserted = await withStoreErrors(() => insertOnce(key, JSON.stringify(value)));
    if (inserted) return { inserted, value };
    const standing = await find(key);
    if (standing !== null) return { inserted: false, value: standing };
    throw new FixpointError('STORE_UNAVAILABLE', `${collection}/${key} is taken, but cannot be read.`);
  }

  async function insertOnce(key: string, value: string): Promise<boolean> {
    try {
      await documents.insertOne({ _id: key, value });
      return true;
    } catch (error) {
      if (isDuplicateKey(error)) return false;
      throw error;
    }
  }

  return { find, insert };
}

function parseRecord<T>(schema: z.ZodType<T>, name: string, text: string): T {
  const parsed = schema.safeParse(JSON.parse(text));
  if (parsed.success) return parsed.data;
  throw new FixpointError('INVALID_INPUT', `Record ${name}: ${z.prettifyError(parsed.error)}`);
}
