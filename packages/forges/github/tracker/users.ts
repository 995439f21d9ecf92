import { FixpointError } from '@fixpoint/contracts/errors.ts';
import type { IssueBackend } from '@fixpoint/issue-core/backend/port.ts';
import type { User } from '@fixpoint/issue-core/model/label.ts';
import { z } from 'zod';
import { MAX_PAGE_SIZE } from '../../tracker/stable-pages.ts';
import type { GitHubClient } from './client.ts';
import { readPageAt } from './pages.ts';
import { User as GitHubUser, Viewer } from './schema.ts';

const WHO_AM_I = 'query { viewer { id login } }';
const Users = z.array(GitHubUser);

export function userOperations(client: GitHubClient): Pick<IssueBackend, 'listUsers' | 'currentUser'> {
  return {
    listUsers(cursor) {
      const read = (page: number) =>
        client.call('list people', Users, ({ issues }, repository) =>
          issues.listAssignees({ ...repository, page, per_page: MAX_PAGE_SIZE }),
        );
      return readPageAt(cursor, read, toUser);
    },
    async currentUser() {
      try {
        const { data } = await client.call('who am I', GitHubUser, ({ users }, { request }) =>
          users.getAuthenticated({ request }),
        );
        return toUser(data);
      } catch (error) {
        if (!(error instanceof FixpointError) || error.code !== 'FORGE_FORBIDDEN') throw error;
        // The installation of a GitHub App is no user, and only GraphQL tells it the login it works under.
        const { viewer } = await client.graphql('who am I', Viewer, WHO_AM_I, {});
        return { id: viewer.id, login: viewer.login, name: null };
      }
    },
  };
}

/** Whether an issue of the repository can be assigned to this login; adding others is passed over without a word. */
export async function isAssignable(client: GitHubClient, assignee: string): Promise<boolean> {
  try {
    await client.call(`look up ${assignee}`, z.unknown(), ({ issues }, repository) =>
      issues.checkUserCanBeAssigned({ ...repository, assignee }),
    );
    return true;
  } catch (error) {
    if (error instanceof FixpointError && error.code === 'FORGE_NOT_FOUND') return false;
    throw error;
  }
}

function toUser({ id, login, name }: GitHubUser): User {
  return { id: String(id), login, name: name || null };
}
