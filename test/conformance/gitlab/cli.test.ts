import { expect } from 'vitest';
import { describeCli } from '../cli/describe-cli.ts';
import { openGitLabScene, TOKENS } from './open-gitlab.ts';

describeCli('GitLab', async () => {
  const { simulator } = await openGitLabScene();
  return {
    ...{ type: 'gitlab', url: simulator.url, owner: 'acme/tools', repo: 'shop' },
    ...{ token: TOKENS.ada, people: ['ada', 'grace'] },
    attaches: true,
    requests: () => simulator.requests,
    answerReads(times, status, headers = {}) {
      const fault = { kind: 'answer', status, after: false, headers } as const;
      simulator.faults.add({ method: 'GET', path: /\/issues$/, times, fault });
    },
    async close({ wasProbed } = { wasProbed: false }) {
      await simulator.close();
      if (!wasProbed) expect(simulator.violations).toEqual([]);
    },
  };
});
