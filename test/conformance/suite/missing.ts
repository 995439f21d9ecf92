import { expect, test } from 'vitest';
import { expectError, has, NOT_FOUND } from './expecting.ts';
import type { Subject } from './subject.ts';

const NUMBER = 999_999;
/** Of the form that ids have in one tracker or another. */
const IDS = ['999999999', '01ARZ3NDEKTSV4RRFFQ69G5FAV', '../1', 'no such'];

export function missing(subject: Subject): void {
  test('an issue that is not there is not found, whatever is wanted of it', async () => {
    const { backend } = subject.now();

    await expectError(backend.getIssue(NUMBER), ...NOT_FOUND);
    await expectError(backend.updateIssue(NUMBER, { title: 'x' }), ...NOT_FOUND);
    await expectError(backend.updateIssue(NUMBER, { state: 'closed', addLabels: ['x'] }), ...NOT_FOUND);
    await expectError(backend.listComments(NUMBER, null), ...NOT_FOUND);
    await expectError(backend.createComment(NUMBER, 'x'), ...NOT_FOUND);
    await expectError(backend.listLinks(NUMBER), ...NOT_FOUND);
    if (has(subject.capabilities, 'delete-issue'))
      await expectError(backend.deleteIssue(NUMBER), ...NOT_FOUND);
    if (has(subject.capabilities, 'attachments')) {
      const file = { name: 'a.txt', bytes: new TextEncoder().encode('x') };
      await expectError(backend.listAttachments(NUMBER), ...NOT_FOUND);
      await expectError(backend.addAttachment(NUMBER, file), ...NOT_FOUND);
    }
  });

  test.each(IDS)('a comment or milestone %j that is not there is not found', async (id) => {
    const { backend } = subject.now();
    const { number } = await backend.createIssue({ title: 'No comments' });

    await expectError(backend.updateComment(number, id, 'x'), ...NOT_FOUND);
    if (has(subject.capabilities, 'delete-comment'))
      await expectError(backend.deleteComment(number, id), ...NOT_FOUND);
    if (has(subject.capabilities, 'milestones')) {
      await expectError(backend.updateMilestone(id, { title: 'x' }), ...NOT_FOUND);
      await expectError(backend.deleteMilestone(id), ...NOT_FOUND);
    }
  });

  test('a label that is not there is not found', async () => {
    const { backend } = subject.now();

    await expectError(backend.renameLabel('never made', 'made'), ...NOT_FOUND);
    await expectError(backend.deleteLabel('never made'), ...NOT_FOUND);
  });

  test('the repository is readable all the same', async () => {
    expect(await subject.now().backend.isReadable()).toBe(true);
  });
}
