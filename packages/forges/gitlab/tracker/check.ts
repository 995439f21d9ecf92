import type { IssueBackend } from '@fixpoint/issue-core/backend/port.ts';
import type { GitLabClient } from './client.ts';
import { hasCode } from './errors.ts';
import { Issues, Project, Version } from './schema.ts';
import { readCurrentUser } from './users.ts';

/** Planner: the lowest role that may set labels, people and milestones (docs.gitlab.com/user/permissions). */
const MIN_ACCESS_LEVEL = 15;

export function checkOperations(client: GitLabClient): Pick<IssueBackend, 'check' | 'isReadable'> {
  return {
    async check() {
      const [user, project, { version }] = await Promise.all([
        readCurrentUser(client),
        client.request({ method: 'GET', path: '', schema: Project }),
        client.request({ method: 'GET', ofServer: true, path: '/version', schema: Version }),
      ]);
      const { project_access: own, group_access: inherited } = project.permissions ?? {};
      const level = Math.max(own?.access_level ?? 0, inherited?.access_level ?? 0);
      const isOpen = project.archived !== true && project.issues_access_level !== 'disabled';
      const canWrite = isOpen && (level >= MIN_ACCESS_LEVEL || user.is_admin === true);
      return { login: user.username, target: project.path_with_namespace, canWrite, version };
    },
    /** By its issues: where they are switched off, every issue is a 404. */
    async isReadable() {
      try {
        await client.request({ method: 'GET', path: '/issues', query: { per_page: 1 }, schema: Issues });
        return true;
      } catch (error) {
        if (hasCode(error, 'FORGE_NOT_FOUND', 'FORGE_FORBIDDEN', 'FORGE_UNAUTHORIZED')) return false;
        throw error;
      }
    },
  };
}
