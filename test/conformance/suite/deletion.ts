import { expect, test } from 'vitest';
import { expectError, has, NOT_FOUND } from './expecting.ts';
import { allIssues, drain } from './reading.ts';
import type { Subject } from './subject.ts';

export function deletion(subject: Subject): void {
  const { capabilities } = subject;

  if (!has(capabilities, 'delete-issue')) {
    test('is refused, and the issue stays', async () => {
      const { backend } = subject.now();
      const issue = await backend.createIssue({ title: 'Stays' });

      await expectError(backend.deleteIssue(issue.number), 'UNSUPPORTED');

      expect(await backend.getIssue(issue.number)).toEqual(issue);
    });
    return;
  }

  test('takes an issue away with all that is on it, and nothing else', async () => {
    const { backend } = subject.now();
    const spared = await backend.createIssue({ title: 'Spared' });
    const doomed = await backend.createIssue({ title: 'Doomed', labels: ['x'] });
    await backend.createComment(doomed.number, 'on it');

    await backend.deleteIssue(doomed.number);

    await expectError(backend.getIssue(doomed.number), ...NOT_FOUND);
    await expectError(backend.deleteIssue(doomed.number), ...NOT_FOUND);
    await expectError(subject.other().listComments(doomed.number, null), ...NOT_FOUND);
    expect((await allIssues(backend)).map(({ number }) => number)).toEqual([spared.number]);
  });

  test('never lets a number be used again', async () => {
    const { backend } = subject.now();
    const { number } = await backend.createIssue({ title: 'Gone' });
    await backend.deleteIssue(number);

    const next = await backend.createIssue({ title: 'Next' });

    expect(next.number).toBeGreaterThan(number);
  });

  test('does not show among the changes, nor as created', async () => {
    const { backend } = subject.now();
    const { number } = await backend.createIssue({ title: 'Gone' }, { operationId: 'deleted-1' });
    await backend.deleteIssue(number);

    expect(await backend.findCreatedIssue('deleted-1')).toBeNull();
    if (has(capabilities, 'changes-since')) {
      const { items } = await drain((cursor) => backend.changedIssues(cursor, 20), null);
      expect(items.map((issue) => issue.number)).not.toContain(number);
    }
    if (has(capabilities, 'comment-changes-since')) {
      const { items } = await drain((cursor) => backend.changedComments(cursor, 20), null);
      expect(items).toEqual([]);
    }
  });
}
