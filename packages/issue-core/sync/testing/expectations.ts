import { expect } from 'vitest';
import { fold } from '../../query/fold.ts';
import { withoutAttribution } from '../attribution.ts';
import { canonicalFields, isSetField } from '../canonical.ts';
import { issueKey } from '../record-keys.ts';
import type { Mapping } from '../records.ts';
import { otherSide, type PerSide, SIDES, type Side } from '../side.ts';
import { recordsBelow } from '../store-port.ts';
import { syncedFields } from '../synced-fields.ts';
import { textsOf } from './edits.ts';
import { type Ledger, wordsOf } from './ledger.ts';
import type { SyncWorld } from './sync-world.ts';

/**
 * Whatever nobody overwrote is on both sides, or on one and in the conflict queue; what was removed is gone; the label that
 * every issue was made with, and nobody took away, is there.
 */
export async function expectNothingLost(world: SyncWorld, ledger: Ledger): Promise<void> {
  const halves = await lonelyHalves(world);
  const [onA, onB] = [wordsAt(world, 'a', halves.a), wordsAt(world, 'b', halves.b)];
  const kept = new Set(SIDES.flatMap((side) => [...wordsAt(world, side, NONE)]));
  const alone = new Set(
    SIDES.flatMap((side) => [...halves[side]].flatMap((number) => wordsIn(world, side, number))),
  );
  for (const { record } of await recordsBelow(world.store, 'conflict', '')) {
    for (const side of SIDES) for (const word of wordsOf(record.value[side] ?? '')) alone.add(word);
  }
  // A comment that was deleted at the other side, and cannot be deleted at this one, lives on here alone.
  for (const { record } of await recordsBelow(world.store, 'comment', '')) {
    if (record.status === 'live') continue;
    for (const side of SIDES) {
      for (const word of wordsOf(world[side].state.comments.get(record.commentId[side])?.body ?? ''))
        alone.add(word);
    }
  }
  const onEither = (word: string) => onA.has(word) || onB.has(word);
  const lost = [...ledger.alive].filter((word) => !(onA.has(word) && onB.has(word)) && !alone.has(word));
  const nowhere = [...ledger.alive].filter((word) => !kept.has(word));
  const back = [...ledger.removed].filter(onEither);
  expect({ lost, nowhere, back }).toEqual({ lost: [], nowhere: [], back: [] });
  expect(SIDES.flatMap((side) => withoutShared(world, side, halves[side]))).toEqual([]);
}

const NONE: ReadonlySet<number> = new Set();

/** What was deleted on one side was not made there again, under any number. */
export async function expectBuried(world: SyncWorld): Promise<void> {
  for (const { record } of await recordsBelow(world.store, 'tombstone', '')) {
    const { vanishedFrom, number } = record;
    const survivor = world[otherSide(vanishedFrom)].state.issues.get(number[otherSide(vanishedFrom)]);
    const there = [...world[vanishedFrom].state.issues.values()].flatMap(({ title }) => wordsOf(title));
    expect(world[vanishedFrom].state.issues.has(number[vanishedFrom])).toBe(false);
    expect(wordsOf(survivor?.title ?? '').filter((word) => there.includes(word))).toEqual([]);
  }
}

/** Issues whose other half was deleted, by the side that still has them: nothing is carried from or to them. */
async function lonelyHalves(world: SyncWorld): Promise<PerSide<ReadonlySet<number>>> {
  const halves = { a: new Set<number>(), b: new Set<number>() };
  const asked = await askedAbout(world);
  for (const { record } of await recordsBelow(world.store, 'mapping', '')) {
    if (record.status === 'live' && !asked.has(record.id)) continue;
    for (const side of SIDES) {
      if (world[side].state.issues.has(record.number[side])) halves[side].add(record.number[side]);
    }
  }
  return halves;
}

/** The mappings of which one half was deleted and the other edited, so that people have to say what holds. */
async function askedAbout(world: SyncWorld): Promise<ReadonlySet<string>> {
  const conflicts = await recordsBelow(world.store, 'conflict', '');
  const whole = conflicts.filter(
    ({ record }) => record.reason === 'deleted-and-edited' && record.field === 'issue',
  );
  return new Set(whole.map(({ record }) => record.mappingId));
}

function withoutShared(world: SyncWorld, side: Side, lonely: ReadonlySet<number>): readonly string[] {
  const issues = [...world[side].state.issues.values()].filter(({ number }) => !lonely.has(number));
  const bare = issues.filter(({ labels }) => !labels.some((label) => fold(label) === 'shared'));
  return bare.map(({ number }) => `${side} #${number}`);
}

/** Two halves are alike in every field that both trackers have, except in what is in the conflict queue. */
export async function expectConverged(world: SyncWorld): Promise<void> {
  const synced = syncedFields({ a: world.a.backend.capabilities, b: world.b.backend.capabilities });
  const conflicts = await recordsBelow(world.store, 'conflict', '');
  const asked = await askedAbout(world);
  for (const { record: mapping } of await recordsBelow(world.store, 'mapping', '')) {
    if (mapping.status === 'deleted' || asked.has(mapping.id)) continue;
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
    if (synced.attachments) await expectSameFiles(world, mapping);
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
    const files = [...world[side].state.files.values()].map(({ bytes }) => new TextDecoder().decode(bytes));
    expect(files.length).toBe(new Set(files).size);
  }
  const asked = await askedAbout(world);
  const unanswered = (await recordsBelow(world.store, 'outbox', '')).filter(({ key }) => {
    const [kind, mapping] = key.split('/');
    return kind === 'issue' || !asked.has(mapping ?? '');
  });
  expect(unanswered).toEqual([]);
  const open = (await recordsBelow(world.store, 'work', '')).filter(({ record: { side, number } }) => {
    const mapping = mappings.find((one) => one.number[side] === number);
    return !mapping || !asked.has(mapping.id);
  });
  expect(open).toEqual([]);
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

/** Each file has one other half, with the same bytes under a name that is its own as far as the tracker takes it. */
async function expectSameFiles(world: SyncWorld, mapping: Mapping): Promise<void> {
  const pairs = (await world.store.get('attachments', mapping.id))?.pairs ?? [];
  for (const side of SIDES) {
    const ids = world[side].state.filesOf(mapping.number[side]).map(({ id }) => id);
    expect(pairs.map(({ id }) => id[side]).toSorted()).toEqual(ids.toSorted());
  }
  for (const { id } of pairs) {
    const [a, b] = SIDES.map((side) => world[side].state.files.get(id[side] ?? ''));
    expect(a?.bytes).toEqual(b?.bytes);
    expect(a?.name.replaceAll(' ', '_')).toBe(b?.name.replaceAll(' ', '_'));
  }
}

/** To issues that are on both sides. */
async function linksAt(
  world: SyncWorld,
  mapping: Mapping,
  side: Side,
  field: string,
): Promise<readonly string[]> {
  const links = (world[side].state.links.get(mapping.number[side]) ?? []).filter(
    ({ kind }) => kind === field,
  );
  const ends = await Promise.all(
    links.map(({ number }) => world.store.get('mapping-ref', issueKey(side, number))),
  );
  const kept: string[] = [];
  for (const end of ends) {
    const other = end === null ? null : await world.store.get('mapping', end);
    const isWhole = SIDES.every((one) => other && world[one].state.issues.has(other.number[one]));
    if (isWhole || !other) kept.push(end ?? '?');
  }
  return kept.toSorted();
}

function wordsAt(world: SyncWorld, side: Side, without: ReadonlySet<number>): ReadonlySet<string> {
  const numbers = [...world[side].state.issues.keys()].filter((number) => !without.has(number));
  return new Set(numbers.flatMap((number) => wordsIn(world, side, number)));
}

function wordsIn(world: SyncWorld, side: Side, number: number): readonly string[] {
  const { state } = world[side];
  return textsOf(state, state.issue(number)).flatMap(wordsOf);
}
