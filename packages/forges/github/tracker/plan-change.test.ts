import { decodeLabels, meaningOfLabel } from '@fixpoint/issue-core/model/encoded-labels.ts';
import { CLOSE_REASONS, ISSUE_STATES, PRIORITIES } from '@fixpoint/issue-core/model/issue.ts';
import { fold } from '@fixpoint/issue-core/query/fold.ts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type ChangePlan, type CurrentFields, planChange } from './plan-change.ts';

const OPEN: CurrentFields = {
  closed: false,
  closeReason: null,
  labels: [],
  assignees: [],
  nativeType: null,
};

/** What GitHub makes of it. */
function after(current: CurrentFields, { patch, addLabels, removeLabels }: ChangePlan) {
  const labels = [...current.labels.filter((name) => !removeLabels.includes(name)), ...addLabels];
  const closed = patch.state === undefined ? current.closed : patch.state === 'closed';
  const nativeType = patch.type === undefined ? current.nativeType : patch.type;
  const decoded = decodeLabels(labels);
  return {
    state: closed ? 'closed' : decoded.inProgress ? 'in_progress' : 'open',
    type: nativeType?.toLowerCase() ?? decoded.type,
    priority: decoded.priority,
    labels: decoded.labels,
  };
}

const plain = fc.constantFrom('bug', 'UI', 'größe', 'needs, review', 'area/ui', 'type:', 'Priority:none');
const encoded = fc.constantFrom(
  ...['In-Progress', 'priority:high', 'Priority:LOW', 'type:bug', 'type:chore', 'priority:critical'],
);
const nativeTypes = fc.constantFrom([], ['Bug', 'User Story']);
const current = fc.record({
  closed: fc.boolean(),
  closeReason: fc.constantFrom(...CLOSE_REASONS, null),
  labels: fc.uniqueArray(fc.oneof(plain, encoded), { selector: fold }),
  assignees: fc.uniqueArray(fc.constantFrom('ann', 'Bob')),
  nativeType: fc.constantFrom(null, 'Bug'),
});

describe('after a change', () => {
  test('the fields are as they were asked for, and the labels of others stay', () => {
    const change = fc.record(
      {
        state: fc.constantFrom(...ISSUE_STATES),
        type: fc.constantFrom(null, 'bug', 'chore'),
        priority: fc.constantFrom(...PRIORITIES, null),
        addLabels: fc.array(plain),
        removeLabels: fc.array(plain),
      },
      { requiredKeys: [] },
    );

    fc.assert(
      fc.property(current, change, nativeTypes, (before, asked, types) => {
        const result = after(before, planChange(before, asked, types));
        const was = after(before, planChange(before, {}, types));

        expect(result.state).toBe(asked.state ?? was.state);
        expect(result.type).toBe(asked.type === undefined ? was.type : asked.type);
        expect(result.priority).toBe(asked.priority === undefined ? was.priority : asked.priority);
        const names = result.labels.map(fold);
        const [added, removed] = [asked.addLabels ?? [], asked.removeLabels ?? []].map((it) => it.map(fold));
        expect(names).toEqual(expect.arrayContaining(added?.filter((it) => !removed?.includes(it)) ?? []));
        expect(names).toEqual(
          expect.arrayContaining(was.labels.map(fold).filter((it) => !removed?.includes(it))),
        );
        expect(new Set(names).size).toBe(names.length);
      }),
    );
  });

  test('what is so already is not asked for again', () => {
    fc.assert(
      fc.property(current, (before) => {
        const plan = planChange(before, { addLabels: before.labels.filter(isPlain) }, []);

        expect(plan).toEqual({
          ...{ patch: {}, addLabels: [], removeLabels: [], addAssignees: [], removeAssignees: [] },
        });
      }),
    );
  });
});

function isPlain(name: string): boolean {
  return meaningOfLabel(name).field === 'label';
}

test('a label that carries a field, given as a label, is the field; the field itself wins', () => {
  const before = { ...OPEN, labels: ['Priority:High', 'in-progress'] };

  expect(planChange(OPEN, { addLabels: ['IN-PROGRESS'] }, [])).toMatchObject({ addLabels: ['in-progress'] });
  expect(planChange(before, { addLabels: ['priority:low'] }, [])).toMatchObject({
    addLabels: ['priority:low'],
    removeLabels: ['Priority:High'],
  });
  expect(planChange(before, { removeLabels: ['in-progress', 'priority:low'] }, []).removeLabels).toEqual([
    'in-progress',
  ]);
  expect(planChange(before, { addLabels: ['priority:low'], priority: 'critical' }, []).addLabels).toEqual([
    'priority:critical',
  ]);
});

test('a reason goes with a state, and is given only where it differs', () => {
  const closed = { ...OPEN, closed: true, closeReason: 'completed' } as const;

  expect(planChange(OPEN, { state: 'closed' }, []).patch).toEqual({ state: 'closed' });
  expect(planChange(closed, { closeReason: 'not_planned' }, []).patch).toEqual({
    state: 'closed',
    state_reason: 'not_planned',
  });
  expect(planChange(closed, { state: 'closed', closeReason: 'completed' }, []).patch).toEqual({});
  expect(planChange(OPEN, { closeReason: 'duplicate' }, []).patch).toEqual({});
  expect(planChange(closed, { state: 'in_progress' }, [])).toMatchObject({
    patch: { state: 'open' },
    addLabels: ['in-progress'],
  });
});

test('people are told apart without regard to case', () => {
  const before = { ...OPEN, assignees: ['Ann', 'Bob'] };

  expect(
    planChange(before, { addAssignees: ['ann', 'eve', 'EVE'], removeAssignees: ['BOB', 'zoe'] }, []),
  ).toMatchObject({ addAssignees: ['eve'], removeAssignees: ['Bob'] });
});

test.each(['', 'two words', 'a'.repeat(60), 'größe'])(
  'a type that no label can carry is refused: %j',
  (type) => {
    expect(() => planChange(OPEN, { type }, [])).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }));
  },
);
