import { readStackConfig } from '@fixpoint/config/stack.ts';
import type { IssueBackend } from '@fixpoint/issue-core/backend/port.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createPoliteFetch } from '../../http/polite-fetch.ts';
import { createGiteaProject, type GiteaAccount, type GiteaProject } from '../../testing/gitea-project.ts';
import { openGiteaTracker } from './open-tracker.ts';

const stack = readStackConfig();
let project: GiteaProject;

/** What the conformance suite does not ask, because it is Gitea's own. */
beforeAll(async () => {
  project = await createGiteaProject({ url: stack.giteaUrl, adminToken: stack.giteaAdmin.token });
});
afterAll(() => project?.remove());

function trackerOf(
  account: GiteaAccount,
  { owner = project.owner.login, repo = 'project' }: { readonly owner?: string; readonly repo?: string } = {},
): IssueBackend {
  const { token } = account;
  return openGiteaTracker({ url: stack.giteaUrl, owner, repo, token, fetch: createPoliteFetch() });
}

describe('rights', () => {
  test.each([
    ['owner', true],
    ['writer', true],
    ['reader', false],
  ] as const)('of the %s: may write is %s', async (role, canWrite) => {
    const tracker = trackerOf(project[role]);

    expect(await tracker.check()).toMatchObject({
      login: project[role].login,
      target: `${project.owner.login}/project`,
      canWrite,
      version: expect.stringMatching(/^\d+\.\d+/),
    });
    expect(await tracker.isReadable()).toBe(true);
  });

  test('that are missing are told, where Gitea would pass over what it does not allow', async () => {
    const reader = trackerOf(project.reader);
    const { owner } = project;
    const { number } = await reader.createIssue({ title: 'By a reader', body: 'allowed' });

    for (const change of [
      { addLabels: ['x'] },
      { addAssignees: [owner.login] },
      { priority: 'high' },
    ] as const) {
      await expect(reader.updateIssue(number, change)).rejects.toMatchObject({ code: 'FORGE_FORBIDDEN' });
    }
    await expect(reader.createIssue({ title: 'With', labels: ['x'] })).rejects.toMatchObject({
      code: 'FORGE_FORBIDDEN',
    });
    await expect(trackerOf(project.writer).deleteIssue(number)).rejects.toMatchObject({
      code: 'FORGE_FORBIDDEN',
    });
    expect(await reader.getIssue(number)).toMatchObject({ labels: [], assignees: [], priority: null });
  });

  test('of a wrong token, and in a repository that is not there, are none', async () => {
    const wrong = trackerOf({ login: 'x', token: '0'.repeat(40) });
    const nowhere = trackerOf(project.owner, { repo: 'no-such' });

    await expect(wrong.check()).rejects.toMatchObject({ code: 'FORGE_UNAUTHORIZED' });
    await expect(nowhere.check()).rejects.toMatchObject({ code: 'FORGE_NOT_FOUND' });
    expect([await wrong.isReadable(), await nowhere.isReadable()]).toEqual([false, false]);
  });
});

describe('labels', () => {
  test('of the organization are used, not made again, and not ours to change', async () => {
    const { owner, call } = project;
    const org = `org-${owner.login}`;
    await call(owner, 'POST', '/orgs', { username: org });
    await call(owner, 'POST', `/orgs/${org}/repos`, { name: 'shared' });
    await call(owner, 'POST', `/orgs/${org}/labels`, { name: 'Company', color: '#112233' });
    const tracker = trackerOf(owner, { owner: org, repo: 'shared' });

    const issue = await tracker.createIssue({ title: 'Shared', labels: ['company', 'own'] });
    const own = await call<{ name: string }[]>(owner, 'GET', `/repos/${org}/shared/labels`);
    const listed = (await tracker.listLabels(null)).items.map(({ name }) => name);
    await expect(tracker.renameLabel('company', 'theirs')).rejects.toMatchObject({ code: 'FORGE_FORBIDDEN' });

    await call(owner, 'DELETE', `/repos/${org}/shared`);
    await call(owner, 'DELETE', `/orgs/${org}`);
    expect(issue.labels.toSorted()).toEqual(['Company', 'own']);
    expect(own.map(({ name }) => name)).toEqual(['own']);
    expect(listed.toSorted()).toEqual(['Company', 'own']);
  });

  test('that somebody renamed or deleted since they were looked up are not given by mistake', async () => {
    const { owner, call } = project;
    const path = `/repos/${owner.login}/project/labels`;
    const tracker = trackerOf(owner);
    await tracker.createIssue({ title: 'Knows them', labels: ['before', 'doomed'] });
    const all = await call<{ id: number; name: string }[]>(owner, 'GET', path);
    const idOf = (name: string) => all.find((label) => label.name === name)?.id;
    await call(owner, 'PATCH', `${path}/${idOf('before')}`, { name: 'after' });
    await call(owner, 'DELETE', `${path}/${idOf('doomed')}`);

    const created = await tracker.createIssue({ title: 'Created', labels: ['before', 'doomed'] });

    expect(created.labels.toSorted()).toEqual(['before', 'doomed']);
  });

  test('that are the same but for case are one to us', async () => {
    const { owner, call } = project;
    const path = `/repos/${owner.login}/project/labels`;
    for (const name of ['twin', 'Twin']) await call(owner, 'POST', path, { name, color: '#112233' });
    const tracker = trackerOf(owner);

    const issue = await tracker.createIssue({ title: 'Twins', labels: ['Twin'] });
    const found = await tracker.listIssues({
      query: { kind: 'label', name: 'twin' },
      sort: { field: 'number', descending: true },
      pageSize: 50,
      cursor: null,
    });
    const bare = await tracker.updateIssue(issue.number, { removeLabels: ['twin'] });

    expect(issue.labels).toEqual(['Twin']);
    expect(found.items.map(({ number }) => number)).toContain(issue.number);
    expect(bare.labels).toEqual([]);
  });
});

test('links where dependencies are switched off are none, and new ones are not to be had', async () => {
  const { owner, call } = project;
  await call(owner, 'POST', '/user/repos', { name: 'no-links' });
  await call(owner, 'PATCH', `/repos/${owner.login}/no-links`, {
    has_issues: true,
    internal_tracker: { enable_issue_dependencies: false },
  });
  const tracker = trackerOf(owner, { repo: 'no-links' });
  const one = await tracker.createIssue({ title: 'one' });
  const other = await tracker.createIssue({ title: 'other' });

  const link = { kind: 'blocked_by', number: other.number } as const;

  await expect(tracker.addLink(one.number, link)).rejects.toMatchObject({ code: 'UNSUPPORTED' });
  expect(await tracker.listLinks(one.number)).toEqual([]);
});

test('an issue that was created long ago is found by its operation as well', async () => {
  const tracker = trackerOf(project.owner);
  const created = await tracker.createIssue(
    { title: 'Long ago' },
    { operationId: '01J0A0B0C0D0E0F0G0H0J0K0ZZ' },
  );
  for (let index = 0; index < 205; index += 1) await tracker.createIssue({ title: `since ${index}` });

  const found = await tracker.findCreatedIssue('01J0A0B0C0D0E0F0G0H0J0K0ZZ');

  expect(found).toEqual(created);
});
