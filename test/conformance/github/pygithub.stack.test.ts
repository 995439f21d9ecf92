import { join } from 'node:path';
import { expect, test } from 'vitest';
import { pythonWith } from '../python-client.ts';
import { openGitHubScene, TOKENS } from './open-github.ts';

const PYGITHUB = [
  'PyGithub==2.10.0',
  'PyJWT==2.15.1',
  'PyNaCl==1.6.2',
  'certifi==2026.10.18',
  'cffi==2.1.1',
  'charset-normalizer==3.5.2',
  'cryptography==50.0.2',
  'idna==3.20',
  'pycparser==3.12',
  'requests==2.34.2',
  'typing_extensions==4.16.0',
  'urllib3==2.8.0',
];

test('PyGithub takes the simulator for GitHub, for the whole life of an issue', {
  timeout: 300_000,
}, async () => {
  const scene = await openGitHubScene();
  const python = await pythonWith(PYGITHUB);

  const printed = await python.run(
    ...([
      join(import.meta.dirname, 'pygithub-life.py'),
      scene.simulator.url,
      TOKENS.octocat,
      'acme/shop',
    ] as const),
  );
  const ours = await scene.open().getIssue(1);
  await scene.simulator.close();

  expect(scene.simulator.violations).toEqual([]);
  // It sends midnight in Greenwich, and GitHub keeps the day in California.
  expect(JSON.parse(printed)).toEqual({
    ...{ me: 'octocat', title: 'Totals are off by a cent', body: 'Often.', state: 'open' },
    ...{ labels: ['größe', 'urgent'], assignees: ['hubot', 'octocat'], milestone: 'v1', dueOn: '2031-03-29' },
    ...{ comments: ['Seen this morning.'], blockers: [2], parts: [2], closed: ['closed', 'not_planned'] },
    ...{ missing: 404, all: 37, listed: 37 },
  });
  expect(ours).toMatchObject({
    ...{ title: 'Totals are off by a cent', milestone: 'v1', commentCount: 1, parent: null },
    assignees: ['octocat', 'hubot'],
  });
});
