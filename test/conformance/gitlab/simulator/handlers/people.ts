import { PAGING, projectOf, type Route } from '../exchange.ts';
import { pageOf } from '../page.ts';
import { numberOf, textOf } from '../parameters.ts';
import { badParameter, notFound } from '../refusal.ts';
import { renderProject } from '../render/project.ts';
import { renderProfile, renderUser } from '../render/user.ts';
import { sameName } from '../world.ts';

export const peopleRoutes: readonly Route[] = [
  {
    ...{ method: 'GET', path: '/user', parameters: [] },
    handle: ({ web, actor }) => ({ status: 200, body: renderProfile(web, actor, true) }),
  },
  {
    ...{ method: 'GET', path: '/version', parameters: [] },
    handle: ({ world }) => ({ status: 200, body: { version: world.edition.version, revision: '0123abcd' } }),
  },
  {
    ...{ method: 'GET', path: '/users', parameters: ['username', 'search', 'active', ...PAGING] },
    handle(exchange) {
      const username = textOf(exchange.parameters, 'username');
      const found = exchange.world.users.filter((it) => username === null || sameName(it.username, username));
      return pageOf(exchange, found, (user) => renderUser(exchange.web, user));
    },
  },
  {
    ...{ method: 'GET', path: '/users/:user_id', parameters: [] },
    handle({ world, path, web }) {
      const user = world.users.find(({ id }) => String(id) === path.user_id);
      if (!user) throw notFound('User');
      return { status: 200, body: renderProfile(web, user, false) };
    },
  },
  {
    ...{
      method: 'GET',
      path: '/projects/:id',
      parameters: ['statistics', 'license', 'with_custom_attributes'],
    },
    handle: (exchange) => ({
      status: 200,
      body: renderProject(exchange.web, projectOf(exchange), exchange.actor),
    }),
  },
  {
    ...{
      method: 'GET',
      path: '/projects/:id/members/all',
      parameters: ['query', 'user_ids', 'state', ...PAGING],
    },
    handle(exchange) {
      const { members, createdAt } = projectOf(exchange);
      if ((numberOf(exchange.parameters, 'per_page') ?? 1) < 1) throw badParameter('per_page is invalid');
      const users = exchange.world.users.filter(({ username }) => members.has(username));
      return pageOf(exchange, users, (user) => ({
        ...renderUser(exchange.web, user),
        ...{ access_level: members.get(user.username) ?? 0, created_at: createdAt, expires_at: null },
        ...{ membership_state: 'active', created_by: renderUser(exchange.web, users[0] ?? user) },
      }));
    },
  },
];
