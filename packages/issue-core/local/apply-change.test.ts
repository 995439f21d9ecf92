import { expect, test } from 'vitest';
import { applyChange, fieldsOfNew } from './apply-change.ts';

const PLAIN = fieldsOfNew({ title: 'plain', labels: ['Bug', 'ui'], assignees: ['ann'] });

test('labels that carry a field set it, and are no labels', () => {
  const issue = fieldsOfNew({ title: 'x', labels: ['Priority:High', 'type:Bug', 'in-progress', 'ui'] });

  expect(issue).toMatchObject({ labels: ['ui'], priority: 'high', type: 'bug', state: 'in_progress' });
});

test('what the change says of a field is stronger than its labels', () => {
  const issue = fieldsOfNew({
    title: 'x',
    labels: ['priority:high', 'type:bug', 'in-progress'],
    priority: null,
    type: 'Feature',
    state: 'closed',
  });

  expect(issue).toMatchObject({ labels: [], priority: null, type: 'feature', state: 'closed' });
});

test('taking such a label away takes the field away, if it is that one', () => {
  const issue = fieldsOfNew({ title: 'x', type: 'bug', priority: 'low', state: 'in_progress' });

  const without = applyChange(issue, {
    removeLabels: ['type:task', 'type:bug', 'priority:low', 'in-progress'],
  });
  const other = applyChange(issue, { removeLabels: ['type:task', 'priority:high'] });

  expect(without).toMatchObject({ type: null, priority: null, state: 'open' });
  expect(other).toEqual(issue);
});

test('a closed issue stays closed under a label that says otherwise', () => {
  const closed = fieldsOfNew({ title: 'x', state: 'closed', closeReason: 'not_planned' });

  expect(applyChange(closed, { addLabels: ['in-progress'] })).toEqual(closed);
  expect(applyChange(closed, { state: 'open', addLabels: ['ui'] })).toMatchObject({
    state: 'open',
    closeReason: null,
    labels: ['ui'],
  });
});

test('names are the same in any case and form, and stay as they were given first', () => {
  const changed = applyChange(PLAIN, {
    addLabels: ['BUG', 'cafe\u0301', 'café'],
    removeLabels: ['UI'],
    addAssignees: ['ANN', 'Bob'],
  });

  expect(changed.labels).toEqual(['Bug', 'cafe\u0301']);
  expect(changed.assignees).toEqual(['ann', 'Bob']);
});

test('what is removed and added is there', () => {
  expect(applyChange(PLAIN, { addLabels: ['bug'], removeLabels: ['bug'] }).labels).toEqual(['ui', 'bug']);
});

test('a title is one line of well-formed text', () => {
  expect(fieldsOfNew({ title: '  one\r\n\n two\0 \ud800 ' }).title).toBe('one two \ufffd');
});

test.each([
  ['title', { title: ' \n ' }],
  ['title', { title: 'x'.repeat(1_001) }],
  ['body', { body: 'x'.repeat(1_000_001) }],
  ['labels', { addLabels: Array.from({ length: 101 }, (_, at) => `l${at}`) }],
  ['labels', { addLabels: [''] }],
  ['labels', { addLabels: ['x'.repeat(256)] }],
  ['labels', { addLabels: Array.from({ length: 99 }, (_, at) => `l${at}`) }],
  ['assignees', { addAssignees: [' '] }],
  ['milestone', { milestone: '' }],
  ['type', { type: '' }],
  ['closeReason', { closeReason: 'completed' as const }],
  ['state', { state: 'done' as 'open' }],
  ['priority', { priority: 'urgent' as 'high' }],
])('%s is refused by name: %j', (field, change) => {
  expect(() => applyChange(PLAIN, change)).toThrow(
    expect.objectContaining({ code: 'INVALID_INPUT', message: expect.stringContaining(`${field}:`) }),
  );
});

test('the longest title and text are taken', () => {
  const issue = fieldsOfNew({ title: 'x'.repeat(1_000), body: 'x'.repeat(1_000_000) });

  expect(issue.title).toHaveLength(1_000);
  expect(issue.body).toHaveLength(1_000_000);
});
