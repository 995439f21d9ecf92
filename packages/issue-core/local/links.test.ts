import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { inverseLink, LINK_KINDS } from '../model/link.ts';
import type { Query } from '../query/ast.ts';
import type { LocalBackend } from './open-local-backend.ts';
import { openTestStore } from './testing/test-store.ts';

let backend: LocalBackend;

beforeEach(async () => {
  backend = openTestStore();
  for (const title of ['one', 'two', 'three']) await backend.createIssue({ title });
});
afterEach(() => backend.close());

test.each(LINK_KINDS)('%s is seen from both ends, is there once, and goes from either', async (kind) => {
  await backend.addLink(1, { kind, number: 2 });
  const before = await backend.getIssue(1);
  await backend.addLink(1, { kind, number: 2 });
  await backend.addLink(2, { kind: inverseLink(kind), number: 1 });

  expect(await backend.listLinks(1)).toEqual([{ kind, number: 2 }]);
  expect(await backend.listLinks(2)).toEqual([{ kind: inverseLink(kind), number: 1 }]);
  expect(await backend.getIssue(1)).toEqual(before);

  await backend.removeLink(2, { kind: inverseLink(kind), number: 1 });
  await backend.removeLink(2, { kind: inverseLink(kind), number: 1 });
  expect(await backend.listLinks(1)).toEqual([]);
});

test('a parent given with the issue is the link, and the other way round', async () => {
  const child = await backend.createIssue({ title: 'child', parent: 1 });
  await backend.addLink(1, { kind: 'child', number: 2 });

  expect(await backend.listLinks(child.number)).toEqual([{ kind: 'parent', number: 1 }]);
  expect((await backend.getIssue(2)).parent).toBe(1);
  expect(await backend.listLinks(1)).toEqual([
    { kind: 'child', number: 2 },
    { kind: 'child', number: child.number },
  ]);
});

test('an issue has one parent, the last that it was given', async () => {
  await backend.addLink(3, { kind: 'parent', number: 1 });
  await backend.addLink(3, { kind: 'parent', number: 2 });
  await backend.removeLink(3, { kind: 'parent', number: 1 });

  expect((await backend.getIssue(3)).parent).toBe(2);
  expect(await backend.listLinks(1)).toEqual([]);
  expect((await backend.updateIssue(3, { parent: null })).parent).toBeNull();
});

test('an issue is blocked by an open blocker, its own or of whatever it is a part of', async () => {
  for (const parent of [3, 4, 5]) await backend.createIssue({ title: 'part', parent });
  await backend.addLink(1, { kind: 'blocks', number: 3 });
  const numbers = async (query: Query) => {
    const sort = { field: 'number', descending: false } as const;
    const { items } = await backend.listIssues({ query, sort, pageSize: 10, cursor: null });
    return items.map(({ number }) => number);
  };
  const blocked = { kind: 'is', what: 'blocked' } as const;

  expect(await numbers(blocked)).toEqual([3, 4, 5, 6]);
  expect(await numbers({ kind: 'not', part: blocked })).toEqual([1, 2]);
  expect(await numbers({ kind: 'is', what: 'ready' })).toEqual([1, 2]);
  expect(await numbers({ kind: 'blocked-by', number: 1 })).toEqual([3]);
  await backend.updateIssue(1, { state: 'closed' });
  expect(await numbers(blocked)).toEqual([]);
  expect(await numbers({ kind: 'blocked-by', number: 1 })).toEqual([3]);
});

test('a change of a link is news of both its issues', async () => {
  const { cursor } = await backend.changedIssues(null, 10);

  await backend.addLink(1, { kind: 'blocks', number: 3 });

  const { items } = await backend.changedIssues(cursor, 10);
  expect(items.map(({ number }) => number)).toEqual([1, 3]);
});

test('another parent is news of the child, the parent before and the one after', async () => {
  await backend.updateIssue(3, { parent: 1 });
  const { cursor } = await backend.changedIssues(null, 10);

  await backend.updateIssue(3, { parent: 2 });

  const { items } = await backend.changedIssues(cursor, 10);
  expect(items.map(({ number }) => number)).toEqual([1, 2, 3]);
});

test.each(['parent', 'child', 'blocks', 'blocked_by'] as const)(
  'no circle of %s, and nothing is changed',
  async (kind) => {
    await backend.addLink(1, { kind, number: 2 });
    await backend.addLink(2, { kind, number: 3 });
    const before = await backend.getIssue(3);

    for (const attempt of [
      backend.addLink(3, { kind, number: 1 }),
      backend.addLink(2, { kind, number: 1 }),
      backend.addLink(1, { kind, number: 1 }),
    ]) {
      await expect(attempt).rejects.toMatchObject({ code: 'LINK_CYCLE' });
    }
    expect(await backend.getIssue(3)).toEqual(before);
  },
);

test('no circle of parents by way of an edit', async () => {
  await backend.updateIssue(2, { parent: 1 });

  const attempt = backend.updateIssue(1, { parent: 2, title: 'changed' });

  await expect(attempt).rejects.toMatchObject({ code: 'LINK_CYCLE' });
  expect((await backend.getIssue(1)).title).toBe('one');
});

test('links to nothing, to itself, and of no kind are refused', async () => {
  await expect(backend.addLink(1, { kind: 'relates', number: 9 })).rejects.toMatchObject({
    code: 'ISSUE_NOT_FOUND',
  });
  await expect(backend.addLink(9, { kind: 'relates', number: 1 })).rejects.toMatchObject({
    code: 'ISSUE_NOT_FOUND',
  });
  await expect(backend.listLinks(9)).rejects.toMatchObject({ code: 'ISSUE_NOT_FOUND' });
  await expect(backend.addLink(1, { kind: 'relates', number: 1 })).rejects.toMatchObject({
    code: 'INVALID_INPUT',
  });
  const odd = { kind: 'odd' as 'relates', number: 2 };
  await expect(backend.addLink(1, odd)).rejects.toMatchObject({ code: 'INVALID_INPUT' });
});

test('whatever is linked, there is no circle and both ends agree', { timeout: 60_000 }, async () => {
  const number = fc.integer({ min: 1, max: 6 });
  const edit = fc.record({
    from: number,
    to: number,
    kind: fc.constantFrom(...LINK_KINDS),
    remove: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(edit, { maxLength: 30 }), async (edits) => {
      const store = openTestStore();
      for (let at = 0; at < 6; at += 1) await store.createIssue({ title: 'x' });
      for (const { from, to, kind, remove } of edits) {
        const link = { kind, number: to };
        await (remove ? store.removeLink(from, link) : store.addLink(from, link)).catch((error: unknown) =>
          expect(error).toMatchObject({ code: expect.stringMatching(/LINK_CYCLE|INVALID_INPUT/) }),
        );
      }

      const links = new Map<number, readonly { kind: string; number: number }[]>();
      for (let at = 1; at <= 6; at += 1) links.set(at, await store.listLinks(at));
      for (const [from, ends] of links) {
        for (const { kind, number: to } of ends) {
          const seen = { kind: inverseLink(kind as 'parent'), number: from };
          expect(links.get(to)).toContainEqual(seen);
        }
        for (const kind of ['parent', 'blocks']) expect(reached(links, from, kind)).not.toContain(from);
      }
      await store.close();
    }),
    { numRuns: 40 },
  );
});

function reached(
  links: Map<number, readonly { kind: string; number: number }[]>,
  from: number,
  kind: string,
): ReadonlySet<number> {
  const found = new Set<number>();
  const open = [from];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    for (const link of links.get(at) ?? []) {
      if (link.kind !== kind || found.has(link.number)) continue;
      found.add(link.number);
      open.push(link.number);
    }
  }
  return found;
}
