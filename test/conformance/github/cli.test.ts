import { expect } from 'vitest';
import { describeCli } from '../cli/describe-cli.ts';
import { openGitHubScene, TOKENS } from './open-github.ts';
import { createContract } from './simulator/contract/contract.ts';

const contract = createContract();

describeCli('GitHub', async () => {
  const { simulator } = await openGitHubScene({ contract, basePath: '/api/v3' });
  return {
    ...{ type: 'github', owner: 'acme', repo: 'shop', token: TOKENS.octocat, people: ['octocat', 'hubot'] },
    attaches: false,
    url: new URL(simulator.url).origin,
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
