import type { BlobRef } from '@fixpoint/contracts/blobs.ts';
import { FixpointError } from '@fixpoint/contracts/errors.ts';
import { z } from 'zod';
import type { BlobStore } from './ports.ts';

/**
 * Reads a JSON blob.
 *
 * @throws FixpointError BLOB_MISSING, BLOB_CORRUPT; INVALID_INPUT when it does not fit the schema
 */
export async function readJson<T>(blobs: BlobStore, ref: BlobRef, schema: z.ZodType<T>): Promise<T> {
  const parsed = schema.safeParse(parseJson(ref, new TextDecoder().decode(await blobs.get(ref))));
  if (parsed.success) return parsed.data;
  throw new FixpointError('INVALID_INPUT', `Blob ${ref.sha256}: ${z.prettifyError(parsed.error)}`);
}

export function writeJson(blobs: BlobStore, value: unknown): Promise<BlobRef> {
  return blobs.put(new TextEncoder().encode(JSON.stringify(value)));
}

function parseJson(ref: BlobRef, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new FixpointError('INVALID_INPUT', `Blob ${ref.sha256} is not JSON.`, { cause });
  }
}
