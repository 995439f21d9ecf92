import { CallerAnswer, pageOf, UserAnswer } from '@fixpoint/issue-core/wire/answers.ts';
import { z } from 'zod';
import { requireCaller } from '../auth/authenticate.ts';
import { type RouteContext, type ServerApp, trackerOf } from './context.ts';
import { PageQuery, ReadHeaders } from './parameters.ts';

const tags = ['users'];

export function userRoutes(app: ServerApp, context: RouteContext): void {
  const querystring = z.strictObject(context.backendQuery);

  app.route({
    method: 'GET',
    url: '/users',
    config: { scope: 'issues:read' },
    schema: {
      tags,
      operationId: 'listUsers',
      summary: 'Those to whom an issue can be assigned',
      headers: ReadHeaders,
      querystring: querystring.extend(PageQuery),
      response: { 200: pageOf(UserAnswer) },
    },
    handler: (request) => {
      const { backend: _, ...page } = request.query;
      return trackerOf(context, request).listUsers(page);
    },
  });

  app.route({
    method: 'GET',
    url: '/users/current',
    config: { scope: 'issues:read' },
    schema: {
      tags,
      operationId: 'getCurrentUser',
      summary: 'The user of the tracker as whom the server writes',
      headers: ReadHeaders,
      querystring,
      response: { 200: UserAnswer },
    },
    handler: (request) => trackerOf(context, request).currentUser(),
  });

  app.route({
    method: 'GET',
    url: '/caller',
    config: { scope: 'issues:read' },
    schema: {
      tags,
      operationId: 'getCaller',
      summary: 'The key that asks, and the agent as which it acts',
      headers: ReadHeaders,
      response: { 200: CallerAnswer },
    },
    handler: async (request) => requireCaller(request),
  });
}
