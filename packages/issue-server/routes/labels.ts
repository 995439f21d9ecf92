import { LabelAnswer, pageOf } from '@fixpoint/issue-core/wire/answers.ts';
import { Name } from '@fixpoint/issue-core/wire/fields.ts';
import { LabelLook } from '@fixpoint/issue-core/wire/label.ts';
import { z } from 'zod';
import { type RouteContext, type ServerApp, trackerOf } from './context.ts';
import { PageQuery, PostHeaders, ReadHeaders } from './parameters.ts';

const tags = ['labels'];
const LabelParams = z.object({ name: Name });

export function labelRoutes(app: ServerApp, context: RouteContext): void {
  const querystring = z.strictObject(context.backendQuery);

  app.route({
    method: 'GET',
    url: '/labels',
    config: { scope: 'issues:read' },
    schema: {
      tags,
      operationId: 'listLabels',
      summary: 'The labels of the tracker',
      headers: ReadHeaders,
      querystring: querystring.extend(PageQuery),
      response: { 200: pageOf(LabelAnswer) },
    },
    handler: (request) => {
      const { backend: _, ...page } = request.query;
      return trackerOf(context, request).listLabels(page);
    },
  });

  app.route({
    method: 'PUT',
    url: '/labels/:name',
    config: { scope: 'issues:write' },
    schema: {
      tags,
      operationId: 'saveLabel',
      summary: 'Creates a label, or changes its color and description',
      headers: ReadHeaders,
      params: LabelParams,
      querystring,
      body: LabelLook,
      response: { 200: LabelAnswer },
    },
    handler: (request) => {
      const { color, description = '' } = request.body;
      return trackerOf(context, request).saveLabel({ name: request.params.name, color, description });
    },
  });

  app.route({
    method: 'POST',
    url: '/labels/:name/rename',
    config: { scope: 'issues:write' },
    schema: {
      tags,
      operationId: 'renameLabel',
      summary: 'Renames a label on all issues that carry it',
      headers: PostHeaders,
      params: LabelParams,
      querystring,
      body: z.strictObject({ name: Name }),
      response: { 200: LabelAnswer },
    },
    handler: (request) => trackerOf(context, request).renameLabel(request.params.name, request.body.name),
  });

  app.route({
    method: 'DELETE',
    url: '/labels/:name',
    config: { scope: 'issues:write' },
    schema: {
      tags,
      operationId: 'deleteLabel',
      summary: 'Deletes a label, and takes it off all issues',
      headers: ReadHeaders,
      params: LabelParams,
      querystring,
      response: { 204: z.undefined().describe('Done') },
    },
    handler: async (request, reply) => {
      await trackerOf(context, request).deleteLabel(request.params.name);
      return reply.code(204).send();
    },
  });
}
