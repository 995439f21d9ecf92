import type { ChangeCursor, ChangesPage } from '@fixpoint/issue-core/backend/port.ts';
import type { Comment } from '@fixpoint/issue-core/model/comment.ts';
import { expect, test } from 'vitest';
import { expectError, has } from './expecting.ts';
import { allPages, drain, makeMany } from './reading.ts';
import type { Subject } from './subject.ts';

const PAGE_SIZE = 10;

export function commentChanges(subject: Subject): void {
  if (!has(subject.capabilities, 'comment-changes-since')) {
    test('cannot be asked for', async () => {
      await expectError(subject.now().backend.changedComments(null, PAGE_SIZE), 'UNSUPPORTED');
    });
    return;
  }

  function changed(cursor: ChangeCursor | null): Promise<ChangesPage<Comment>> {
    return subject.now().backend.changedComments(cursor, PAGE_SIZE);
  }

  test('of a repository without comments are none', async () => {
    await subject.now().backend.createIssue({ title: 'Silence' });

    expect(await changed(null)).toMatchObject({ items: [], done: true });
  });

  test('are seen on every issue, and edits after them', async () => {
    const { backend } = subject.now();
    const issues = await makeMany(3, (index) => backend.createIssue({ title: `talk ${index}` }));
    const written = await makeMany(24, (index) =>
      backend.createComment(issues[index % issues.length]?.number ?? 0, `comment ${index}`),
    );

    const pulled = await drain(changed, null);
    const [first] = written;
    if (!first) throw new Error('no comment was written');
    const edited = await subject.other().updateComment(first.issueNumber, first.id, 'edited');
    const added = await subject.other().createComment(first.issueNumber, 'added');
    const rest = await drain(changed, pulled.cursor);

    expect(latest(pulled.items)).toEqual(latest(written));
    expect(latest(rest.items).get(first.id)).toEqual(edited);
    expect(latest(rest.items).get(added.id)).toEqual(added);
  });

  test('are not lost while people write, edit and delete between the pages', async () => {
    const { backend } = subject.now();
    const { number } = await backend.createIssue({ title: 'A busy talk' });
    const written = await makeMany(Math.min(subject.crowd.comments, 50), (index) =>
      backend.createComment(number, `busy ${index}`),
    );

    const pulled = await drain(changed, null, async (page) => {
      const early = written[2 * page];
      const late = written[written.length - 2 * page];
      const doomed = written[4 * page + 1];
      if (early) await subject.other().updateComment(number, early.id, `edited after page ${page}`);
      if (late) await subject.other().updateComment(number, late.id, `edited after page ${page}`);
      await subject.other().createComment(number, `written after page ${page}`);
      if (doomed && has(subject.capabilities, 'delete-comment')) {
        await subject.other().deleteComment(number, doomed.id);
      }
    });
    const rest = await drain(changed, pulled.cursor);

    const known = latest([...pulled.items, ...rest.items]);
    const there = await allPages((cursor) => backend.listComments(number, cursor));
    expect(there.filter(({ id }) => !known.has(id))).toEqual([]);
    for (const comment of there) expect(known.get(comment.id)).toEqual(comment);
  });
}

/** As somebody knows the comments who applied the pages in their order. */
function latest(items: readonly Comment[]): ReadonlyMap<string, Comment> {
  return new Map(items.map((comment) => [comment.id, comment]));
}
