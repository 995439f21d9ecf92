import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openTestStore } from './testing/test-store.ts';

test('a reader that is overtaken by edits between its pages misses none of them', {
  timeout: 60_000,
}, async () => {
  const anyEdits = fc.array(fc.integer({ min: 1, max: 15 }), { maxLength: 4 });
  await fc.assert(
    fc.asyncProperty(
      fc.array(anyEdits, { maxLength: 10 }),
      fc.integer({ min: 1, max: 6 }),
      fc.constantFrom(-1, 0, 1),
      async (editsBetweenPages, pageSize, clockStepMs) => {
        let now = Date.UTC(2026, 0, 1);
        const backend = openTestStore(() => {
          now += clockStepMs;
          return now;
        });
        for (let at = 0; at < 15; at += 1) await backend.createIssue({ title: 'issue 0' });
        const seen = new Map<number, string>();
        const pending = [...editsBetweenPages];
        let edition = 0;
        let cursor: string | null = null;
        let done = false;

        while (!done) {
          const page = await backend.changedIssues(cursor, pageSize);
          for (const { number, title } of page.items) seen.set(number, title);
          for (const number of pending.shift() ?? []) {
            edition += 1;
            await backend.updateIssue(number, { title: `issue ${edition}` });
          }
          cursor = page.cursor;
          done = page.done && pending.length === 0;
        }

        const last = await backend.changedIssues(cursor, 100);
        for (const { number, title } of last.items) seen.set(number, title);
        for (let number = 1; number <= 15; number += 1) {
          expect(seen.get(number)).toBe((await backend.getIssue(number)).title);
        }
        expect((await backend.changedIssues(last.cursor, 100)).items).toEqual([]);
        await backend.close();
      },
    ),
    { numRuns: 40 },
  );
});

test('comments of all issues appear, new and edited ones, each at its last change', async () => {
  const backend = openTestStore();
  await backend.createIssue({ title: 'one' });
  await backend.createIssue({ title: 'two' });
  const first = await backend.createComment(1, 'a');
  const second = await backend.createComment(2, 'b');
  const gone = await backend.createComment(2, 'c');
  await backend.deleteComment(2, gone.id);

  const start = await backend.changedComments(null, 1);
  const edited = await backend.updateComment(1, first.id, 'a2');
  const more = await backend.changedComments(start.cursor, 10);

  expect(start).toMatchObject({ items: [first], done: false });
  expect(more).toMatchObject({ items: [second, edited], done: true });
  expect((await backend.changedComments(more.cursor, 10)).items).toEqual([]);
  await backend.close();
});

test('an empty store gives a cursor to go on from', async () => {
  const backend = openTestStore();
  const { cursor, done } = await backend.changedIssues(null, 10);
  await backend.createIssue({ title: 'first' });

  expect(done).toBe(true);
  expect((await backend.changedIssues(cursor, 10)).items).toHaveLength(1);
  await expect(backend.changedIssues('nonsense', 10)).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  await backend.close();
});
