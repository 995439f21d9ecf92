import { MilestoneAnswer, pageOf } from '@fixpoint/issue-core/wire/answers.ts';
import { ItemId } from '@fixpoint/issue-core/wire/fields.ts';
import { MilestoneEdit, NewMilestone } from '@fixpoint/issue-core/wire/label.ts';
import { z } from 'zod';
import { type RouteContext, type ServerApp, trackerOf } from './context.ts';
import { PageQuery, PostHeaders, ReadHeaders } from './parameters.ts';

const tags = ['milestones'];
const MilestoneParams = z.object({ id: ItemId });

export function milestoneRoutes(app: ServerApp, context: RouteContext): void {
  const querystring = z.strictObject(context.backendQuery);

  app.route({
    method: 'GET',
    url: '/milestones',
    config: { scope: 'issues:read' },
    schema: {
      tags,
      operationId: 'listMilestones',
      summary: 'The milestones of the tracker',
      headers: ReadHeaders,
      querystring: querystring.extend(PageQuery),
      response: { 200: pageOf(MilestoneAnswer) },
    },
    handler: (request) => {
      const { backend: _, ...page } = request.query;
      return trackerOf(context, request).listMilestones(page);
    },
  });

  app.route({
    method: 'POST',
    url: '/milestones',
    config: { scope: 'issues:write' },
    schema: {
      tags,
      operationId: 'createMilestone',
      summary: 'Creates a milestone',
      headers: PostHeaders,
      querystring,
      body: NewMilestone,
      response: { 201: MilestoneAnswer },
    },
    handler: async (request, reply) => {
      reply.code(201);
      return trackerOf(context, request).createMilestone(request.body);
    },
  });

  app.route({
    method: 'PATCH',
    url: '/milestones/:id',
    config: { scope: 'issues:write' },
    schema: {
      tags,
      operationId: 'updateMilestone',
      summary: 'Changes a milestone',
      headers: ReadHeaders,
      params: MilestoneParams,
      querystring,
      body: MilestoneEdit,
      response: { 200: MilestoneAnswer },
    },
    handler: (request) => trackerOf(context, request).updateMilestone(request.params.id, request.body),
  });

  app.route({
    method: 'DELETE',
    url: '/milestones/:id',
    config: { scope: 'issues:write' },
    schema: {
      tags,
      operationId: 'deleteMilestone',
      summary: 'Deletes a milestone, and takes it off all issues',
      headers: ReadHeaders,
      params: MilestoneParams,
      querystring,
      response: { 204: z.undefined().describe('Done') },
    },
    handler: async (request, reply) => {
      await trackerOf(context, request).deleteMilestone(request.params.id);
      return reply.code(204).send();
    },
  });
}
