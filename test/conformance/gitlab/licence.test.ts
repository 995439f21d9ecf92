import { detectGitLabTier } from '@fixpoint/forges/gitlab/tracker/detect-tier.ts';
import { createPoliteFetch } from '@fixpoint/forges/http/polite-fetch.ts';
import { expect, test } from 'vitest';
import { openGitLabScene, PROJECT, TOKENS } from './open-gitlab.ts';

test.each(['free', 'paid'] as const)('that a project is %s shows by its issues', async (licence) => {
  const scene = await openGitLabScene({ edition: { licence } });
  const of = { url: scene.simulator.url, project: PROJECT, token: TOKENS.ada, fetch: createPoliteFetch() };

  const before = await detectGitLabTier(of);
  await scene.open().createIssue({ title: 'Tells' });
  const after = await detectGitLabTier(of);

  await scene.simulator.close();
  expect([before, after]).toEqual([null, licence]);
});

test('what the licence does not have is a clear error, where we believed that it did', async () => {
  const scene = await openGitLabScene({ edition: { licence: 'free' } });
  const backend = scene.open({ tier: 'paid' });
  for (const title of ['one', 'two']) await backend.createIssue({ title, assignees: ['ada'] });

  await expect(backend.addLink(1, { kind: 'blocked_by', number: 2 })).rejects.toMatchObject({
    code: 'UNSUPPORTED',
  });
  await expect(backend.updateIssue(1, { addAssignees: ['grace'] })).rejects.toMatchObject({
    ...{ code: 'FORGE_REFUSED', message: expect.stringContaining('assignee grace') },
  });

  expect(await backend.listLinks(1)).toEqual([]);
  expect((await backend.getIssue(1)).assignees).toEqual(['ada']);
  await scene.simulator.close();
});

test('where one assignee is all there can be, a second is refused before anything is written', async () => {
  const scene = await openGitLabScene({ edition: { licence: 'free' } });
  const backend = scene.open();

  await expect(backend.createIssue({ title: 'Two', assignees: ['ada', 'grace'] })).rejects.toMatchObject({
    code: 'UNSUPPORTED',
  });

  expect(scene.project.issues).toEqual([]);
  await scene.simulator.close();
});

test('two issues have one relation; another one is refused and the first stays', async () => {
  const scene = await openGitLabScene({ edition: { licence: 'paid' } });
  const backend = scene.open();
  for (const title of ['one', 'two']) await backend.createIssue({ title });
  await backend.addLink(1, { kind: 'relates', number: 2 });

  await expect(backend.addLink(1, { kind: 'blocks', number: 2 })).rejects.toMatchObject({
    code: 'FORGE_REFUSED',
  });

  expect(await backend.listLinks(1)).toEqual([{ kind: 'relates', number: 2 }]);
  await scene.simulator.close();
});

test('labels and milestones of a group are used, and are not the project’s to change', async () => {
  const scene = await openGitLabScene();
  const at = '2026-01-31T12:00:00.000Z';
  scene.project.labels.push({
    id: 1,
    createdAt: at,
    groupId: 7,
    name: 'Shared',
    color: '#112233',
    description: null,
    priority: null,
  });
  scene.project.milestones.push({
    ...{ id: 2, iid: 1, groupId: 7, createdAt: at, updatedAt: at, title: 'Everywhere', description: '' },
    ...{ state: 'active', dueDate: null, startDate: null },
  });
  const backend = scene.open();

  const issue = await backend.createIssue({ title: 'x', labels: ['shared'], milestone: 'everywhere' });

  expect(issue).toMatchObject({ labels: ['Shared'], milestone: 'Everywhere' });
  await expect(backend.deleteLabel('shared')).rejects.toMatchObject({ code: 'FORGE_FORBIDDEN' });
  await expect(backend.updateMilestone('2', { title: 'Ours' })).rejects.toMatchObject({
    code: 'FORGE_NOT_FOUND',
  });
  await scene.simulator.close();
  expect(scene.simulator.violations).toEqual([]);
});
