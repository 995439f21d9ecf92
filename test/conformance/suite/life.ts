import { expect, test } from 'vitest';
import { ISO_TIME } from './expecting.ts';
import { allIssues, allPages } from './reading.ts';
import type { Subject } from './subject.ts';

export function life(subject: Subject): void {
  test('an issue lives: created, edited, talked about, closed, opened again', async () => {
    const { backend, people } = subject.now();

    const created = await backend.createIssue({
      title: 'Totals are off',
      body: 'By a cent.',
      labels: ['accounting'],
      assignees: [people[0]],
    });
    const edited = await backend.updateIssue(created.number, {
      title: 'Totals are off by a cent',
      body: 'Often.',
    });
    const comment = await backend.createComment(created.number, 'Seen today.');
    const closed = await backend.updateIssue(created.number, { state: 'closed' });
    const reopened = await backend.updateIssue(created.number, { state: 'open' });
    const read = await subject.other().getIssue(created.number);

    expect(created).toMatchObject({
      title: 'Totals are off',
      body: 'By a cent.',
      state: 'open',
      closeReason: null,
      labels: ['accounting'],
      assignees: [people[0]],
      author: people[0],
      milestone: null,
      parent: null,
      commentCount: 0,
      closedAt: null,
    });
    expect(edited).toMatchObject({ id: created.id, title: 'Totals are off by a cent', body: 'Often.' });
    expect(comment).toMatchObject({ issueNumber: created.number, body: 'Seen today.' });
    expect(closed).toMatchObject({ state: 'closed', labels: ['accounting'], assignees: [people[0]] });
    expect(closed.closedAt).toMatch(ISO_TIME);
    expect(reopened).toMatchObject({ state: 'open', closedAt: null });
    expect(read).toEqual({ ...reopened, commentCount: 1 });
  });

  test('its times are in UTC, its number is a small one, its id a text', async () => {
    const { backend } = subject.now();

    const issue = await backend.createIssue({ title: 'Shape' });

    expect(issue.createdAt).toMatch(ISO_TIME);
    expect(issue.updatedAt).toMatch(ISO_TIME);
    expect(Date.parse(issue.updatedAt)).toBeGreaterThanOrEqual(Date.parse(issue.createdAt));
    expect(Number.isSafeInteger(issue.number) && issue.number > 0).toBe(true);
    expect(issue.id).toMatch(/\S/);
  });

  test('what a read gives is what the list gives', async () => {
    const { backend } = subject.now();
    const { number } = await backend.createIssue({ title: 'Twice the same', labels: ['a', 'b'] });

    const listed = (await allIssues(backend)).find((issue) => issue.number === number);

    expect(listed).toEqual(await backend.getIssue(number));
  });

  test('a change of nothing changes nothing', async () => {
    const { backend, people } = subject.now();
    const issue = await backend.createIssue({
      title: 'As it is',
      body: 'x',
      labels: ['a'],
      assignees: [people[0]],
    });

    const same = await backend.updateIssue(issue.number, {});

    expect(same).toEqual(issue);
  });

  test('a change of one field leaves the others', async () => {
    const { backend, people } = subject.now();
    const issue = await backend.createIssue({
      title: 'One',
      body: 'two',
      labels: ['three'],
      assignees: [people[0]],
    });

    const retitled = await backend.updateIssue(issue.number, { title: 'Eins' });
    const emptied = await backend.updateIssue(issue.number, { body: '' });

    expect(retitled).toEqual({ ...issue, title: 'Eins', updatedAt: retitled.updatedAt });
    expect(emptied).toEqual({ ...retitled, body: '', updatedAt: emptied.updatedAt });
  });

  test('comments are listed oldest first', async () => {
    const { backend } = subject.now();
    const { number } = await backend.createIssue({ title: 'Talk' });
    for (const body of ['first', 'second', 'third']) await backend.createComment(number, body);

    const comments = await allPages((cursor) => backend.listComments(number, cursor));

    expect(comments.map(({ body }) => body)).toEqual(['first', 'second', 'third']);
  });
}
