import { openTemporary } from '@fixpoint/issue-core/coordination/testing/open-temporary.ts';
import { openMemoryBackend } from '@fixpoint/issue-core/testing/memory-backend.ts';
import { expect, it } from 'vitest';
import { serveBackend } from './serve-backend.ts';

it('opens the tracker once for each login, up to a bound, and closes what it opened', async () => {
  const { coordination } = openTemporary();
  const opened: string[] = [];
  const closed: string[] = [];
  const openAs = (login: string) => {
    opened.push(login);
    return { ...openMemoryBackend(), close: async () => void closed.push(login) };
  };
  const backend = { ...openMemoryBackend(), close: async () => void closed.push('the shared one') };
  const served = serveBackend({ name: 'main', backend, coordination, openAs });
  const logins = Array.from({ length: 300 }, (_, i) => `agent-${i}`);

  for (const login of [...logins, ...logins]) expect(served.trackerFor(login).agent).toBe(login);
  await served.trackerFor('agent-299').create({ title: 'By the server' });
  await served.close();

  expect(opened).toEqual(logins.slice(0, 200));
  expect(closed).toEqual(opened);
  expect((await backend.getIssue(1)).title).toBe('By the server');
});

it('writes as the server where it cannot be another', async () => {
  const { coordination } = openTemporary();
  const backend = openMemoryBackend();
  const served = serveBackend({ name: 'main', backend, coordination, readOnly: true });

  await expect(served.trackerFor('coder').create({ title: 'One' })).rejects.toMatchObject({
    code: 'READ_ONLY',
  });
  expect(served).toMatchObject({ name: 'main', kind: backend.kind, readOnly: true });
});
