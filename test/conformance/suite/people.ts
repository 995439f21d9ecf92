import { expect, test } from 'vitest';
import { expectError, has, REFUSED } from './expecting.ts';
import { allPages } from './reading.ts';
import type { Subject } from './subject.ts';

export function people(subject: Subject): void {
  test('those to whom issues can be assigned are listed', async () => {
    const { backend, people: logins } = subject.now();

    const listed = await allPages((cursor) => backend.listUsers(cursor));

    expect(listed.map(({ login }) => login)).toEqual(expect.arrayContaining([...logins]));
    expect(listed.every(({ id }) => id !== '')).toBe(true);
  });

  test('one is assigned and relieved, by a login of any case', async () => {
    const { backend, people: logins } = subject.now();
    const [login] = logins;
    const { number } = await backend.createIssue({ title: 'One' });

    const assigned = await backend.updateIssue(number, { addAssignees: [login.toUpperCase()] });
    const again = await backend.updateIssue(number, { addAssignees: [login] });
    const relieved = await backend.updateIssue(number, { removeAssignees: [login.toUpperCase()] });

    expect(assigned.assignees.map((it) => it.toLowerCase())).toEqual([login.toLowerCase()]);
    expect(again.assignees).toEqual(assigned.assignees);
    expect(relieved.assignees).toEqual([]);
  });

  test('relieving somebody who has nothing to do with it does no harm', async () => {
    const { backend, people: logins } = subject.now();
    const { number } = await backend.createIssue({ title: 'Harmless', assignees: [logins[0]] });

    const same = await backend.updateIssue(number, { removeAssignees: [logins[1], 'nobody-of-this-name'] });

    expect(same.assignees).toEqual([logins[0]]);
  });

  if (has(subject.capabilities, 'several-assignees')) {
    test('several are, each without the others being lost', async () => {
      const { backend, people: logins } = subject.now();
      const [first, second] = logins;
      const { number } = await backend.createIssue({ title: 'Several', assignees: [first] });

      await subject.other().updateIssue(number, { addAssignees: [second] });
      const both = await backend.getIssue(number);
      const one = await backend.updateIssue(number, { removeAssignees: [first] });

      expect(both.assignees.toSorted()).toEqual([first, second].toSorted());
      expect(one.assignees).toEqual([second]);
    });

    test('a new issue has several from the start', async () => {
      const { backend, people: logins } = subject.now();
      const [first, second] = logins;

      const issue = await backend.createIssue({ title: 'Several', assignees: [first, second] });

      expect(issue.assignees.toSorted()).toEqual([first, second].toSorted());
    });
  } else {
    test('a second one is refused, and the first stays', async () => {
      const { backend, people: logins } = subject.now();
      const { number } = await backend.createIssue({ title: 'Only one', assignees: [logins[0]] });

      await expectError(backend.updateIssue(number, { addAssignees: [logins[1]] }), ...REFUSED);

      expect((await backend.getIssue(number)).assignees).toEqual([logins[0]]);
    });
  }

  test('somebody unknown is refused, or assigned: never dropped without a word', async () => {
    const { backend, people: logins } = subject.now();
    const { number } = await backend.createIssue({ title: 'Unknown', assignees: [logins[0]] });
    const login = 'nobody-of-this-name';

    const outcome = await backend
      .updateIssue(number, { removeAssignees: [logins[0]], addAssignees: [login] })
      .catch((error: unknown) => error);

    if (outcome instanceof Error) await expectError(Promise.reject(outcome), ...REFUSED);
    const { assignees } = await backend.getIssue(number);
    expect(assignees).toEqual([outcome instanceof Error ? logins[0] : login]);
  });
}
