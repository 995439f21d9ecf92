import type { BlobRef } from '@fixpoint/contracts/blobs.ts';
import { FixpointError } from '@fixpoint/contracts/errors.ts';
import type { JsonValue } from '@fixpoint/contracts/json.ts';
import { z } from 'zod';
import type { BlobStore } from './ports.ts';
import type { Redactor } from './redaction.ts';

/** What `JSON.stringify` accepts of our own types: interfaces have no index signature and do not fit `JsonValue`. */
type JsonContent = object | string | number | boolean | null;

/** Stores text as UTF-8, with its secrets replaced. @throws FixpointError STORE_UNAVAILABLE */
export async function putText(blobs: BlobStore, text: string, redact: Redactor): Promise<BlobRef> {
  return blobs.put(Buffer.from(redact.text(text), 'utf8'));
}

/** @throws FixpointError STORE_UNAVAILABLE, BLOB_MISSING, BLOB_CORRUPT */
export async function getText(blobs: BlobStore, ref: BlobRef): Promise<string> {
  return Buffer.from(await blobs.get(ref)).toString('utf8');
}

/** Stores a value as JSON, with its secrets replaced. @throws FixpointError STORE_UNAVAILABLE */
export async function putJson(blobs: BlobStore, value: JsonContent, redact: Redactor): Promise<BlobRef> {
  const plain: JsonValue = JSON.parse(JSON.stringify(value));
  return blobs.put(Buffer.from(JSON.stringify(redact.json(plain)), 'utf8'));
}

/**
 * Reads JSON that fits a schema.
 *
 * @throws FixpointError STORE_UNAVAILABLE, BLOB_MISSING, BLOB_CORRUPT; INVALID_INPUT when it does not fit
 */
export async function getJson<T>(blobs: BlobStore, ref: BlobRef, schema: z.ZodType<T>): Promise<T> {
  const text = await getText(blobs, ref);
  const parsed = schema.safeParse(parseJson(text, ref));
  if (parsed.success) return parsed.data;
  throw new FixpointError('INVALID_INPUT', `Blob ${ref.sha256}: ${z.prettifyError(parsed.error)}`);
}

function parseJson(text: string, ref: BlobRef): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new FixpointError('INVALID_INPUT', `Blob ${ref.sha256} is no JSON.`, { cause });
  }
}
