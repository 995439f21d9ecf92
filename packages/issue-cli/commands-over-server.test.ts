import { vi } from 'vitest';

// The tests of the commands themselves, but of a clone that knows nothing but a server on another host.
vi.mock(import('./testing/issue-world.ts'), async (importOriginal) => {
  const { issueWorld } = await importOriginal();
  const { remoteWorld } = await import('./testing/served-world.ts');
  return { issueWorld: (...given) => remoteWorld(issueWorld, ...given) };
});

await import('./bulk.test.ts');
await import('./claims.test.ts');
await import('./events.test.ts');
await import('./issue-commands.test.ts');
await import('./list.test.ts');
