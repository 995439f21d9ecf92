import { withMarker, withoutMarker } from '@fixpoint/issue-core/backend/marker.ts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isCreatedBy, keepMarker } from './created-by.ts';

const user = { login: 'Octocat' };
const operationId = fc.stringMatching(/^[A-Za-z0-9_-]{1,64}$/);

test('a text is ours by its end, also after it was rewritten, and also behind a quoted marker', () => {
  fc.assert(
    fc.property(operationId, operationId, fc.string(), fc.string(), (id, quoted, before, after) => {
      const body = withMarker(`${before}<!-- issue-core:${quoted} -->.`, id);
      const rewritten = keepMarker({ body }, after);

      expect(isCreatedBy({ body, user }, 'octocat', id)).toBe(true);
      expect(isCreatedBy({ body: `${rewritten}\r\n`, user }, 'octocat', id)).toBe(true);
      expect(withoutMarker(rewritten)).toBe(withoutMarker(withMarker(after, id)));
    }),
  );
});

test.each([
  ['of somebody else', { body: withMarker('x', 'op-1'), user: { login: 'mallory' } }],
  ['of a user who is gone', { body: withMarker('x', 'op-1'), user: null }],
  ['quoted, with more behind it', { body: `${withMarker('x', 'op-1')} and so on`, user }],
  ['of another operation', { body: withMarker('x', 'op-10'), user }],
  ['without any', { body: null, user }],
])('a marker %s does not count', (_, text) => {
  expect(isCreatedBy(text, 'octocat', 'op-1')).toBe(false);
});

test('a body without a marker gets none', () => {
  expect(keepMarker({ body: 'old' }, 'new')).toBe('new');
  expect(keepMarker({ body: null }, '')).toBe('');
});
