import { decodeLabels, labelOfType } from '@fixpoint/issue-core/model/encoded-labels.ts';
import type { IssueChange } from '@fixpoint/issue-core/model/issue.ts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { planLabels } from '../../tracker/label-plan.ts';
import { planType } from './plan-type.ts';

/** What GitLab makes of it, and what is read then. */
function typeAfter(nativeType: string | null, labels: readonly string[], change: IssueChange): string | null {
  const { issueType, change: rest } = planType(nativeType, labels, change);
  const { add, remove } = planLabels(labels, rest);
  const native = issueType === undefined ? nativeType : issueType === 'issue' ? null : issueType;
  const after = [...labels.filter((name) => !remove.includes(name)), ...add];
  return native ?? decodeLabels(after).type;
}

const native = fc.constantFrom(null, 'incident', 'task', 'test_case');
const type = fc.constantFrom(null, 'incident', 'task', 'bug', 'chore', 'test_case');
const labels = fc.constantFrom<string[]>([], ['type:bug'], ['kept', 'Type:Chore'], ['type:incident']);

test('an issue is of the type that it was given, whatever it was of', () => {
  fc.assert(
    fc.property(native, labels, type, (before, present, wanted) => {
      expect(typeAfter(before, present, { type: wanted })).toBe(wanted);
    }),
  );
});

test('a type given as a label is the type, and taken as a label is gone', () => {
  fc.assert(
    fc.property(
      native,
      labels,
      type.filter((it) => it !== null),
      (before, present, wanted) => {
        const label = labelOfType(wanted ?? '').toUpperCase();

        expect(typeAfter(before, present, { addLabels: [label, 'x'] })).toBe(wanted);
        const set = before ?? decodeLabels(present).type;
        expect(typeAfter(before, present, { removeLabels: [label] })).toBe(set === wanted ? null : set);
      },
    ),
  );
});

test('what says nothing of a type leaves it', () => {
  const change = { title: 'x', addLabels: ['a'], removeLabels: ['b'] };

  expect(planType('incident', ['a'], change)).toEqual({ change });
});

test('a test case, which needs a licence, is never made of another type', () => {
  expect(planType(null, [], { type: 'test_case' })).toMatchObject({ change: { type: 'test_case' } });
  expect(planType(null, [], { type: 'test_case' })).not.toHaveProperty('issueType');
});
