import { readStackConfig } from '@fixpoint/config/stack.ts';
import { LABELS } from '@fixpoint/contracts/labels.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Forge } from '../ports.ts';
import { createForge } from '../registry.ts';
import { createGiteaProject, type GiteaAccount, type GiteaProject } from '../testing/gitea-project.ts';

const stack = readStackConfig();
const server = { url: stack.giteaUrl, adminToken: stack.giteaAdmin.token };
let project: GiteaProject;
let forge: Forge;

function forgeAs(account: GiteaAccount): Forge {
  const { forgeInstance: instance } = project.repository;
  return createForge('gitea', {
    instance,
    url: server.url,
    botLogin: account.login,
    apiToken: account.token,
  });
}

beforeAll(async () => {
  project = await createGiteaProject(server);
  forge = forgeAs(project.bot);
});
afterAll(() => project?.remove());

describe('permissions', () => {
  test.each([
    ['owner', true],
    ['writer', true],
    ['reader', false],
    ['stranger', false],
  ] as const)('%s, asked by a bot with write access: can write is %s', async (role, canWrite) => {
    const permission = await forge.getPermission(project.repository, project[role].login);

    expect(['write', 'admin'].includes(permission)).toBe(canWrite);
  });

  test('an administrator of the repository is told exactly', async () => {
    const asOwner = forgeAs(project.owner);

    expect(await asOwner.getPermission(project.repository, project.writer.login)).toBe('write');
    expect(await asOwner.getPermission(project.repository, project.reader.login)).toBe('read');
    expect(await asOwner.getPermission(project.repository, 'nobody-of-this-name')).toBe('none');
  });

  test('a wrong token is told from a missing right', async () => {
    const wrong = forgeAs({ login: 'x', token: '0'.repeat(40) });

    await expect(wrong.getRepository(project.repository)).rejects.toMatchObject({
      code: 'FORGE_UNAUTHORIZED',
    });
  });
});

describe('repositories', () => {
  test('are found again by id after a rename', async () => {
    const issue = await project.openIssue(project.owner, 'Before the rename', '');
    const path = `/repos/${project.owner.login}`;
    await project.call(project.owner, 'PATCH', `${path}/project`, { name: 'renamed' });

    try {
      const comment = await forge.createComment(issue, 'under the old name');
      const found = await forge.getRepository(project.repository);

      expect(found).toMatchObject({ defaultBranch: 'main', empty: false, ref: { name: 'renamed' } });
      expect(await forge.listComments(issue)).toMatchObject([{ id: comment.id, body: 'under the old name' }]);
    } finally {
      // The other tests of this file know it by its first name.
      await project.call(project.owner, 'PATCH', `${path}/renamed`, { name: 'project' });
    }
  });
});

describe('issues', () => {
  test('are read, commented, edited and reacted to', async () => {
    const issue = await project.openIssue(project.stranger, 'Totals are off', 'by a cent');
    const posted = await forge.createComment(issue, 'first');

    await forge.editComment(issue, posted.id, 'second');
    await forge.addReaction(issue, null, 'eyes');
    await forge.addReaction(issue, posted.id, 'eyes');
    await forge.addReaction(issue, posted.id, 'eyes');

    const path = `/repos/${project.owner.login}/project/issues`;
    const reactions = await project.call<unknown[]>(
      project.owner,
      'GET',
      `${path}/comments/${posted.id}/reactions`,
    );
    expect(reactions).toMatchObject([{ content: 'eyes', user: { login: project.bot.login } }]);
    expect(await forge.listComments(issue)).toMatchObject([{ id: posted.id, body: 'second' }]);
    const other = await forge.createComment(issue, 'to be deleted');
    await forge.deleteComment(issue, other.id);
    await forge.deleteComment(issue, other.id);
    expect(await forge.listComments(issue)).toHaveLength(1);
    expect(await forge.getIssue(issue)).toMatchObject({
      title: 'Totals are off',
      body: 'by a cent',
      author: project.stranger.login,
      state: 'open',
    });
  });

  test('that do not exist are not found', async () => {
    const missing = { repository: project.repository, number: 9_999 };

    await expect(forge.getIssue(missing)).rejects.toMatchObject({ code: 'FORGE_NOT_FOUND' });
  });

  test('get and lose labels, any number of times', async () => {
    const issue = await project.openIssue(project.owner, 'Labels', '');
    const add = { add: [LABELS.blocked], remove: [] };
    const remove = { add: [], remove: [LABELS.blocked.name] };

    for (let time = 0; time < 2; time += 1) await forge.labelIssue(issue, add);
    const labelled = await forge.getIssue(issue);
    for (let time = 0; time < 2; time += 1) await forge.labelIssue(issue, remove);
    const bare = await forge.getIssue(issue);

    expect(labelled.labels).toEqual([LABELS.blocked.name]);
    expect(bare.labels).toEqual([]);
  });

  test('get labels in our colours, and in those that people gave them', async () => {
    const issue = await project.openIssue(project.owner, 'Colours', '');
    const path = `/repos/${project.owner.login}/project/labels`;
    const painted = { name: LABELS.review.name, color: '#123456' };
    const { id } = await project.call<{ id: number }>(project.owner, 'POST', path, painted);

    await forge.labelIssue(issue, { add: [LABELS.blocked, LABELS.review], remove: [] });

    const labels = await project.call<{ name: string; color: string }[]>(project.owner, 'GET', path);
    expect(labels.find(({ name }) => name === LABELS.blocked.name)?.color).toBe('d93f0b');
    expect(labels.filter(({ name }) => name === LABELS.review.name)).toMatchObject([{ id, color: '123456' }]);
  });
});

describe('proposals', () => {
  test('are found by their branch only while they are open', async () => {
    const branches = { headBranch: 'fix/1-open', baseBranch: 'main' };
    await project.createBranch(branches.headBranch);
    const none = await forge.findOpenProposalByHead(project.repository, branches);

    const created = await forge.createProposal(project.repository, {
      ...branches,
      title: 'A fix',
      body: 'x',
    });
    const found = await forge.findOpenProposalByHead(project.repository, branches);
    await forge.updateProposal(project.repository, created.number, { title: 'A better fix' });
    const path = `/repos/${project.owner.login}/project/pulls/${created.number}`;
    await project.call(project.owner, 'PATCH', path, { state: 'closed' });

    expect(none).toBeNull();
    expect(found).toEqual(created);
    expect(await forge.findOpenProposalByHead(project.repository, branches)).toBeNull();
    expect(await forge.getProposal(project.repository, created.number)).toMatchObject({
      state: 'closed',
      title: 'A better fix',
      draft: false,
    });
  });

  test('of a branch that does not exist are refused', async () => {
    const proposal = { headBranch: 'fix/none', baseBranch: 'main', title: 't', body: 'b' };

    await expect(forge.createProposal(project.repository, proposal)).rejects.toMatchObject({
      code: 'FORGE_NOT_FOUND',
    });
  });
});
