import { expect, test } from 'vitest';
import type { Subject } from './subject.ts';

export function identity(subject: Subject): void {
  test('the backend says of itself what it can', () => {
    const { backend } = subject.now();

    expect(backend.capabilities).toEqual(subject.capabilities);
    expect(backend.kind).toMatch(/^[a-z][a-z0-9-]*$/);
  });

  test('a check tells as whom, where, and that it may write', async () => {
    const { backend, people } = subject.now();

    const check = await backend.check();

    expect(check).toMatchObject({ login: people[0], canWrite: true });
    expect(check.target).not.toBe('');
  });

  test('the user of the check is the current one', async () => {
    const { backend, people } = subject.now();

    const user = await backend.currentUser();

    expect(user.login).toBe(people[0]);
    expect(user.id).not.toBe('');
  });

  test('what can be used can be read', async () => {
    expect(await subject.now().backend.isReadable()).toBe(true);
  });

  test('an empty repository has nothing, on one page', async () => {
    const { backend } = subject.now();
    const request = {
      query: { kind: 'everything' },
      sort: { field: 'created', descending: true },
      pageSize: 10,
      cursor: null,
    } as const;

    expect(await backend.listIssues(request)).toMatchObject({ items: [], next: null });
  });
}
