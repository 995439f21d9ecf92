import { join } from 'node:path';
import { expect, test } from 'vitest';
import { pythonWith } from '../python-client.ts';
import { openGitLabScene, PROJECT, TOKENS } from './open-gitlab.ts';

const PYTHON_GITLAB = [
  'python-gitlab==8.6.0',
  'certifi==2026.10.18',
  'charset-normalizer==3.5.2',
  'idna==3.20',
  'requests==2.34.2',
  'requests-toolbelt==1.0.0',
  'urllib3==2.8.0',
];

test('python-gitlab takes the simulator for GitLab, for the whole life of an issue', {
  timeout: 300_000,
}, async () => {
  const scene = await openGitLabScene();
  const python = await pythonWith(PYTHON_GITLAB);

  const printed = await python.run(
    ...([
      join(import.meta.dirname, 'python-gitlab-life.py'),
      scene.simulator.url,
      TOKENS.ada,
      PROJECT,
    ] as const),
  );
  const ours = await scene.open().getIssue(1);
  await scene.simulator.close();

  // It sends that with every upload.
  expect(scene.simulator.violations).toEqual([expect.stringMatching(/uploads: GitLab passes over avatar$/)]);
  expect(JSON.parse(printed)).toEqual({
    ...{ me: 'ada', title: 'Totals are off by a cent', description: 'Often.', state: 'opened' },
    ...{ labels: ['größe', 'sums'], assignees: ['ada'], milestone: 'v1', dueOn: '2031-03-30' },
    ...{ notes: ['Seen this morning.'], links: [[2, 'relates_to']], left: 0, upload: true, closed: 'closed' },
    ...{ missing: 404, counted: 47, keyset: 47, total: 47, members: ['ada', 'grace'] },
  });
  expect(ours).toMatchObject({ title: 'Totals are off by a cent', milestone: 'v1', commentCount: 1 });
});
