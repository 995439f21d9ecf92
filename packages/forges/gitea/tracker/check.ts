import type { IssueBackend } from '@fixpoint/issue-core/backend/port.ts';
import type { TrackerClient } from './client.ts';
import { hasCode } from './errors.ts';
import { Issues, Repository, User, Version } from './schema.ts';

export function checkOperations(client: TrackerClient): Pick<IssueBackend, 'check' | 'isReadable'> {
  return {
    async check() {
      const [user, repository, { version }] = await Promise.all([
        client.request({ method: 'GET', ofServer: true, path: '/user', schema: User }),
        client.request({ method: 'GET', path: '', schema: Repository }),
        client.request({ method: 'GET', ofServer: true, path: '/version', schema: Version }),
      ]);
      const { full_name: target, permissions, archived, has_issues } = repository;
      const canWrite = (permissions?.push ?? false) && !archived && has_issues;
      return { login: user.login, target, canWrite, version };
    },
    /** By its issues: a repository may be open to somebody who may not see them, and then every issue is a 404. */
    async isReadable() {
      const query = { type: 'issues', state: 'all', limit: 1 };
      try {
        await client.request({ method: 'GET', path: '/issues', query, schema: Issues });
        return true;
      } catch (error) {
        if (hasCode(error, 'FORGE_NOT_FOUND', 'FORGE_FORBIDDEN', 'FORGE_UNAUTHORIZED')) return false;
        throw error;
      }
    },
  };
}
