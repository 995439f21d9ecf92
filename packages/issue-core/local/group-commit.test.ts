import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type LocalBackend, openLocalBackend } from './open-local-backend.ts';
import { temporaryStorePath } from './testing/test-store.ts';

const { path, remove } = temporaryStorePath();
let backend: LocalBackend;
let other: LocalBackend;

beforeEach(() => {
  backend = openLocalBackend({ path, login: 'ann' });
  other = openLocalBackend({ path, login: 'bob' });
});
afterEach(async () => {
  await backend.close();
  await other.close();
  remove();
});

test('what is imported is there for others when the event loop turns, and at the end', async () => {
  await backend.importing(async () => {
    await backend.createIssue({ title: 'one' });
    expect((await backend.getIssue(1)).title).toBe('one');
    await expect(other.getIssue(1)).rejects.toMatchObject({ code: 'ISSUE_NOT_FOUND' });

    await turn();
    expect((await other.getIssue(1)).title).toBe('one');
    // Nobody is kept waiting by an import that waits for something else.
    await other.createIssue({ title: 'two' });
    await backend.createIssue({ title: 'three' });
  });

  expect((await other.getIssue(3)).title).toBe('three');
});

test('a write that fails leaves those before and after it', async () => {
  const outcome = backend.importing(async () => {
    await backend.createIssue({ title: 'one' });
    await expect(backend.createIssue({ title: 'two', parent: 9 })).rejects.toMatchObject({
      code: 'ISSUE_NOT_FOUND',
    });
    await backend.createIssue({ title: 'after' });
    throw new Error('the import ends here');
  });

  await expect(outcome).rejects.toThrow('the import ends here');
  expect((await other.getIssue(2)).title).toBe('after');
});

test('a large import does not wait for its end', async () => {
  await backend.importing(async () => {
    for (let at = 0; at < 1_100; at += 1) await backend.createIssue({ title: 'x' });
    expect((await other.getIssue(1_000)).number).toBe(1_000);
  });

  expect((await other.getIssue(1_100)).number).toBe(1_100);
});
