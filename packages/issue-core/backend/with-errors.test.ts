import { FixpointError } from '@fixpoint/contracts/errors.ts';
import { expect, test } from 'vitest';
import { openMemoryBackend } from '../testing/memory-backend.ts';
import { withErrors } from './with-errors.ts';

const told = new Error('told otherwise');

test('errors are told otherwise, and the tracker is the same', async () => {
  const seen: unknown[] = [];
  const backend = openMemoryBackend();
  const wrapped = withErrors(backend, (error) => {
    seen.push(error);
    return told;
  });

  await expect(wrapped.getIssue(7)).rejects.toBe(told);
  expect(seen).toMatchObject([{ code: 'ISSUE_NOT_FOUND' }]);
  expect(await wrapped.createIssue({ title: 'One' })).toMatchObject({ number: 1 });
  expect(await backend.getIssue(1)).toMatchObject({ title: 'One' });
  expect(wrapped.capabilities).toBe(backend.capabilities);
});

test('what answers at once still does', () => {
  const nothing = () => undefined;
  const held = { commit: nothing, end: nothing, drop: nothing };
  const backend = { ...openMemoryBackend(), hold: () => held };
  const refusing = {
    ...backend,
    hold: () => {
      throw new FixpointError('LOCAL_STORE_BUSY', 'held');
    },
  };

  expect(withErrors(backend, () => told).hold?.(nothing)).toBe(held);
  expect(() => withErrors(refusing, () => told).hold?.(nothing)).toThrow(told);
});
