import type { FixpointError } from '@fixpoint/contracts/errors.ts';
import type { Issue } from '../model/issue.ts';
import { createIssueFrom } from './create-issue.ts';
import type { FileFailure } from './file-attempts.ts';
import { createOperationLog } from './operations.ts';
import { issueKey } from './record-keys.ts';
import type { Mapping, Seen, Work } from './records.ts';
import { otherSide, type PerSide, perSide, SIDES, type Side, withSide } from './side.ts';
import { type AttachmentsSynced, syncAttachments } from './sync-attachments.ts';
import { syncComments } from './sync-comments.ts';
import { isMissing } from './sync-errors.ts';
import { type IssueSynced, readIssue, syncFields } from './sync-issue.ts';
import { type SyncRun, seenOf } from './sync-run.ts';
import { buryIssue } from './tombstones.ts';

/** What is known of a pair between its fields and its links: small, because every pair of a run has one. */
export interface OpenPair {
  readonly mappingId: string;
  readonly touched: PerSide<boolean>;
  readonly left: PerSide<boolean>;
  /** Null on a side whose issue has to be read again to know. */
  readonly seen: PerSide<Seen | null>;
  readonly stamps: PerSide<{ readonly updatedAt: string }>;
  /** Of one of its files: the issue stays work of that side. */
  readonly failure: FileFailure | null;
  /** Nothing but its links is dealt with: what failed of the rest stays work. */
  readonly linksOnly: boolean;
}

export type FileCounts = Pick<AttachmentsSynced, 'copied' | 'unreadable'>;

export type ItemOutcome =
  | {
      readonly kind: 'open';
      readonly pair: OpenPair;
      readonly files: FileCounts;
      readonly result: 'created' | 'updated' | 'unchanged';
    }
  | { readonly kind: 'tombstoned'; readonly mapping: Mapping }
  /** Nothing to be done about it, now or later. */
  | { readonly kind: 'nothing'; readonly mapping: Mapping | null }
  /** For a run of another direction. */
  | { readonly kind: 'left' };

/**
 * Brings one issue, its comments and its files to the other side and back; its links follow later (`finish-pair.ts`). `held` says on
 * which side a new issue may be one of ours that could not be looked for.
 */
export async function syncItem(
  run: SyncRun,
  { side, number }: Work,
  held: PerSide<FixpointError | null>,
): Promise<ItemOutcome> {
  const mapping = await mappingOf(run, side, number);
  if (mapping) return syncMapped(run, mapping);
  const issue = await readUnmapped(run, side, number);
  if (!issue) return { kind: 'nothing', mapping: null };
  const target = otherSide(side);
  if (!run.writable[target]) return { kind: 'left' };
  if (held[side]) throw held[side];
  const startedMs = run.now();
  const created = await createIssueFrom(run, side, issue);
  const issues = side === 'a' ? { a: issue, b: created.item } : { a: created.item, b: issue };
  // What follows because the tracker did not take the whole at once is no operation of its own.
  const quiet = created.found ? run : { ...run, log: createOperationLog() };
  const fields = await syncFields(quiet, created.mapping, issues);
  const { pair, files } = await syncRest(run, fields, issues, {
    startedMs,
    created: created.found ? null : target,
  });
  const touched = withSide(pair.touched, target, true);
  const seen = withSide(pair.seen, target, null);
  return { kind: 'open', pair: { ...pair, touched, seen }, files, result: 'created' };
}

async function syncMapped(run: SyncRun, mapping: Mapping): Promise<ItemOutcome> {
  if (mapping.status === 'deleted') return { kind: 'nothing', mapping };
  const startedMs = run.now();
  const found = { a: await readIssue(run, 'a', mapping), b: await readIssue(run, 'b', mapping) };
  const { a, b } = found;
  if (!a || !b) {
    const done = await buryIssue(run, mapping, found);
    if (done === 'left') return { kind: 'left' };
    return done === 'tombstoned' ? { kind: 'tombstoned', mapping } : { kind: 'nothing', mapping };
  }
  const issues = { a, b };
  const fields = await syncFields(run, mapping, issues);
  const { pair, files } = await syncRest(run, fields, issues, { startedMs, created: null });
  const result = SIDES.some((side) => pair.touched[side]) ? 'updated' : 'unchanged';
  return { kind: 'open', pair, files, result };
}

async function syncRest(
  run: SyncRun,
  fields: IssueSynced,
  before: PerSide<Issue>,
  { startedMs, created }: { readonly startedMs: number; readonly created: Side | null },
): Promise<{ readonly pair: OpenPair; readonly files: FileCounts }> {
  const { mapping } = fields;
  const whole = perSide((side) => run.clocks[side].isPast(before[side].updatedAt));
  const comments = await syncComments(run, mapping, fields.issues, created);
  const { failure, ...files } = await syncAttachments(run, mapping, created);
  const parts = [fields, comments, files];
  const touched = perSide((side) => parts.some((part) => part.touched[side]));
  const seen = perSide((side) =>
    touched[side] ? null : seenOf(before[side], mapping.seen[side], whole[side], startedMs),
  );
  const left = perSide((side) => parts.some((part) => part.left[side]));
  const stamps = perSide((side) => ({ updatedAt: before[side].updatedAt }));
  const pair = { mappingId: mapping.id, touched, seen, left, stamps, failure, linksOnly: false };
  return { pair, files };
}

async function mappingOf(run: SyncRun, side: Side, number: number): Promise<Mapping | null> {
  const id = await run.store.get('mapping-ref', issueKey(side, number));
  return id === null ? null : run.store.get('mapping', id);
}

async function readUnmapped(run: SyncRun, side: Side, number: number): Promise<Issue | null> {
  const backend = run.backends[side];
  try {
    const issue = await backend.getIssue(number);
    run.clocks[side].see(issue);
    return issue;
  } catch (error) {
    if (!isMissing(error) || !(await backend.isReadable())) throw error;
    return null;
  }
}
