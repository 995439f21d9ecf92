import { readStackConfig } from '@fixpoint/config/stack.ts';
import { GITEA_CAPABILITIES } from '@fixpoint/forges/gitea/tracker/capabilities.ts';
import { openGiteaTracker } from '@fixpoint/forges/gitea/tracker/open-tracker.ts';
import { createPoliteFetch } from '@fixpoint/forges/http/polite-fetch.ts';
import { createGiteaProject, type GiteaProject } from '@fixpoint/forges/testing/gitea-project.ts';
import { afterAll, beforeAll } from 'vitest';
import { describeBackend } from './suite/describe-backend.ts';

const stack = readStackConfig();
let project: GiteaProject;
let repositories = 0;

beforeAll(async () => {
  project = await createGiteaProject({ url: stack.giteaUrl, adminToken: stack.giteaAdmin.token });
});
afterAll(() => project?.remove());

describeBackend('Gitea', {
  capabilities: GITEA_CAPABILITIES,
  hasPullRequests: true,
  timeoutMs: 120_000,
  async open() {
    const { owner, writer, call } = project;
    repositories += 1;
    const repo = `theme-${repositories}`;
    const path = `/repos/${owner.login}/${repo}`;
    await call(owner, 'POST', '/user/repos', { name: repo, auto_init: true, default_branch: 'main' });
    await call(owner, 'PUT', `${path}/collaborators/${writer.login}`, { permission: 'write' });
    const tracker = () =>
      openGiteaTracker({
        url: stack.giteaUrl,
        owner: owner.login,
        repo,
        token: owner.token,
        fetch: createPoliteFetch(),
      });
    return {
      backend: tracker(),
      secondClient: tracker(),
      people: [owner.login, writer.login],
      openPullRequest: () => openPullRequest(path),
      async close() {
        await call(owner, 'DELETE', path);
      },
    };
  },
});

async function openPullRequest(path: string): Promise<number> {
  const { owner, call } = project;
  await call(owner, 'POST', `${path}/contents/fix.txt`, {
    content: Buffer.from('mended').toString('base64'),
    message: 'Mend it',
    branch: 'main',
    new_branch: 'fix',
  });
  const pull = { title: 'A fix', body: 'of it', head: 'fix', base: 'main' };
  const { number } = await call<{ number: number }>(owner, 'POST', `${path}/pulls`, pull);
  await call(owner, 'POST', `${path}/issues/${number}/comments`, { body: 'on the pull request' });
  return number;
}
