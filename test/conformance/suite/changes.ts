import type { ChangeCursor, ChangesPage } from '@fixpoint/issue-core/backend/port.ts';
import type { Issue } from '@fixpoint/issue-core/model/issue.ts';
import { expect, test } from 'vitest';
import { expectError, has } from './expecting.ts';
import { allIssues, drain, makeMany } from './reading.ts';
import type { Subject } from './subject.ts';

const PAGE_SIZE = 10;
/** What a cursor that was read to its end may bring again, as the port has it. */
const AGAIN_MS = 10_000;

export function changes(subject: Subject): void {
  if (!has(subject.capabilities, 'changes-since')) {
    test('cannot be asked for', async () => {
      await expectError(subject.now().backend.changedIssues(null, PAGE_SIZE), 'UNSUPPORTED');
    });
    return;
  }

  function changed(cursor: ChangeCursor | null): Promise<ChangesPage<Issue>> {
    return subject.now().backend.changedIssues(cursor, PAGE_SIZE);
  }

  test('of a repository without issues are none', async () => {
    expect(await changed(null)).toMatchObject({ items: [], done: true });
  });

  test('from the beginning are all issues, of every state', async () => {
    const { backend } = subject.now();
    await makeMany(12, (index) =>
      backend.createIssue({ title: `issue ${index}`, state: index % 3 === 0 ? 'closed' : 'open' }),
    );

    const { items } = await drain(changed, null);

    expect(latest(items)).toEqual(byNumber(await allIssues(backend)));
  });

  test.each([
    ['title', { title: 'retitled' }],
    ['body', { body: 'rewritten' }],
    ['state', { state: 'closed' }],
    ['labels', { addLabels: ['fresh'] }],
  ] as const)('of %s are seen from where the last pull ended, by any client', async (_, change) => {
    const { backend } = subject.now();
    const { number } = await backend.createIssue({ title: 'Will change' });
    const { cursor } = await drain(changed, null);

    const edited = await subject.other().updateIssue(number, change);
    const { items } = await drain((from) => subject.other().changedIssues(from, PAGE_SIZE), cursor);

    expect(latest(items).get(number)).toEqual(edited);
  });

  test('that were pulled come again from the last seconds only', async () => {
    const { backend } = subject.now();
    const { cursor } = await drain(changed, null);

    const again = await drain(changed, cursor);
    const { items } = await drain(changed, again.cursor);

    const newest = Math.max(...(await allIssues(backend)).map(({ updatedAt }) => Date.parse(updatedAt)));
    expect(items.filter(({ updatedAt }) => Date.parse(updatedAt) < newest - AGAIN_MS)).toEqual([]);
  });

  test('are not lost while people edit, create and delete between the pages', async () => {
    const { backend } = subject.now();
    const made = await makeMany(Math.min(subject.crowd.issues, 60), (index) =>
      backend.createIssue({ title: `busy ${index}` }),
    );
    const numbers = made.map(({ number }) => number);
    const doomed = numbers.filter((_, index) => index % 8 === 3);

    const pulled = await drain(changed, null, async (page) => {
      // One that was surely read, one that surely was not, one in the middle, one that is new.
      for (const place of [0, numbers.length - 1, (page * 7) % numbers.length]) {
        const number = numbers[place];
        if (number && !doomed.includes(number)) {
          await subject.other().updateIssue(number, { title: `edited after page ${page}` });
        }
      }
      await subject.other().createIssue({ title: `created after page ${page}` });
      const gone = doomed[page];
      if (gone && has(subject.capabilities, 'delete-issue')) await subject.other().deleteIssue(gone);
    });
    const rest = await drain(changed, pulled.cursor);

    const known = latest([...pulled.items, ...rest.items]);
    const there = byNumber(await allIssues(backend));
    expect([...there.keys()].filter((number) => !known.has(number))).toEqual([]);
    for (const [number, issue] of there) expect(known.get(number)).toEqual(issue);
  });

  test('a pull that was cut off goes on where it stood', async () => {
    const { backend } = subject.now();
    const first = await changed(null);
    const second = await changed(first.cursor);

    const rest = await drain((cursor) => subject.other().changedIssues(cursor, PAGE_SIZE), second.cursor);

    const known = latest([...first.items, ...second.items, ...rest.items]);
    expect([...byNumber(await allIssues(backend)).keys()].filter((number) => !known.has(number))).toEqual([]);
  });
}

/** As somebody knows the issues who applied the pages in their order. */
function latest(items: readonly Issue[]): ReadonlyMap<number, Issue> {
  return new Map(items.map((issue) => [issue.number, issue]));
}

function byNumber(items: readonly Issue[]): ReadonlyMap<number, Issue> {
  return new Map(items.map((issue) => [issue.number, issue]));
}
