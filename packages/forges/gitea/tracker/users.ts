import type { IssueBackend } from '@fixpoint/issue-core/backend/port.ts';
import type { User } from '@fixpoint/issue-core/model/label.ts';
import type { TrackerClient } from './client.ts';
import { User as GiteaUser, Users } from './schema.ts';

export function userOperations(client: TrackerClient): Pick<IssueBackend, 'listUsers' | 'currentUser'> {
  return {
    async listUsers() {
      const items = (await assignableUsers(client)).map(toUser);
      return { items, next: null, total: items.length };
    },
    async currentUser() {
      return toUser(
        await client.request({ method: 'GET', ofServer: true, path: '/user', schema: GiteaUser }),
      );
    },
  };
}

/** Gitea does not page them. */
export function assignableUsers(client: TrackerClient, signal?: AbortSignal): Promise<readonly GiteaUser[]> {
  return client.request({ method: 'GET', path: '/assignees', schema: Users, signal });
}

function toUser({ id, login, full_name }: GiteaUser): User {
  return { id: String(id), login, name: full_name === '' ? null : full_name };
}
