import type { RegisteredRepository } from '@fixpoint/store/ports.ts';
import { expect, it } from 'vitest';
import { RegisteredRepositories } from './registered-repositories.ts';
import { REPOSITORY } from './testing/ingress-fixture.ts';

const LIMITS = { maxEntries: 3, registeredTtlMs: 30_000, unregisteredTtlMs: 2_000 };

function fixture(registered: readonly string[]) {
  const known = new Set(registered);
  const reads: string[] = [];
  const clock = { nowMs: 0 };
  const store = {
    async find(key: string): Promise<RegisteredRepository | null> {
      reads.push(key);
      return known.has(key) ? { ref: REPOSITORY, registeredAt: '2026-01-01T00:00:00Z' } : null;
    },
  };
  const repositories = new RegisteredRepositories(store, LIMITS, () => clock.nowMs);
  const ask = (repositoryId: string) => repositories.isRegistered({ ...REPOSITORY, repositoryId });
  return { ask, clock, known, reads };
}

it('asks the store once for what is asked again and again', async () => {
  const { ask, reads } = fixture(['git.example/12']);

  const answers = [await ask('12'), await ask('12'), await ask('12')];

  expect(answers).toEqual([true, true, true]);
  expect(reads).toEqual(['git.example/12']);
});

it('soon sees that a repository was registered', async () => {
  const { ask, clock, known } = fixture([]);
  await ask('12');
  known.add('git.example/12');

  clock.nowMs = 1_999;
  expect(await ask('12')).toBe(false);
  clock.nowMs = 2_000;
  expect(await ask('12')).toBe(true);
});

it('forgets the oldest answer when it knows too many', async () => {
  const { ask, reads } = fixture(['git.example/12']);

  for (const id of ['1', '2', '3', '4', '2', '3', '4', '1']) await ask(id);

  expect(reads.map((key) => key.split('/')[1])).toEqual(['1', '2', '3', '4', '1']);
});

it('remembers no failure', async () => {
  let calls = 0;
  const store = {
    async find(): Promise<null> {
      calls += 1;
      throw new Error('away');
    },
  };
  const repositories = new RegisteredRepositories(store, LIMITS);

  await expect(repositories.isRegistered(REPOSITORY)).rejects.toThrow('away');
  await expect(repositories.isRegistered(REPOSITORY)).rejects.toThrow('away');
  expect(calls).toBe(2);
});
