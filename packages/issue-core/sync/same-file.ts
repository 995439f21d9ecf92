import { hash } from 'node:crypto';
import { FixpointError } from '@fixpoint/contracts/errors.ts';
import { type Attachment, MAX_ATTACHMENT_BYTES } from '../model/comment.ts';
import type { KnownFiles } from './known-files.ts';
import type { Mapping } from './records.ts';
import type { Side } from './side.ts';
import { isMissing } from './sync-errors.ts';
import type { SyncRun } from './sync-run.ts';

/** By which a file is known again wherever it is. */
export interface FileContent {
  readonly sizeBytes: number;
  readonly sha256: string;
}

export function contentOf(bytes: Uint8Array): FileContent {
  return { sizeBytes: bytes.byteLength, sha256: hash('sha256', bytes) };
}

/**
 * The bytes of a file; null when the tracker has none, as behind a link that leads nowhere.
 *
 * @throws FixpointError FORGE_REFUSED when there are too many; of the tracker
 */
export async function readFile(
  run: SyncRun,
  side: Side,
  mapping: Mapping,
  { id, name, sizeBytes }: Attachment,
): Promise<Uint8Array | null> {
  if (sizeBytes !== null && sizeBytes > MAX_ATTACHMENT_BYTES) {
    const detail = `${name.slice(0, 100)}: files of more than ${MAX_ATTACHMENT_BYTES} bytes are not synced.`;
    throw new FixpointError('FORGE_REFUSED', detail);
  }
  const backend = run.backends[side];
  try {
    return await backend.readAttachment(mapping.number[side], id);
  } catch (error) {
    if (!isMissing(error) || !(await backend.isReadable())) throw error;
    return null;
  }
}

/** The first file with this content that is not known yet. */
export async function findSameFile(
  run: SyncRun,
  side: Side,
  mapping: Mapping,
  known: KnownFiles,
  candidates: readonly Attachment[],
  { sizeBytes, sha256 }: FileContent,
): Promise<Attachment | null> {
  for (const candidate of candidates) {
    if (known.has(side, candidate.id)) continue;
    if (candidate.sizeBytes !== null && candidate.sizeBytes !== sizeBytes) continue;
    const bytes = await readFile(run, side, mapping, candidate);
    if (bytes !== null && contentOf(bytes).sha256 === sha256) return candidate;
  }
  return null;
}
