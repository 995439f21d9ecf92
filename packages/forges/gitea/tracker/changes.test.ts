import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createFakeGitea, type FakeEdit } from './testing/fake-gitea.ts';

const anyEdit: fc.Arbitrary<FakeEdit> = fc.record({
  kind: fc.constantFrom('edit', 'edit', 'create', 'delete', 'tick'),
  place: fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
});

test('what is edited, created or deleted while changes are pulled is never lost', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 0, max: 80 }),
      fc.integer({ min: 7, max: 60 }),
      fc.array(fc.array(anyEdit, { maxLength: 8 }), { maxLength: 12 }),
      async (count, pageSize, edits) => {
        const gitea = createFakeGitea(count);
        const known = new Map<number, string>();
        let cursor: string | null = null;
        let pulls = 0;
        for (let page = 0; pulls < 3; page += 1) {
          const changes: Awaited<ReturnType<typeof gitea.tracker.changedIssues>> =
            await gitea.tracker.changedIssues(cursor, pageSize);
          for (const { number, title } of changes.items) known.set(number, title);
          cursor = changes.cursor;
          for (const edit of edits[page] ?? []) gitea.apply(edit);
          if (changes.done && page >= edits.length) pulls += 1;
          if (page > 5_000) throw new Error('it does not end');
        }

        for (const { number, title } of gitea.issues())
          expect([number, known.get(number)]).toEqual([number, title]);
      },
    ),
    { numRuns: 60 },
  );
});

test('the cursor moves on only after the whole scan, and never past its beginning', async () => {
  const gitea = createFakeGitea(40);
  const first = await gitea.tracker.changedIssues(null, 30);
  gitea.apply({ kind: 'tick', place: 0 });
  // The newest issue stands on the first page, which was read.
  gitea.apply({ kind: 'edit', place: 0 });
  for (let second = 0; second < 60; second += 1) gitea.apply({ kind: 'tick', place: 0 });
  // The oldest is still to come, so its time is seen, and it is later than the edit that was missed.
  gitea.apply({ kind: 'edit', place: 0.99 });

  const rest = await gitea.tracker.changedIssues(first.cursor, 30);
  const next = await gitea.tracker.changedIssues(rest.cursor, 30);

  expect([first.done, rest.done]).toEqual([false, true]);
  expect(next.items.map(({ title }) => title)).toContain('edited at 1');
});

test('when nothing changed one request tells so', async () => {
  const gitea = createFakeGitea(120);
  for (let second = 0; second < 10; second += 1) gitea.apply({ kind: 'tick', place: 0 });
  gitea.apply({ kind: 'edit', place: 0.5 });
  let cursor: string | null = null;
  for (let done = false; !done; ) ({ cursor, done } = await gitea.tracker.changedIssues(cursor, 50));
  const before = gitea.requests();

  const again = await gitea.tracker.changedIssues(cursor, 50);

  expect(again).toMatchObject({ done: true, cursor });
  expect(again.items).toHaveLength(1);
  expect(gitea.requests() - before).toBe(1);
});

test('pull requests and what is said on them are left out, wherever they stand', async () => {
  const gitea = createFakeGitea(0);
  const comment = (id: number, issue_url: string) => ({
    id,
    body: 'x',
    user: { id: 1, login: 'ada' },
    issue_url,
    created_at: '2030-01-01T00:00:00Z',
    updated_at: '2030-01-01T01:00:00+01:00',
    html_url: 'http://gitea.test/c',
  });
  gitea.comments.push(comment(1, ''), comment(2, 'http://gitea.test/o/r/issues/7'));

  const { items, done } = await gitea.tracker.changedComments(null, 50);

  expect(done).toBe(true);
  expect(items).toMatchObject([{ id: '2', issueNumber: 7, updatedAt: '2030-01-01T00:00:00.000Z' }]);
});

test.each(['', '{}', 'x', '{"since":"yesterday","scan":null}', '[1]'])(
  'a cursor %j of somebody else is refused',
  async (cursor) => {
    const gitea = createFakeGitea(1);

    await expect(gitea.tracker.changedIssues(cursor, 10)).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  },
);
