import { Gitlab } from '@gitbeaker/rest';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type GitLabScene, openGitLabScene, PROJECT, TOKENS } from './open-gitlab.ts';

let scene: GitLabScene;

beforeAll(async () => {
  scene = await openGitLabScene();
});
afterAll(async () => {
  await scene.simulator.close();
  expect(scene.simulator.violations).toEqual([]);
});

test('gitbeaker takes the simulator for GitLab, for the whole life of an issue', async () => {
  const gitlab = new Gitlab({ host: scene.simulator.url, token: TOKENS.ada });

  const me = await gitlab.Users.showCurrentUser();
  const milestone = await gitlab.ProjectMilestones.create(PROJECT, 'v1', { dueDate: '2031-03-30' });
  const created = await gitlab.Issues.create(PROJECT, 'Totals are off', {
    ...{ description: 'By a cent.', labels: 'accounting', assigneeIds: [me.id], milestoneId: milestone.id },
  });
  const { iid } = created;
  await gitlab.Issues.edit(PROJECT, iid, { addLabels: 'urgent', removeLabels: 'accounting' });
  const note = await gitlab.IssueNotes.create(PROJECT, iid, 'Seen.');
  await gitlab.IssueNotes.edit(PROJECT, iid, note.id, { body: 'Seen today.' });
  const closed = await gitlab.Issues.edit(PROJECT, iid, { stateEvent: 'close' });
  const reopened = await gitlab.Issues.edit(PROJECT, iid, { stateEvent: 'reopen' });
  const notes = await gitlab.IssueNotes.all(PROJECT, iid);

  expect(created).toMatchObject({ iid: 1, milestone: { title: 'v1', due_date: '2031-03-30' } });
  expect(closed).toMatchObject({ state: 'closed', closed_by: { username: 'ada' } });
  expect(reopened).toMatchObject({ state: 'opened', closed_at: null, labels: ['urgent'] });
  expect(notes.filter(({ system }) => !system).map(({ body }) => body)).toEqual(['Seen today.']);
});

test('gitbeaker finds its way through the pages, by numbers and by places', async () => {
  const gitlab = new Gitlab({ host: scene.simulator.url, token: TOKENS.ada });
  for (let index = 0; index < 25; index += 1) await gitlab.Issues.create(PROJECT, `many ${index}`);

  const counted = await gitlab.Issues.all({ projectId: PROJECT, perPage: 10 });
  const keyset = await gitlab.Issues.all({
    ...{
      projectId: PROJECT,
      perPage: 10,
      pagination: 'keyset' as const,
      orderBy: 'created_at' as const,
      sort: 'asc' as const,
    },
  });

  expect(counted.map(({ iid }) => iid)).toEqual(Array.from({ length: 26 }, (_, index) => 26 - index));
  expect(keyset).toHaveLength(26);
});
