import type { Milestone } from '@fixpoint/issue-core/model/label.ts';
import { expect, test } from 'vitest';
import { expectError, has, NOT_FOUND, REFUSED } from './expecting.ts';
import { allPages } from './reading.ts';
import type { Subject } from './subject.ts';

export function milestones(subject: Subject): void {
  if (!has(subject.capabilities, 'milestones')) {
    test('are refused', async () => {
      await expectError(subject.now().backend.createMilestone({ title: 'v1' }), 'UNSUPPORTED');
    });
    return;
  }

  async function find(id: string): Promise<Milestone | undefined> {
    const all = await allPages((cursor) => subject.now().backend.listMilestones(cursor));
    return all.find((milestone) => milestone.id === id);
  }

  test('are made, changed, closed and opened again', async () => {
    const { backend } = subject.now();

    const made = await backend.createMilestone({ title: 'v1.0', description: 'First', dueOn: '2031-03-30' });
    const renamed = await backend.updateMilestone(made.id, { title: 'v1.0, größer' });
    const closed = await backend.updateMilestone(made.id, { state: 'closed' });
    const listedClosed = await find(made.id);
    const reopened = await backend.updateMilestone(made.id, { state: 'open', description: '' });

    expect(made).toEqual({
      id: made.id,
      title: 'v1.0',
      description: 'First',
      state: 'open',
      dueOn: '2031-03-30',
    });
    expect(renamed).toEqual({ ...made, title: 'v1.0, größer' });
    expect(closed).toEqual({ ...renamed, state: 'closed' });
    expect(listedClosed).toEqual(closed);
    expect(reopened).toEqual({ ...renamed, description: '' });
    expect(await find(made.id)).toEqual(reopened);
  });

  test.each(['2031-01-01', '2032-02-29', '2031-12-31'])(
    'keep the day that they are due, %s',
    async (dueOn) => {
      const { backend } = subject.now();

      const { id } = await backend.createMilestone({ title: `Due ${dueOn}`, dueOn });
      const described = await backend.updateMilestone(id, { description: 'The day stays.' });

      expect(described.dueOn).toBe(dueOn);
      expect((await find(id))?.dueOn).toBe(dueOn);
    },
  );

  test('lose and get the day', async () => {
    const { backend } = subject.now();
    const { id } = await backend.createMilestone({ title: 'Someday', dueOn: '2031-05-05' });

    const open = await backend.updateMilestone(id, { dueOn: null });
    const later = await backend.updateMilestone(id, { dueOn: '2033-06-07' });

    expect(open.dueOn).toBeNull();
    expect(later.dueOn).toBe('2033-06-07');
  });

  test('are on issues by their title, in any case', async () => {
    const { backend } = subject.now();
    const { id } = await backend.createMilestone({ title: 'Autumn' });

    const created = await backend.createIssue({ title: 'With one', milestone: 'autumn' });
    const without = await backend.updateIssue(created.number, { milestone: null });
    const again = await backend.updateIssue(created.number, { milestone: 'AUTUMN' });
    await backend.updateMilestone(id, { title: 'Winter' });
    const renamed = await subject.other().getIssue(created.number);

    expect(created.milestone).toBe('Autumn');
    expect(without.milestone).toBeNull();
    expect(again.milestone).toBe('Autumn');
    expect(renamed.milestone).toBe('Winter');
  });

  test('that are closed can be on issues', async () => {
    const { backend } = subject.now();
    const { id } = await backend.createMilestone({ title: 'Past' });
    await backend.updateMilestone(id, { state: 'closed' });

    const issue = await backend.createIssue({ title: 'Late', milestone: 'Past' });

    expect(issue.milestone).toBe('Past');
  });

  test('leave the issues when they are deleted', async () => {
    const { backend } = subject.now();
    const { id } = await backend.createMilestone({ title: 'Doomed' });
    const { number } = await backend.createIssue({ title: 'Spared', milestone: 'Doomed' });

    await backend.deleteMilestone(id);

    expect((await backend.getIssue(number)).milestone).toBeNull();
    expect(await find(id)).toBeUndefined();
    await expectError(backend.deleteMilestone(id), ...NOT_FOUND);
    await expectError(backend.updateMilestone(id, { title: 'Undead' }), ...NOT_FOUND);
  });

  test('that nobody made are refused, or made: never dropped without a word', async () => {
    const { backend } = subject.now();
    const { number } = await backend.createIssue({ title: 'Unknown' });

    const outcome = await backend
      .updateIssue(number, { milestone: 'never made' })
      .catch((error: unknown) => error);

    if (outcome instanceof Error) await expectError(Promise.reject(outcome), ...REFUSED);
    const { milestone } = await backend.getIssue(number);
    expect(milestone).toBe(outcome instanceof Error ? null : 'never made');
  });
}
