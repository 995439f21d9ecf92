import { expect } from 'vitest';
import { hastyClock } from '../simulator/hasty-clock.ts';
import { describeBackend } from '../suite/describe-backend.ts';
import type { OpenedBackend } from '../suite/subject.ts';
import { GITLAB_CAPABILITIES, openGitLabScene } from './open-gitlab.ts';
import type { Edition } from './simulator/world.ts';

async function open(edition: Partial<Edition>): Promise<OpenedBackend> {
  const { simulator, ...scene } = await openGitLabScene({ edition, now: hastyClock() });
  return {
    ...{ backend: scene.open(), secondClient: scene.open(), people: ['ada', 'grace'] },
    async close() {
      await simulator.close();
      expect(simulator.violations).toEqual([]);
    },
  };
}

describeBackend('gitlab, free', {
  open: () => open({ licence: 'free' }),
  capabilities: GITLAB_CAPABILITIES.free,
  refusesCommas: true,
});

describeBackend('gitlab, with a licence and native types, before it had keyset paging', {
  open: () => open({ licence: 'paid', keyset: false, version: '18.2.0-ee' }),
  capabilities: GITLAB_CAPABILITIES.paid,
  refusesCommas: true,
  types: ['incident', 'task'],
});
