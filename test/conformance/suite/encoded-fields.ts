import { expect, test } from 'vitest';
import { expectError, has } from './expecting.ts';
import { allPages } from './reading.ts';
import type { Subject } from './subject.ts';

export function encodedFields(subject: Subject): void {
  const { capabilities } = subject;
  const [first, second] = subject.types;
  const values = { type: [first, second], priority: ['high', 'low'] } as const;

  for (const field of ['type', 'priority'] as const) {
    const [one, other] = values[field];

    if (!has(capabilities, field)) {
      test(`${field} is passed over or refused, never half done`, async () => {
        const { backend } = subject.now();
        const work = backend.createIssue({ title: field, [field]: one });

        if (capabilities[field] === 'unsupported') await expectError(work, 'UNSUPPORTED');
        else expect(await work).toMatchObject({ [field]: null, labels: [] });
      });
      continue;
    }

    test(`${field} is set, changed and cleared, and no label tells of it`, async () => {
      const { backend } = subject.now();

      const created = await backend.createIssue({ title: field, labels: ['kept'], [field]: one });
      const changed = await backend.updateIssue(created.number, { [field]: other });
      const read = await subject.other().getIssue(created.number);
      const cleared = await backend.updateIssue(created.number, { [field]: null });

      expect(created).toMatchObject({ [field]: one, labels: ['kept'] });
      expect(changed).toMatchObject({ [field]: other, labels: ['kept'] });
      expect(read).toEqual(changed);
      expect(cleared).toMatchObject({ [field]: null, labels: ['kept'] });
    });

    test(`${field} survives a change of state and of labels`, async () => {
      const { backend } = subject.now();
      const { number } = await backend.createIssue({ title: field, [field]: one, labels: ['x'] });

      await backend.updateIssue(number, { addLabels: ['y'], removeLabels: ['x'] });
      await backend.updateIssue(number, { state: 'closed' });

      expect(await subject.other().getIssue(number)).toMatchObject({
        [field]: one,
        labels: ['y'],
        state: 'closed',
      });
    });
  }

  if (has(capabilities, 'priority')) {
    test('a label of this form sets and clears the field', async () => {
      const { backend } = subject.now();

      const created = await backend.createIssue({ title: 'By label', labels: ['priority:low', 'kept'] });
      const raised = await backend.updateIssue(created.number, { addLabels: ['Priority:Critical'] });
      const untouched = await backend.updateIssue(created.number, { removeLabels: ['priority:low'] });
      const cleared = await backend.updateIssue(created.number, { removeLabels: ['priority:critical'] });

      expect(created).toMatchObject({ priority: 'low', labels: ['kept'] });
      expect(raised).toMatchObject({ priority: 'critical', labels: ['kept'] });
      expect(untouched.priority).toBe('critical');
      expect(cleared).toMatchObject({ priority: null, labels: ['kept'] });
    });
  }

  test('labels that carry fields are not among the labels of the repository', async () => {
    const { backend } = subject.now();
    const fields = has(capabilities, 'priority') ? { priority: 'medium' as const } : {};
    const state = has(capabilities, 'in-progress') ? { state: 'in_progress' as const } : {};
    await backend.createIssue({ title: 'Fields', labels: ['plain'], ...fields, ...state });

    const names = (await allPages((cursor) => backend.listLabels(cursor))).map(({ name }) => name);

    expect(names).toContain('plain');
    expect(names.filter((name) => /^(?:priority:|type:|in-progress$)/i.test(name))).toEqual([]);
  });
}
