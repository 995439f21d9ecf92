import type { AttachmentPair, Mapping } from './records.ts';
import { SIDES, type Side } from './side.ts';
import type { StoreWrite } from './store-port.ts';
import type { SyncRun } from './sync-run.ts';

/** Which files of an issue a sync has on both sides, or cannot have. */
export interface KnownFiles {
  has(side: Side, attachmentId: string): boolean;
  /** Also does what goes with it, in the same commit. */
  add(pair: AttachmentPair, ...writes: readonly StoreWrite[]): Promise<void>;
}

export async function readKnownFiles(run: SyncRun, mapping: Mapping): Promise<KnownFiles> {
  let pairs = (await run.store.get('attachments', mapping.id))?.pairs ?? [];
  // A forced run tries again what could not be read.
  const counts = ({ id }: AttachmentPair) => !run.force || SIDES.every((side) => id[side] !== null);
  return {
    has: (side, attachmentId) => pairs.some((pair) => pair.id[side] === attachmentId && counts(pair)),
    async add(pair, ...writes) {
      const isSame = (one: AttachmentPair) =>
        SIDES.some((side) => pair.id[side] !== null && one.id[side] === pair.id[side]);
      pairs = [...pairs.filter((one) => !isSame(one)), pair];
      await run.store.commit([
        { op: 'put', kind: 'attachments', key: mapping.id, record: { pairs } },
        ...writes,
      ]);
    },
  };
}

/** Whether the issue has no file there of which the last sync did not know. */
export async function knowsFiles(run: SyncRun, side: Side, mapping: Mapping): Promise<boolean> {
  if (!run.synced.attachments) return true;
  const [known, listed] = await Promise.all([
    readKnownFiles({ ...run, force: false }, mapping),
    run.backends[side].listAttachments(mapping.number[side]),
  ]);
  return listed.every(({ id }) => known.has(side, id));
}
