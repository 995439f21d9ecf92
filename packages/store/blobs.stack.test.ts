import { randomBytes } from 'node:crypto';
import { Binary } from 'mongodb';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { type BlobDocument, CHUNK_BYTES, INLINE_BYTES } from './blobs.ts';
import { readJson, writeJson } from './json-blobs.ts';
import { sha256 } from './sha256.ts';
import { createTestDatabase, type TestDatabase } from './testing/test-database.ts';

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase('store');
});
afterAll(() => database.remove());

function documents() {
  return database.db.collection<BlobDocument>('blobs');
}

test.each([0, 1, INLINE_BYTES, INLINE_BYTES + 1, CHUNK_BYTES, 5 * CHUNK_BYTES + 17])(
  '%i bytes come back',
  async (size) => {
    const bytes = randomBytes(size);

    const ref = await database.store.blobs.put(bytes);
    const read = await database.store.blobs.get(ref);

    expect(ref).toEqual({ sha256: sha256(bytes), sizeBytes: size });
    expect(Buffer.compare(read, bytes)).toBe(0);
  },
);

test.each([100, 2 * CHUNK_BYTES])('50 writers of the same %i bytes all succeed', async (size) => {
  const bytes = randomBytes(size);

  const refs = await Promise.all(Array.from({ length: 50 }, () => database.store.blobs.put(bytes)));

  expect(new Set(refs.map((ref) => ref.sha256)).size).toBe(1);
  expect(sha256(await database.store.blobs.get({ sha256: sha256(bytes), sizeBytes: size }))).toBe(
    sha256(bytes),
  );
});

test('a blob that nobody wrote, or only half, is missing', async () => {
  const bytes = randomBytes(2 * CHUNK_BYTES);
  const half = { sha256: sha256(bytes), sizeBytes: bytes.byteLength };
  await documents().insertOne({ _id: `${half.sha256}/0`, bytes: new Binary(bytes.subarray(0, CHUNK_BYTES)) });

  await expect(database.store.blobs.get(half)).rejects.toMatchObject({ code: 'BLOB_MISSING' });

  await database.store.blobs.put(bytes);
  expect(Buffer.compare(await database.store.blobs.get(half), bytes)).toBe(0);
});

test('altered and lost chunks are refused', async () => {
  const altered = await database.store.blobs.put(randomBytes(2 * CHUNK_BYTES));
  const lost = await database.store.blobs.put(randomBytes(2 * CHUNK_BYTES));
  await documents().deleteMany({ _id: { $in: [`${altered.sha256}/1`, `${lost.sha256}/1`] } });
  await documents().insertOne({ _id: `${altered.sha256}/1`, bytes: new Binary(randomBytes(CHUNK_BYTES)) });

  await expect(database.store.blobs.get(altered)).rejects.toMatchObject({ code: 'BLOB_CORRUPT' });
  await expect(database.store.blobs.get(lost)).rejects.toMatchObject({ code: 'BLOB_CORRUPT' });
});

test('JSON comes back, and what does not fit its schema, or is none, is refused', async () => {
  const { blobs } = database.store;
  const json = await writeJson(blobs, { a: 'ü' });
  const text = await blobs.put(Buffer.from('{'));

  expect(await readJson(blobs, json, z.object({ a: z.string() }))).toEqual({ a: 'ü' });
  await expect(readJson(blobs, json, z.object({ a: z.number() }))).rejects.toMatchObject({
    code: 'INVALID_INPUT',
  });
  await expect(readJson(blobs, text, z.unknown())).rejects.toMatchObject({ code: 'INVALID_INPUT' });
});
