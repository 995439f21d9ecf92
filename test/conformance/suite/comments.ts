import { expect, test } from 'vitest';
import { expectError, has, ISO_TIME, NOT_FOUND } from './expecting.ts';
import { allPages, makeMany } from './reading.ts';
import type { Subject } from './subject.ts';

export function comments(subject: Subject): void {
  test('are written, read, edited, each under its own id', async () => {
    const { backend, people } = subject.now();
    const { number } = await backend.createIssue({ title: 'Talk' });

    const first = await backend.createComment(number, 'first');
    const second = await backend.createComment(number, 'second');
    const edited = await backend.updateComment(number, first.id, 'first, edited');
    const listed = await subject.other().listComments(number, null);

    expect(first).toMatchObject({ issueNumber: number, body: 'first', author: people[0] });
    expect(first.createdAt).toMatch(ISO_TIME);
    expect(first.updatedAt).toMatch(ISO_TIME);
    expect(edited).toEqual({ ...first, body: 'first, edited', updatedAt: edited.updatedAt });
    expect(listed).toMatchObject({ items: [edited, second], next: null });
    expect((await backend.getIssue(number)).commentCount).toBe(2);
  });

  if (has(subject.capabilities, 'delete-comment')) {
    test('are deleted, and the others stay', async () => {
      const { backend } = subject.now();
      const { number } = await backend.createIssue({ title: 'Less talk' });
      const doomed = await backend.createComment(number, 'doomed');
      const spared = await backend.createComment(number, 'spared');

      await backend.deleteComment(number, doomed.id);

      expect((await backend.listComments(number, null)).items).toEqual([spared]);
      expect((await backend.getIssue(number)).commentCount).toBe(1);
      await expectError(backend.deleteComment(number, doomed.id), ...NOT_FOUND);
      await expectError(backend.updateComment(number, doomed.id, 'undead'), ...NOT_FOUND);
    });
  } else {
    test('are not deleted where the tracker cannot', async () => {
      const { backend } = subject.now();
      const { number } = await backend.createIssue({ title: 'Talk stays' });
      const { id } = await backend.createComment(number, 'stays');

      await expectError(backend.deleteComment(number, id), 'UNSUPPORTED');

      expect((await backend.listComments(number, null)).items).toMatchObject([{ id }]);
    });
  }

  test('are reached only through their own issue', async () => {
    const { backend } = subject.now();
    const { number } = await backend.createIssue({ title: 'Has it' });
    const other = await backend.createIssue({ title: 'Has it not' });
    const comment = await backend.createComment(number, 'here');

    await expectError(backend.updateComment(other.number, comment.id, 'there'), ...NOT_FOUND);
    if (has(subject.capabilities, 'delete-comment')) {
      await expectError(backend.deleteComment(other.number, comment.id), ...NOT_FOUND);
    }

    expect((await backend.listComments(number, null)).items).toEqual([comment]);
  });

  test('of an issue without any are none', async () => {
    const { backend } = subject.now();
    const { number } = await backend.createIssue({ title: 'Silence' });

    expect(await backend.listComments(number, null)).toMatchObject({ items: [], next: null });
  });

  test('are all there beyond one page, in their order', async () => {
    const { backend } = subject.now();
    const { number } = await backend.createIssue({ title: 'A long talk' });
    const written = await makeMany(subject.crowd.comments, (index) =>
      backend.createComment(number, `comment ${index}`),
    );

    const listed = await allPages((cursor) => backend.listComments(number, cursor));

    expect(new Set(listed.map(({ id }) => id))).toEqual(new Set(written.map(({ id }) => id)));
    expect(listed).toHaveLength(written.length);
    const times = listed.map(({ createdAt }) => createdAt);
    expect(times).toEqual(times.toSorted());
    expect((await backend.getIssue(number)).commentCount).toBe(written.length);
  });
}
