import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { IssueRef, RepositoryRef } from '@fixpoint/contracts/ids.ts';
import { GiteaApi } from '@fixpoint/local/platform/gitea-api.ts';
import { ensureGiteaUser, type GiteaUser } from '@fixpoint/local/platform/gitea-user.ts';
import { registerRepository } from '@fixpoint/local/platform/register-repository.ts';
import type { Platform } from '@fixpoint/local/platform/start-platform.ts';
import { waitFor } from '@fixpoint/local/processes/wait-for.ts';
import { execa } from 'execa';
import { z } from 'zod';

const Issue = z.object({ number: z.number(), html_url: z.string() });
const Comment = z.object({ id: z.number() });

/** A real repository in the local Gitea, owned by a developer who is not Fixpoint. */
export class LocalProject {
  readonly repository: RepositoryRef;
  readonly developer: GiteaUser;
  private readonly platform: Platform;
  private readonly api: GiteaApi;

  constructor(platform: Platform, repository: RepositoryRef, developer: GiteaUser) {
    this.platform = platform;
    this.repository = repository;
    this.developer = developer;
    this.api = new GiteaApi(platform.stack.endpoints.giteaUrl, { token: developer.token });
  }

  get path(): string {
    return `/repos/${this.repository.owner}/${this.repository.name}`;
  }

  async openIssue(title: string, body: string): Promise<{ readonly ref: IssueRef; readonly url: string }> {
    const opened = Issue.parse(await this.api.call('POST', `${this.path}/issues`, { title, body }));
    return { ref: { repository: this.repository, number: opened.number }, url: opened.html_url };
  }

  async comment(issueNumber: number, body: string, by?: GiteaUser): Promise<string> {
    const { giteaUrl } = this.platform.stack.endpoints;
    const api = by ? new GiteaApi(giteaUrl, { token: by.token }) : this.api;
    return String(
      Comment.parse(await api.call('POST', `${this.path}/issues/${issueNumber}/comments`, { body })).id,
    );
  }

  /** Any call of Gitea's API as the developer. */
  async call(method: string, path: string, body?: unknown): Promise<unknown> {
    return await this.api.call(method, `${this.path}${path}`, body);
  }
}

/** Pushes a folder as the first commit of a new repository, and registers it with Fixpoint. */
export async function createLocalProject(
  platform: Platform,
  folder: string,
  name: string,
): Promise<LocalProject> {
  const { endpoints } = platform.stack;
  const developer = await ensureGiteaUser(endpoints, platform.profile.folder, developerLogin(platform));
  const api = new GiteaApi(endpoints.giteaUrl, { token: developer.token });
  const free = await freeName(api, developer.login, name);
  await api.call('POST', '/user/repos', { name: free, default_branch: 'main', auto_init: false });
  await pushFolder(folder, `${endpoints.giteaUrl}/${developer.login}/${free}.git`, developer);
  // Gitea learns of the push a moment after it has answered it.
  await waitFor(() => api.call('GET', `/repos/${developer.login}/${free}/branches/main`), {
    timeoutMs: 15_000,
  });
  const repository = await registerRepository(platform, developer.login, free);
  return new LocalProject(platform, repository, developer);
}

function developerLogin({ profile }: Platform): string {
  return profile.name === 'main' ? 'ada' : `ada-${profile.name}`;
}

async function freeName(api: GiteaApi, owner: string, name: string): Promise<string> {
  for (let ordinal = 1; ; ordinal += 1) {
    const candidate = ordinal === 1 ? name : `${name}-${ordinal}`;
    const found = await api.call('GET', `/repos/${owner}/${candidate}`, undefined, [404]);
    if (!z.object({ id: z.number() }).safeParse(found).success) return candidate;
  }
}

async function pushFolder(folder: string, url: string, developer: GiteaUser): Promise<void> {
  const work = await mkdtemp(join(tmpdir(), 'fixpoint-project-'));
  try {
    await cp(folder, work, { recursive: true });
    const env = {
      GIT_CONFIG_GLOBAL: '/dev/null',
      GIT_AUTHOR_NAME: 'Ada',
      GIT_AUTHOR_EMAIL: 'ada@localhost.localdomain',
      GIT_COMMITTER_NAME: 'Ada',
      GIT_COMMITTER_EMAIL: 'ada@localhost.localdomain',
      GIT_CONFIG_COUNT: '1',
      GIT_CONFIG_KEY_0: 'http.extraHeader',
      GIT_CONFIG_VALUE_0: `Authorization: Basic ${Buffer.from(`${developer.login}:${developer.token}`).toString('base64')}`,
    };
    const git = (...args: string[]) => execa('git', args, { cwd: work, env, timeout: 60_000 });
    await git('init', '--quiet', '--initial-branch=main');
    await git('add', '--all');
    await git('commit', '--quiet', '--message', 'Start the project');
    await git('push', '--quiet', url, 'main');
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}
