import { expect } from 'vitest';
import { fold } from '../../query/fold.ts';
import { withoutAttribution } from '../attribution.ts';
import { canonicalFields, isSetField } from '../canonical.ts';
import type { Mapping } from '../records.ts';
import { SIDES } from '../side.ts';
import { recordsBelow } from '../store-port.ts';
import { syncedFields } from '../synced-fields.ts';
import { type Ledger, wordsOf } from './ledger.ts';
import type { SyncWorld } from './sync-world.ts';

/** Whatever nobody overwrote is on both sides, or on one and in the conflict queue; what was removed is gone. */
export async function expectNothingLost(world: SyncWorld, ledger: Ledger): Promise<void> {
  const [onA, onB] = [wordsAt(world, 'a'), wordsAt(world, 'b')];
  const queued = new Set<string>();
  for (const { record } of await recordsBelow(world.store, 'conflict', '')) {
    for (const side of SIDES) for (const word of wordsOf(record.value[side] ?? '')) queued.add(word);
  }
  // A comment that was deleted at the other side, and cannot be deleted at this one, lives on here alone.
  for (const { record } of await recordsBelow(world.store, 'comment', '')) {
    if (record.status === 'live') continue;
    for (const side of SIDES) {
      for (const word of wordsOf(world[side].state.comments.get(record.commentId[side])?.body ?? ''))
        queued.add(word);
    }
  }
  const lost = [...ledger.alive].filter((word) => !(onA.has(word) && onB.has(word)) && !queued.has(word));
  const nowhere = [...ledger.alive].filter((word) => !onA.has(word) && !onB.has(word));
  const back = [...ledger.removed].filter((word) => onA.has(word) || onB.has(word));
  expect({ lost, nowhere, back }).toEqual({ lost: [], nowhere: [], back: [] });
}

/** Two halves are alike in every field that both trackers have, except in what is in the conflict queue. */
export async function expectConverged(world: SyncWorld): Promise<void> {
  const synced = syncedFields({ a: world.a.backend.capabilities, b: world.b.backend.capabilities });
  const conflicts = await recordsBelow(world.store, 'conflict', '');
  for (const { record: mapping } of await recordsBelow(world.store, 'mapping', '')) {
    if (mapping.status === 'deleted') continue;
    const open = new Set(
      conflicts.filter(({ record }) => record.mappingId === mapping.id).map(({ record }) => record.field),
    );
    const [a, b] = [world.a.state.issue(mapping.number.a), world.b.state.issue(mapping.number.b)];
    const [left, right] = [canonicalFields(a), canonicalFields(b)];
    for (const field of synced.issue) {
      if (open.has(field)) continue;
      if (isSetField(field)) expect(left[field].map(fold)).toEqual(right[field].map(fold));
      else if (field === 'state') expectSameState(synced, left.state ?? '', right.state ?? '');
      else expect({ [field]: left[field] }).toEqual({ [field]: right[field] });
    }
    for (const field of synced.links) {
      if (!open.has(field))
        expect(await linksAt(world, mapping, 'a', field)).toEqual(await linksAt(world, mapping, 'b', field));
    }
    await expectSameComments(world, mapping, open);
  }
}

/** Each issue has one half on the other side, and each word one place. */
export async function expectBijection(world: SyncWorld): Promise<void> {
  const mappings = (await recordsBelow(world.store, 'mapping', '')).map(({ record }) => record);
  for (const side of SIDES) {
    const numbers = mappings.map(({ number }) => number[side]);
    expect(new Set(numbers).size).toBe(numbers.length);
    const refs = await recordsBelow(world.store, 'mapping-ref', `${side}/`);
    expect(refs.length).toBe(mappings.length);
    expect([...world[side].state.issues.keys()].filter((number) => !numbers.includes(number))).toEqual([]);
    const titles = [...world[side].state.issues.values()].flatMap(({ title }) => wordsOf(title));
    const comments = [...world[side].state.comments.values()].flatMap(({ body }) => wordsOf(body));
    expect(titles.length).toBe(new Set(titles).size);
    expect(comments.length).toBe(new Set(comments).size);
  }
  expect(await recordsBelow(world.store, 'outbox', '')).toEqual([]);
  expect(await recordsBelow(world.store, 'work', '')).toEqual([]);
}

function expectSameState(synced: ReturnType<typeof syncedFields>, a: string, b: string): void {
  const same = synced.translateState(a, 'b') === b || synced.translateState(b, 'a') === a;
  expect({ a, b, same }).toEqual({ a, b, same: true });
}

async function expectSameComments(
  world: SyncWorld,
  mapping: Mapping,
  open: ReadonlySet<string>,
): Promise<void> {
  const pairs = await recordsBelow(world.store, 'comment', `${mapping.id}/`);
  for (const side of SIDES) {
    const ids = world[side].state.commentsOf(mapping.number[side]).map(({ id }) => id);
    expect(ids.filter((id) => !pairs.some(({ record }) => record.commentId[side] === id))).toEqual([]);
  }
  for (const { record } of pairs) {
    if (record.status === 'deleted' || [...open].some((field) => field.startsWith(`comment:${record.id}`)))
      continue;
    const [a, b] = SIDES.map((side) => {
      const comment = world[side].state.comments.get(record.commentId[side]);
      return comment && withoutAttribution(comment.body, record.attribution[side]);
    });
    expect(a).toBeDefined();
    expect(a).toBe(b);
  }
}

async function linksAt(
  world: SyncWorld,
  mapping: Mapping,
  side: 'a' | 'b',
  field: string,
): Promise<readonly string[]> {
  const links = (world[side].state.links.get(mapping.number[side]) ?? []).filter(
    ({ kind }) => kind === field,
  );
  const ends = await Promise.all(
    links.map(({ number }) => world.store.get('mapping-ref', `${side}/${String(number).padStart(16, '0')}`)),
  );
  return ends.map((end) => end ?? '?').toSorted();
}

function wordsAt(world: SyncWorld, side: 'a' | 'b'): ReadonlySet<string> {
  const { issues, comments } = world[side].state;
  const words = new Set<string>();
  for (const issue of issues.values()) {
    const text = [issue.title, issue.body, issue.milestone ?? '', ...issue.labels].join(' ');
    for (const word of wordsOf(text)) words.add(word);
  }
  for (const { body } of comments.values()) for (const word of wordsOf(body)) words.add(word);
  return words;
}
