import { randomBytes } from 'node:crypto';
import type { IssueRef, RepositoryRef } from '@fixpoint/contracts/ids.ts';

/** A server that tests may make users and repositories on. */
export interface GiteaServer {
  readonly url: string;
  readonly adminToken: string;
}

/** A repository with users of every permission, made for one test file and removed after it. */
export interface GiteaProject {
  readonly repository: RepositoryRef;
  readonly bot: GiteaAccount;
  readonly owner: GiteaAccount;
  readonly writer: GiteaAccount;
  readonly reader: GiteaAccount;
  readonly stranger: GiteaAccount;
  call<Answer>(account: GiteaAccount, method: string, path: string, body?: unknown): Promise<Answer>;
  openIssue(account: GiteaAccount, title: string, body: string): Promise<IssueRef>;
  comment(account: GiteaAccount, issue: IssueRef, body: string): Promise<{ id: number; body: string }>;
  /** Commits one file to a new branch. */
  createBranch(branch: string): Promise<void>;
  remove(): Promise<void>;
}

export interface GiteaAccount {
  readonly login: string;
  readonly token: string;
}

const INSTANCE = 'gitea.test';

export async function createGiteaProject(
  server: GiteaServer,
  options: { readonly botPermission?: 'write' | 'admin' } = {},
): Promise<GiteaProject> {
  const suffix = randomBytes(4).toString('hex');
  const admin = { login: 'admin', token: server.adminToken };
  const created: string[] = [];

  async function call<Answer>(
    account: GiteaAccount,
    method: string,
    path: string,
    body?: unknown,
  ): Promise<Answer> {
    const response = await fetch(`${server.url}/api/v1${path}`, {
      method,
      headers: { authorization: `token ${account.token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(20_000),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return JSON.parse(text === '' ? 'null' : text);
  }

  async function createAccount(role: string): Promise<GiteaAccount> {
    const login = `${role}-${suffix}`;
    const password = `Pw-${suffix}-1`;
    await call(admin, 'POST', '/admin/users', {
      username: login,
      password,
      email: `${login}@test.invalid`,
      must_change_password: false,
    });
    created.push(login);
    const response = await fetch(`${server.url}/api/v1/users/${login}/tokens`, {
      method: 'POST',
      headers: {
        authorization: `Basic ${Buffer.from(`${login}:${password}`).toString('base64')}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify({ name: 'test', scopes: ['all'] }),
      signal: AbortSignal.timeout(20_000),
    });
    const { sha1 } = (await response.json()) as { sha1: string };
    return { login, token: sha1 };
  }

  const owner = await createAccount('owner');
  const bot = await createAccount('bot');
  const writer = await createAccount('writer');
  const reader = await createAccount('reader');
  const stranger = await createAccount('stranger');
  const { id } = await call<{ id: number }>(owner, 'POST', '/user/repos', {
    name: 'project',
    auto_init: true,
    default_branch: 'main',
  });
  const path = `/repos/${owner.login}/project`;
  for (const [account, permission] of [
    [bot, options.botPermission ?? 'write'],
    [writer, 'write'],
    [reader, 'read'],
  ] as const) {
    await call(owner, 'PUT', `${path}/collaborators/${account.login}`, { permission });
  }

  const repository: RepositoryRef = {
    forgeKind: 'gitea',
    forgeInstance: INSTANCE,
    repositoryId: String(id),
    owner: owner.login,
    name: 'project',
  };
  return {
    repository,
    bot,
    owner,
    writer,
    reader,
    stranger,
    call,
    async openIssue(account, title, body) {
      const { number } = await call<{ number: number }>(account, 'POST', `${path}/issues`, { title, body });
      return { repository, number };
    },
    comment: (account, issue, body) =>
      call(account, 'POST', `${path}/issues/${issue.number}/comments`, { body }),
    async createBranch(branch) {
      await call(owner, 'POST', `${path}/contents/${branch.replaceAll('/', '-')}.txt`, {
        content: Buffer.from(branch).toString('base64'),
        message: `Add ${branch}`,
        branch: 'main',
        new_branch: branch,
      });
    },
    async remove() {
      for (const login of created) await call(admin, 'DELETE', `/admin/users/${login}?purge=true`);
    },
  };
}
