import { FixpointError } from '@fixpoint/contracts/errors.ts';
import type { LinkMerge } from './merge-links.ts';
import type { LinkEnds } from './read-links.ts';
import type { Mapping } from './records.ts';
import { type PerSide, perSide, SIDES, type Side } from './side.ts';
import { isRefusal } from './sync-errors.ts';
import type { SyncRun } from './sync-run.ts';
import type { LinkField } from './synced-fields.ts';

/** By the other end of the link. */
export type LinkRefusals = ReadonlyMap<string, { readonly detail: string; readonly circle: boolean }>;

export interface LinksWritten {
  readonly wrote: PerSide<boolean>;
  readonly refused: PerSide<LinkRefusals>;
  readonly circle: boolean;
}

/** Carries out what the merge of one kind of links asks for; what goes, goes first. */
export async function writeLinks(
  run: SyncRun,
  ends: LinkEnds,
  mapping: Mapping,
  field: LinkField,
  merge: LinkMerge,
  first: boolean,
): Promise<LinksWritten> {
  const wrote = { a: false, b: false };
  const refused = perSide(() => new Map<string, { detail: string; circle: boolean }>());
  let circle = false;
  for (const side of SIDES) {
    const { add, remove } = merge.set.deltas[side];
    const steps = [
      ...remove.map((token) => ({ kind: 'remove-link' as const, token })),
      ...add.map((token) => ({ kind: 'add-link' as const, token })),
    ];
    for (const { kind, token } of steps) {
      const number = await ends.numberOf(side, token);
      if (number === null) continue;
      await run.step();
      if (first) await log(run, mapping, side, kind, field, token);
      // Setting another parent takes the first one away.
      if (kind === 'remove-link' && field === 'parent' && add.length > 0) continue;
      try {
        await write(run, mapping, side, kind, field, number);
        wrote[side] = true;
      } catch (error) {
        const isCircle = error instanceof FixpointError && error.code === 'LINK_CYCLE';
        if (!isCircle && !isRefusal(error)) throw error;
        if (isCircle) circle = true;
        const detail = error instanceof Error ? error.message : '';
        refused[side].set(token, { detail, circle: isCircle });
      }
    }
  }
  return { wrote, refused, circle };
}

async function write(
  run: SyncRun,
  mapping: Mapping,
  side: Side,
  kind: 'add-link' | 'remove-link',
  field: LinkField,
  number: number,
): Promise<void> {
  const backend = run.backends[side];
  const own = mapping.number[side];
  if (field === 'parent') {
    await backend.updateIssue(own, { parent: kind === 'add-link' ? number : null }, run.writing);
  } else if (kind === 'add-link') {
    await backend.addLink(own, { kind: field, number }, run.writing);
  } else {
    await backend.removeLink(own, { kind: field, number }, run.writing);
  }
}

async function log(
  run: SyncRun,
  mapping: Mapping,
  side: Side,
  kind: 'add-link' | 'remove-link',
  link: LinkField,
  token: string,
): Promise<void> {
  const other = await run.store.get('mapping', token);
  if (!other) return;
  const issue = { side: mapping.origin, number: mapping.number[mapping.origin] };
  run.log.add({
    kind,
    on: side,
    issue,
    link,
    to: { side: other.origin, number: other.number[other.origin] },
  });
}
