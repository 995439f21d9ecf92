import { FixpointError } from '@fixpoint/contracts/errors.ts';
import type { Attachment } from '../model/comment.ts';
import { copyAttachment, pairOf, resolveAttachmentOutbox } from './copy-attachment.ts';
import { createFileAttempts, type FileAttempts, type FileFailure } from './file-attempts.ts';
import { portableFileName } from './file-name.ts';
import { type KnownFiles, readKnownFiles } from './known-files.ts';
import type { Mapping } from './records.ts';
import { contentOf, findSameFile, readFile } from './same-file.ts';
import { otherSide, type PerSide, SIDES, type Side } from './side.ts';
import type { SyncRun } from './sync-run.ts';

export interface AttachmentsSynced {
  readonly touched: PerSide<boolean>;
  readonly left: PerSide<boolean>;
  /** By the side on which they were put. */
  readonly copied: PerSide<number>;
  readonly unreadable: number;
  /** Of the first file that was not copied; the others, and the rest of the issue, go on all the same. */
  readonly failure: FileFailure | null;
}

/** Anybody may write links to files into the texts of an issue, each of which costs requests. */
const MAX_FILES = 200;

const NOTHING: AttachmentsSynced = {
  touched: { a: false, b: false },
  left: { a: false, b: false },
  copied: { a: 0, b: 0 },
  unreadable: 0,
  failure: null,
};

/**
 * Copies files that only one of two issues has to the other. They are only ever added: what was deleted at one side stays at
 * the other.
 *
 * @param created the side on which the issue was created a moment ago, so that it has no file yet
 */
export async function syncAttachments(
  run: SyncRun,
  mapping: Mapping,
  created: Side | null,
): Promise<AttachmentsSynced> {
  if (!run.synced.attachments) return NOTHING;
  const attempts = createFileAttempts();
  const list = async (side: Side) =>
    side === created
      ? []
      : firstFiles(attempts, side, await run.backends[side].listAttachments(mapping.number[side]));
  const listed = { a: await list('a'), b: await list('b') };
  const known = await readKnownFiles(run, mapping);
  await resolveAttachmentOutbox(run, mapping, known, listed, attempts);
  const undecided = await tieSameFiles(run, mapping, known, listed, attempts);

  const left = { a: false, b: false };
  const copied = { a: 0, b: 0 };
  let unreadable = 0;
  for (const source of SIDES) {
    const target = otherSide(source);
    for (const attachment of listed[source]) {
      if (known.has(source, attachment.id) || undecided.has(attachment)) continue;
      if (!run.writable[target]) {
        left[source] = true;
        continue;
      }
      await run.step();
      await attempts.attempt(source, async () => {
        if ((await copyAttachment(run, mapping, known, source, attachment)) === 'copied') copied[target] += 1;
        else unreadable += 1;
      });
    }
  }
  const touched = { a: copied.a > 0, b: copied.b > 0 };
  return { touched, left, copied, unreadable, failure: attempts.failure };
}

function firstFiles({ fail }: FileAttempts, side: Side, files: readonly Attachment[]): readonly Attachment[] {
  if (files.length <= MAX_FILES) return files;
  const detail = `It has ${files.length} files, of which the first ${MAX_FILES} are synced.`;
  fail(side, new FixpointError('FORGE_REFUSED', detail));
  return files.slice(0, MAX_FILES);
}

/**
 * A file that both sides have, and that no sync copied, is one: as after the memory of the sync was lost. Answers with those
 * of which it could not be told.
 */
async function tieSameFiles(
  run: SyncRun,
  mapping: Mapping,
  known: KnownFiles,
  listed: PerSide<readonly Attachment[]>,
  { attempt }: FileAttempts,
): Promise<ReadonlySet<Attachment>> {
  const undecided = new Set<Attachment>();
  for (const attachment of listed.a) {
    if (known.has('a', attachment.id)) continue;
    const name = portableFileName(attachment.name);
    const alike = listed.b.filter(
      (other) =>
        !known.has('b', other.id) && portableFileName(other.name) === name && mayBeAsBig(attachment, other),
    );
    if (alike.length === 0) continue;
    const isDecided = await attempt('a', async () => {
      const bytes = await readFile(run, 'a', mapping, attachment);
      const same = bytes && (await findSameFile(run, 'b', mapping, known, alike, contentOf(bytes)));
      if (same) await known.add(pairOf('a', attachment.id, same.id));
    });
    if (!isDecided) for (const file of [attachment, ...alike]) undecided.add(file);
  }
  return undecided;
}

function mayBeAsBig({ sizeBytes: one }: Attachment, { sizeBytes: other }: Attachment): boolean {
  return one === null || other === null || one === other;
}
