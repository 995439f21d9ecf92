import { CLOSE_REASONS, ISSUE_STATES } from '@fixpoint/issue-core/model/issue.ts';
import { expect, test } from 'vitest';
import { expectError, has, ISO_TIME } from './expecting.ts';
import { allIssues } from './reading.ts';
import type { Subject } from './subject.ts';

const STEPS = ISSUE_STATES.flatMap((from) => ISSUE_STATES.map((to) => [from, to] as const));

export function states(subject: Subject): void {
  const { capabilities } = subject;
  const steps = has(capabilities, 'in-progress')
    ? STEPS
    : STEPS.filter((step) => !step.includes('in_progress'));

  test.each(steps)('from %s to %s, and everybody sees it', async (from, to) => {
    const { backend } = subject.now();
    const labels = ['a-label'];

    const created = await backend.createIssue({ title: `${from} to ${to}`, state: from, labels });
    const changed = await backend.updateIssue(created.number, { state: to });

    expect(created).toMatchObject({ state: from, labels });
    expect(changed).toMatchObject({ state: to, labels });
    expect(changed.closedAt).toEqual(to === 'closed' ? expect.stringMatching(ISO_TIME) : null);
    expect(await subject.other().getIssue(created.number)).toEqual(changed);
  });

  test('every state is in the list', async () => {
    const { backend } = subject.now();
    const numbers = new Set<number>();
    for (const [state] of steps) numbers.add((await backend.createIssue({ title: state, state })).number);

    const listed = (await allIssues(backend)).filter(({ number }) => numbers.has(number));

    expect(listed.map(({ title }) => title)).toEqual(listed.map(({ state }) => state));
    expect(listed).toHaveLength(numbers.size);
  });

  if (capabilities['in-progress'] === 'unsupported') {
    test('in progress is refused', async () => {
      const { number } = await subject.now().backend.createIssue({ title: 'Not begun' });

      await expectError(subject.now().backend.updateIssue(number, { state: 'in_progress' }), 'UNSUPPORTED');
    });
  }

  if (has(capabilities, 'close-reason')) {
    test.each(CLOSE_REASONS)('closed as %s, until it is opened again', async (closeReason) => {
      const { backend } = subject.now();
      const { number } = await backend.createIssue({ title: closeReason });

      const closed = await backend.updateIssue(number, { state: 'closed', closeReason });
      const reopened = await backend.updateIssue(number, { state: 'open' });

      expect(closed).toMatchObject({ state: 'closed', closeReason });
      expect(reopened).toMatchObject({ state: 'open', closeReason: null });
    });

    test('the reason of a closed one can be changed', async () => {
      const { backend } = subject.now();
      const { number } = await backend.createIssue({ title: 'r', state: 'closed', closeReason: 'completed' });

      const changed = await backend.updateIssue(number, { closeReason: 'not_planned' });

      expect(changed).toMatchObject({ state: 'closed', closeReason: 'not_planned' });
    });
  } else if (capabilities['close-reason'] === 'beside') {
    test('a reason to close is passed over, for whoever keeps it', async () => {
      const { backend } = subject.now();
      const { number } = await backend.createIssue({ title: 'No reasons here' });

      const closed = await backend.updateIssue(number, { state: 'closed', closeReason: 'not_planned' });

      expect(closed).toMatchObject({ state: 'closed', closeReason: null });
    });
  } else {
    test('a reason to close is refused', async () => {
      const { backend } = subject.now();
      const { number } = await backend.createIssue({ title: 'No reasons here' });
      const change = { state: 'closed', closeReason: 'not_planned' } as const;

      await expectError(backend.updateIssue(number, change), 'UNSUPPORTED');
    });
  }
}
