import type { JsonObject } from '../json.ts';
import { levelOf, type SimProject, type SimUser } from '../world.ts';

export function renderProject(web: string, project: SimProject, viewer: SimUser): JsonObject {
  const { id, path, createdAt, visibility, issues, issuesEnabled } = project;
  const parts = path.split('/');
  const name = parts.at(-1) ?? '';
  const level = levelOf(project, viewer);
  const page = `${web}/${path}`;
  return {
    ...{
      id,
      description: null,
      name,
      name_with_namespace: parts.join(' / '),
      path: name,
      path_with_namespace: path,
    },
    ...{
      created_at: createdAt,
      default_branch: 'main',
      tag_list: [],
      topics: [],
      ssh_url_to_repo: `git@localhost:${path}.git`,
    },
    ...{ http_url_to_repo: `${page}.git`, web_url: page, readme_url: null, avatar_url: null, forks_count: 0 },
    ...{ star_count: 0, last_activity_at: createdAt, archived: false, visibility, empty_repo: false },
    ...{ issues_enabled: issuesEnabled, issues_access_level: issuesEnabled ? 'enabled' : 'disabled' },
    open_issues_count: issues.filter(({ state }) => state === 'opened').length,
    namespace: {
      id: 1,
      name: parts[0] ?? '',
      path: parts[0] ?? '',
      kind: 'group',
      full_path: parts.slice(0, -1).join('/'),
    },
    permissions: {
      project_access: level > 0 ? { access_level: level, notification_level: 3 } : null,
      group_access: null,
    },
  };
}
