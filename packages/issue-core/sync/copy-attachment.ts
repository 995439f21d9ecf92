import type { Attachment } from '../model/comment.ts';
import type { FileAttempts } from './file-attempts.ts';
import { portableFileName } from './file-name.ts';
import type { KnownFiles } from './known-files.ts';
import { createOnce } from './outbox.ts';
import { attachmentOutboxKey, operationIdOf } from './record-keys.ts';
import type { AttachmentPair, Mapping } from './records.ts';
import { contentOf, findSameFile, readFile } from './same-file.ts';
import { otherSide, type PerSide, perSide, type Side } from './side.ts';
import { recordsBelow } from './store-port.ts';
import type { SyncRun } from './sync-run.ts';

/** Puts a file on the other half of its issue too; one that cannot be read is noted, so that it is not tried each time. */
export async function copyAttachment(
  run: SyncRun,
  mapping: Mapping,
  known: KnownFiles,
  source: Side,
  attachment: Attachment,
): Promise<'copied' | 'unreadable'> {
  const target = otherSide(source);
  const bytes = await readFile(run, source, mapping, attachment);
  if (bytes === null) {
    await known.add(pairOf(source, attachment.id, null));
    return 'unreadable';
  }
  const issue = { side: mapping.origin, number: mapping.number[mapping.origin] };
  const name = portableFileName(attachment.name);
  run.log.add({ kind: 'create-attachment', on: target, issue, sourceId: attachment.id, name });
  const backend = run.backends[target];
  const issueNumber = mapping.number[target];
  const content = contentOf(bytes);
  const key = attachmentOutboxKey(mapping.id, source, attachment.id);
  const { item } = await createOnce(run, {
    key,
    row: {
      operationId: operationIdOf(run.store.pair, 'attachment', source, `${mapping.id}/${attachment.id}`),
      on: target,
      source: { number: mapping.number[source], id: attachment.id },
      content: { kind: 'attachment', ...content },
    },
    find: async () =>
      findSameFile(run, target, mapping, known, await backend.listAttachments(issueNumber), content),
    create: (operationId) =>
      backend.addAttachment(issueNumber, { name, bytes }, { ...run.writing, operationId }),
  });
  await known.add(pairOf(source, attachment.id, item.id), { op: 'remove', kind: 'outbox', key });
  return 'copied';
}

/** Knows files again whose copying crashed before that was noted: the trackers have no mark by which to find them. */
export async function resolveAttachmentOutbox(
  run: SyncRun,
  mapping: Mapping,
  known: KnownFiles,
  listed: PerSide<readonly Attachment[]>,
  { attempt }: FileAttempts,
): Promise<void> {
  for (const { key, record } of await recordsBelow(run.store, 'outbox', `attachment/${mapping.id}/`)) {
    const { on, source, content } = record;
    if (content.kind !== 'attachment') continue;
    const remove = { op: 'remove', kind: 'outbox', key } as const;
    const from = otherSide(on);
    if (known.has(from, source.id)) {
      await run.store.commit([remove]);
      continue;
    }
    await attempt(on, async () => {
      const item = await findSameFile(run, on, mapping, known, listed[on], content);
      if (item) await known.add(pairOf(from, source.id, item.id), remove);
      else if (!listed[from].some(({ id }) => id === source.id)) await run.store.commit([remove]);
    });
  }
}

export function pairOf(source: Side, sourceId: string, targetId: string | null): AttachmentPair {
  return { id: perSide((side) => (side === source ? sourceId : targetId)), origin: source };
}
