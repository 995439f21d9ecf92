import type { JsonObject } from '../contract/json-schema.ts';
import type { SimUser } from '../world.ts';
import { type Bases, nodeId } from './addresses.ts';

export function renderUser({ api, web }: Bases, { id, login, kind }: SimUser): JsonObject {
  const url = `${api}/users/${encodeURIComponent(login)}`;
  const page = `${web}/${encodeURIComponent(login)}`;
  return {
    ...{
      login,
      id,
      node_id: nodeId('U', id),
      avatar_url: `${page}.png`,
      gravatar_id: '',
      url,
      html_url: page,
    },
    ...{ followers_url: `${url}/followers`, following_url: `${url}/following{/other_user}` },
    ...{ gists_url: `${url}/gists{/gist_id}`, starred_url: `${url}/starred{/owner}{/repo}` },
    ...{ subscriptions_url: `${url}/subscriptions`, organizations_url: `${url}/orgs` },
    ...{ repos_url: `${url}/repos`, events_url: `${url}/events{/privacy}` },
    ...{ received_events_url: `${url}/received_events`, type: kind, user_view_type: 'public' },
    site_admin: false,
  };
}

/** As the user sees himself. */
export function renderOwnUser(bases: Bases, user: SimUser): JsonObject {
  const time = '2020-01-01T00:00:00Z';
  return {
    ...renderUser(bases, user),
    ...{ user_view_type: 'private', name: user.name, company: null, blog: '', location: null, email: null },
    ...{ hireable: null, bio: null, twitter_username: null, public_repos: 0, public_gists: 0 },
    ...{ followers: 0, following: 0, created_at: time, updated_at: time, private_gists: 0 },
    ...{ total_private_repos: 0, owned_private_repos: 0, disk_usage: 0, collaborators: 0 },
    two_factor_authentication: true,
  };
}
