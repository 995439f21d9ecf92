import { decodeLabels } from '@fixpoint/issue-core/model/encoded-labels.ts';
import { ISSUE_STATES, type IssueChange, PRIORITIES } from '@fixpoint/issue-core/model/issue.ts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { planLabels } from './label-plan.ts';

const anyLabel = fc.constantFrom(
  'ui',
  'UI',
  'a/b',
  'in-progress',
  'In-Progress',
  'type:bug',
  'type:task',
  'priority:high',
  'Priority:Low',
  'type: not a type',
);
const anyChange: fc.Arbitrary<IssueChange> = fc.record(
  {
    state: fc.constantFrom(...ISSUE_STATES),
    type: fc.constantFrom('bug', 'task', null),
    priority: fc.constantFrom(...PRIORITIES, null),
    addLabels: fc.array(anyLabel, { maxLength: 4 }),
    removeLabels: fc.array(anyLabel, { maxLength: 4 }),
  },
  { requiredKeys: [] },
);

function apply(present: readonly string[], change: IssueChange): readonly string[] {
  const { add, remove } = planLabels(present, change);
  return [...present.filter((name) => !remove.includes(name)), ...add];
}

describe('a plan', () => {
  test('brings every field that is given to its value, and keeps the others', () => {
    fc.assert(
      fc.property(fc.uniqueArray(anyLabel), anyChange, (present, change) => {
        const before = decodeLabels(present);
        const after = decodeLabels(apply(present, change));

        if (change.state !== undefined) expect(after.inProgress).toBe(change.state === 'in_progress');
        if (change.type !== undefined) expect(after.type).toBe(change.type);
        if (change.priority !== undefined) expect(after.priority).toBe(change.priority);
        if (!change.addLabels && !change.removeLabels) {
          expect(after.labels).toEqual(before.labels);
          if (change.type === undefined) expect(after.type).toBe(before.type);
          if (change.priority === undefined) expect(after.priority).toBe(before.priority);
        }
      }),
    );
  });

  test('that says only what to have leaves nothing to do once it is carried out', () => {
    const anyWish = anyChange.map(({ removeLabels: _, ...wish }) => wish);
    fc.assert(
      fc.property(fc.uniqueArray(anyLabel), anyWish, (present, wish) => {
        const { add, remove } = planLabels(apply(present, wish), wish);

        expect({ add, remove }).toEqual({ add: [], remove: [] });
      }),
    );
  });

  test('leaves one label of each field, and every label that nobody named', () => {
    const present = ['priority:high', 'Priority:Low', 'type:bug', 'theirs', 'in-progress'];

    const plan = planLabels(present, { priority: 'medium', state: 'closed', removeLabels: ['not there'] });

    expect(plan).toEqual({
      state: 'closed',
      add: ['priority:medium'],
      remove: ['priority:high', 'Priority:Low', 'in-progress'],
    });
  });

  test('takes a label for the field that it is, unless the field is given itself', () => {
    expect(planLabels([], { addLabels: ['IN-PROGRESS'] })).toMatchObject({ state: 'in_progress' });
    expect(planLabels([], { addLabels: ['in-progress'], state: 'open' })).toEqual({
      state: 'open',
      add: [],
      remove: [],
    });
    expect(planLabels(['priority:high'], { removeLabels: ['priority:low'] })).toEqual({
      add: [],
      remove: [],
    });
    expect(planLabels(['in-progress'], { removeLabels: ['in-progress'] })).toMatchObject({ state: 'open' });
  });

  test.each(['two words', '', 'größe', 'a:b'])('of a type %j that cannot be a label is refused', (type) => {
    expect(() => planLabels([], { type })).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }));
  });
});
