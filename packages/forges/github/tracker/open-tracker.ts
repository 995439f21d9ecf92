import { type ErrorCode, FixpointError } from '@fixpoint/contracts/errors.ts';
import type { IssueBackend } from '@fixpoint/issue-core/backend/port.ts';
import { attachmentOperations } from './attachments.ts';
import { GITHUB_CAPABILITIES } from './capabilities.ts';
import { changeOperations } from './changes.ts';
import { createGitHubClient, type GitHubClient, type GitHubClientOptions } from './client.ts';
import { commentOperations } from './comments.ts';
import { issueTypes } from './issue-types.ts';
import { issueWrites } from './issue-writes.ts';
import { issueOperations } from './issues.ts';
import { labelOperations } from './labels.ts';
import { linkOperations } from './links.ts';
import { milestoneOperations } from './milestones.ts';
import { Repository } from './schema.ts';
import { userOperations } from './users.ts';

export interface GitHubTrackerOptions extends GitHubClientOptions {
  readonly owner: string;
  readonly repo: string;
}

const NOT_OURS_TO_READ: readonly ErrorCode[] = ['FORGE_NOT_FOUND', 'FORGE_FORBIDDEN', 'FORGE_UNAUTHORIZED'];

/** The issues of a repository at github.com or a GitHub Enterprise server. `fetch` is the polite one. */
export function openGitHubTracker(options: GitHubTrackerOptions): IssueBackend {
  const client = createGitHubClient(options);
  const users = userOperations(client);
  let login: string | null = null;

  async function ourLogin(): Promise<string> {
    login ??= (await users.currentUser()).login;
    return login;
  }

  return {
    kind: 'github',
    capabilities: GITHUB_CAPABILITIES,
    async check() {
      const { data: repository, version } = await readRepository(client);
      const { admin, maintain, push, triage } = repository.permissions ?? {};
      return {
        login: await ourLogin(),
        target: repository.full_name,
        canWrite: [admin, maintain, push, triage].includes(true) && !repository.archived,
        version,
      };
    },
    async isReadable() {
      try {
        // Issues that are switched off look like deleted ones.
        return (await readRepository(client)).data.has_issues;
      } catch (error) {
        if (error instanceof FixpointError && NOT_OURS_TO_READ.includes(error.code)) return false;
        throw error;
      }
    },
    ...issueOperations(client, { writes: issueWrites(client), types: issueTypes(client), login: ourLogin }),
    ...commentOperations(client, ourLogin),
    ...labelOperations(client),
    ...milestoneOperations(client),
    ...users,
    ...linkOperations(client),
    ...attachmentOperations(),
    ...changeOperations(client),
    async close() {
      login = null;
    },
  };
}

function readRepository(client: GitHubClient) {
  return client.call(`read ${client.owner}/${client.repo}`, Repository, ({ repos }, repository) =>
    repos.get({ ...repository }),
  );
}
