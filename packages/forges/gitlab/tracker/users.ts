import { FixpointError } from '@fixpoint/contracts/errors.ts';
import type { IssueBackend } from '@fixpoint/issue-core/backend/port.ts';
import type { User } from '@fixpoint/issue-core/model/label.ts';
import { fold } from '@fixpoint/issue-core/query/fold.ts';
import { MAX_PAGE_SIZE } from '../../tracker/stable-pages.ts';
import type { GitLabClient } from './client.ts';
import { quoted } from './errors.ts';
import { User as GitLabUser, Users } from './schema.ts';

const PAGE = /^[1-9]\d{0,8}$/;
/** What a user name may look like (`Gitlab::PathRegex`). */
export const USERNAME = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,254}$/;

export function userOperations(client: GitLabClient): Pick<IssueBackend, 'listUsers' | 'currentUser'> {
  return {
    async listUsers(cursor) {
      if (cursor !== null && !PAGE.test(cursor)) {
        throw new FixpointError('INVALID_INPUT', 'cursor: it is not one of this list.');
      }
      const query = { per_page: MAX_PAGE_SIZE, page: cursor ?? '1' };
      const { data, next } = await client.ask({ method: 'GET', path: '/members/all', query, schema: Users });
      // Who is a member of the project and of its group may be listed for each.
      const users = [...new Map(data.map((user) => [user.id, user])).values()];
      const items = users.filter(({ state }) => (state ?? 'active') === 'active').map(toUser);
      return { items, next: next && 'page' in next ? String(next.page) : null, total: null };
    },
    async currentUser() {
      return toUser(await readCurrentUser(client));
    },
  };
}

export function readCurrentUser(client: GitLabClient): Promise<GitLabUser> {
  return client.request({ method: 'GET', ofServer: true, path: '/user', schema: GitLabUser });
}

/**
 * Issues are assigned by id. Who may see the project may be assigned, a member or not.
 *
 * @throws FixpointError FORGE_REFUSED when there is nobody of this name
 */
export async function userNamed(
  client: GitLabClient,
  login: string,
  signal?: AbortSignal,
): Promise<GitLabUser> {
  const query = { username: login };
  const found = USERNAME.test(login)
    ? await client.request({ method: 'GET', ofServer: true, path: '/users', query, schema: Users, signal })
    : [];
  const user = found.find(({ username }) => fold(username) === fold(login));
  if (user) return user;
  throw new FixpointError('FORGE_REFUSED', `${quoted(login)} cannot be assigned; there is no such user.`);
}

function toUser({ id, username, name }: GitLabUser): User {
  return { id: String(id), login: username, name: name || null };
}
