import fc from 'fast-check';
import { expect, it } from 'vitest';
import { LINK_KINDS, type Link } from '../../model/link.ts';
import { linkSeenFrom, storedLinkOf } from '../stored-link.ts';
import { openTemporary } from '../testing/open-temporary.ts';

const of = (issue: number) => ({ backend: 'local', issue });
const seenFrom = (links: ReadonlyMap<number, readonly Link[]>) =>
  Object.fromEntries([...links].map(([issue, found]) => [issue, found]));

it('shows a link from both ends, and keeps it once', async () => {
  const { coordination } = openTemporary();
  const added = [
    await coordination.addLink(of(1), { kind: 'blocks', number: 2 }, 'coder'),
    await coordination.addLink(of(2), { kind: 'blocked_by', number: 1 }, 'coder'),
    await coordination.addLink(of(3), { kind: 'relates', number: 1 }, 'coder'),
    await coordination.addLink(of(1), { kind: 'relates', number: 3 }, 'coder'),
  ];

  const links = await coordination.linksAmong('local', [1, 2, 3, 4]);

  expect(added).toEqual([true, false, true, false]);
  expect(seenFrom(links)).toEqual({
    1: [
      { kind: 'relates', number: 3 },
      { kind: 'blocks', number: 2 },
    ],
    2: [{ kind: 'blocked_by', number: 1 }],
    3: [{ kind: 'relates', number: 1 }],
    4: [],
  });
  expect(seenFrom(await coordination.linksAmong('other', [1]))).toEqual({ 1: [] });
});

it('removes a link from either end, and reports what it did only', async () => {
  const { coordination } = openTemporary();
  await coordination.addLink(of(1), { kind: 'blocks', number: 2 }, 'coder');
  const removed = [
    await coordination.removeLink(of(2), { kind: 'blocked_by', number: 1 }, 'ann'),
    await coordination.removeLink(of(2), { kind: 'blocked_by', number: 1 }, 'ann'),
  ];

  const { events } = await coordination.events({ after: 0, limit: 9 });

  expect(removed).toEqual([true, false]);
  expect(events).toMatchObject([
    { type: 'linked', actor: 'coder', issue: 1, payload: { kind: 'blocks', number: 2 } },
    { type: 'unlinked', actor: 'ann', issue: 2, payload: { kind: 'blocked_by', number: 1 } },
  ]);
});

it('gives an issue one parent', async () => {
  const { coordination } = openTemporary();
  await coordination.addLink(of(1), { kind: 'parent', number: 2 }, 'coder');

  await coordination.addLink(of(3), { kind: 'child', number: 1 }, 'coder');

  expect(seenFrom(await coordination.linksAmong('local', [1, 2]))).toEqual({
    1: [{ kind: 'parent', number: 3 }],
    2: [],
  });
});

it('refuses circles of blockers and parents together, and an issue linked to itself', async () => {
  const { coordination } = openTemporary();
  await coordination.addLink(of(1), { kind: 'parent', number: 2 }, 'coder');
  await coordination.addLink(of(2), { kind: 'blocked_by', number: 3 }, 'coder');

  const refused = [
    coordination.addLink(of(3), { kind: 'blocked_by', number: 1 }, 'coder'),
    coordination.addLink(of(3), { kind: 'parent', number: 1 }, 'coder'),
    coordination.addLink(of(1), { kind: 'blocks', number: 2 }, 'coder'),
    coordination.addLink(of(1), { kind: 'relates', number: 1 }, 'coder'),
  ];

  for (const link of refused) await expect(link).rejects.toMatchObject({ code: 'LINK_CYCLE' });
  expect(await coordination.addLink(of(3), { kind: 'relates', number: 1 }, 'coder')).toBe(true);
});

it('keeps the old parent when the new one would close a circle', async () => {
  const { coordination } = openTemporary();
  await coordination.addLink(of(1), { kind: 'parent', number: 2 }, 'coder');
  await coordination.addLink(of(3), { kind: 'parent', number: 1 }, 'coder');

  await expect(coordination.addLink(of(1), { kind: 'parent', number: 3 }, 'coder')).rejects.toMatchObject({
    code: 'LINK_CYCLE',
  });
  expect(seenFrom(await coordination.linksAmong('local', [1]))[1]).toContainEqual({
    kind: 'parent',
    number: 2,
  });
});

it('stores a link alike from both ends, and shows to each its own side', () => {
  const anyNumber = fc.integer({ min: 1, max: 9 });
  fc.assert(
    fc.property(anyNumber, anyNumber, fc.constantFrom(...LINK_KINDS), (issue, number, kind) => {
      fc.pre(issue !== number);
      const stored = storedLinkOf(issue, { kind, number });
      const back = linkSeenFrom(number, stored);

      expect(linkSeenFrom(issue, stored)).toEqual({ kind, number });
      expect(storedLinkOf(number, back)).toEqual(stored);
    }),
  );
});
