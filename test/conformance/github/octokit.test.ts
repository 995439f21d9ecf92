import { Octokit } from '@octokit/rest';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type GitHubScene, openGitHubScene, TOKENS } from './open-github.ts';

// The first use of an operation compiles its schemas.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });

const REPOSITORY = { owner: 'acme', repo: 'shop' };
let scene: GitHubScene;
let octokit: Octokit;

beforeAll(async () => {
  scene = await openGitHubScene({ issueTypes: ['Bug', 'Task'] });
  octokit = new Octokit({ baseUrl: scene.simulator.url, auth: TOKENS.octocat });
});
afterAll(async () => {
  await scene.simulator.close();
  expect(scene.simulator.violations).toEqual([]);
});

test('octokit takes the simulator for GitHub, for the whole life of an issue', async () => {
  const { issues, users } = octokit.rest;

  const me = await users.getAuthenticated();
  const milestone = await issues.createMilestone({
    ...REPOSITORY,
    title: 'v1',
    due_on: '2031-03-30T00:00:00Z',
  });
  const created = await issues.create({
    ...REPOSITORY,
    ...{ title: 'Totals are off', body: 'By a cent.', labels: ['accounting'], assignees: ['octocat'] },
    ...{ milestone: milestone.data.number, type: 'bug' },
  });
  const issue_number = created.data.number;
  await issues.update({ ...REPOSITORY, issue_number, title: 'Totals are off by a cent' });
  await issues.addLabels({ ...REPOSITORY, issue_number, labels: ['urgent'] });
  await issues.removeLabel({ ...REPOSITORY, issue_number, name: 'accounting' });
  await issues.addAssignees({ ...REPOSITORY, issue_number, assignees: ['hubot', 'nobody-of-this-name'] });
  const comment = await issues.createComment({ ...REPOSITORY, issue_number, body: 'Seen.' });
  await issues.updateComment({ ...REPOSITORY, comment_id: comment.data.id, body: 'Seen today.' });
  const closed = await issues.update({
    ...REPOSITORY,
    issue_number,
    state: 'closed',
    state_reason: 'duplicate',
  });
  const alone = await issues.update({ ...REPOSITORY, issue_number, state_reason: 'completed' });
  const reopened = await issues.update({ ...REPOSITORY, issue_number, state: 'open' });
  const comments = await issues.listComments({ ...REPOSITORY, issue_number });

  expect(me.data.login).toBe('octocat');
  // The day in California on which midnight in Greenwich falls.
  expect(milestone.data.due_on).toBe('2031-03-29T08:00:00Z');
  expect(created.data).toMatchObject({ number: 1, type: { name: 'Bug' }, milestone: { title: 'v1' } });
  expect(closed.data).toMatchObject({ state: 'closed', state_reason: 'duplicate' });
  expect(alone.data.state_reason).toBe('duplicate');
  expect(reopened.data).toMatchObject({ state: 'open', state_reason: 'reopened', closed_at: null });
  expect(reopened.data.assignees?.map(({ login }) => login)).toEqual(['octocat', 'hubot']);
  expect(reopened.data.labels).toMatchObject([{ name: 'urgent' }]);
  expect(comments.data.map(({ body }) => body)).toEqual(['Seen today.']);
});

test('octokit finds its way through the pages', async () => {
  for (let index = 0; index < 25; index += 1)
    await octokit.rest.issues.create({ ...REPOSITORY, title: `many ${index}` });

  const pages: number[] = [];
  const listed = await octokit.paginate(
    octokit.rest.issues.listForRepo,
    { ...REPOSITORY, state: 'all', per_page: 10 },
    ({ data }) => {
      pages.push(data.length);
      return data.map(({ number }) => number);
    },
  );

  expect(pages).toEqual([10, 10, 6]);
  expect(listed).toEqual(Array.from({ length: 26 }, (_, index) => 26 - index));
});

test('octokit is told what is wrong', async () => {
  const issue_number = 999_999;
  const stranger = new Octokit({ baseUrl: scene.simulator.url, auth: 'not a token' });

  await expect(octokit.rest.issues.get({ ...REPOSITORY, issue_number })).rejects.toMatchObject({
    status: 404,
  });
  await expect(octokit.rest.issues.createMilestone({ ...REPOSITORY, title: 'v1' })).rejects.toMatchObject({
    status: 422,
    response: { data: { errors: [{ code: 'already_exists', field: 'title' }] } },
  });
  await expect(stranger.rest.users.getAuthenticated()).rejects.toMatchObject({ status: 401 });
});
