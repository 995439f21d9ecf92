import type { JsonObject } from '../contract/json-schema.ts';
import { type Role, roleOf, type SimRepository, type SimUser } from '../world.ts';
import { type Bases, nodeId, repositoryAddress, repositoryPage } from './addresses.ts';
import { renderUser } from './user.ts';

/** The rest of a repository's addresses, none of which the simulator answers at. */
const ADDRESSES = {
  ...{ archive: '/{archive_format}{/ref}', assignees: '/assignees{/user}', blobs: '/git/blobs{/sha}' },
  ...{ branches: '/branches{/branch}', collaborators: '/collaborators{/collaborator}' },
  ...{ comments: '/comments{/number}', commits: '/commits{/sha}', compare: '/compare/{base}...{head}' },
  ...{ contents: '/contents/{+path}', contributors: '/contributors', deployments: '/deployments' },
  ...{ downloads: '/downloads', events: '/events', forks: '/forks', git_commits: '/git/commits{/sha}' },
  ...{ git_refs: '/git/refs{/sha}', git_tags: '/git/tags{/sha}', hooks: '/hooks' },
  ...{ issue_comment: '/issues/comments{/number}', issue_events: '/issues/events{/number}' },
  ...{ issues: '/issues{/number}', keys: '/keys{/key_id}', labels: '/labels{/name}' },
  ...{ languages: '/languages', merges: '/merges', milestones: '/milestones{/number}' },
  ...{ notifications: '/notifications{?since,all,participating}', pulls: '/pulls{/number}' },
  ...{ releases: '/releases{/id}', stargazers: '/stargazers', statuses: '/statuses/{sha}' },
  ...{ subscribers: '/subscribers', subscription: '/subscription', tags: '/tags', teams: '/teams' },
  trees: '/git/trees{/sha}',
};
const ROLES: readonly Role[] = ['read', 'triage', 'write', 'admin'];

export function renderRepository(bases: Bases, repository: SimRepository, viewer: SimUser): JsonObject {
  const { id, owner, name, createdAt, isPrivate, issues } = repository;
  const url = repositoryAddress(bases, repository);
  const page = repositoryPage(bases, repository);
  const open = issues.filter(({ state, gone }) => state === 'open' && gone === null).length;
  const addresses = Object.entries(ADDRESSES).map(([key, path]) => [`${key}_url`, url + path]);
  return {
    ...(Object.fromEntries(addresses) as JsonObject),
    ...{ id, node_id: nodeId('R', id), name, full_name: `${owner.login}/${name}`, url, html_url: page },
    ...{ owner: renderUser(bases, owner), private: isPrivate, description: null, fork: false },
    ...{ git_url: `${page}.git`, ssh_url: `git@localhost:${owner.login}/${name}.git` },
    ...{ clone_url: `${page}.git`, svn_url: page, mirror_url: null, homepage: null, language: null },
    ...{ forks: 0, forks_count: 0, stargazers_count: 0, watchers: 0, watchers_count: 0, size: 0 },
    ...{ default_branch: 'main', open_issues: open, open_issues_count: open, is_template: false, topics: [] },
    ...{
      has_issues: repository.hasIssues,
      has_projects: false,
      has_wiki: false,
      has_pages: false,
      has_downloads: true,
    },
    ...{ has_discussions: false, archived: false, disabled: false, license: null, allow_forking: true },
    ...{ visibility: isPrivate ? 'private' : 'public', web_commit_signoff_required: false },
    ...{ pushed_at: createdAt, created_at: createdAt, updated_at: createdAt },
    ...{ network_count: 0, subscribers_count: 0, permissions: permissionsOf(repository, viewer) },
  };
}

function permissionsOf(repository: SimRepository, viewer: SimUser): JsonObject {
  const role = roleOf(repository, viewer);
  const rank = role === null ? -1 : ROLES.indexOf(role);
  return { pull: rank >= 0, triage: rank >= 1, push: rank >= 2, maintain: rank >= 3, admin: rank >= 3 };
}
