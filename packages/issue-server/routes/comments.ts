import { CommentAnswer, pageOf } from '@fixpoint/issue-core/wire/answers.ts';
import { CommentBody, ItemId } from '@fixpoint/issue-core/wire/fields.ts';
import { z } from 'zod';
import { type RouteContext, type ServerApp, trackerOf, writeOf } from './context.ts';
import { NumberParams, PageQuery, PostWriteHeaders, ReadHeaders, WriteHeaders } from './parameters.ts';

const tags = ['comments'];
const CommentParams = NumberParams.extend({ id: ItemId });
const Body = z.strictObject({ body: CommentBody });

export function commentRoutes(app: ServerApp, context: RouteContext): void {
  const querystring = z.strictObject(context.backendQuery);

  app.route({
    method: 'GET',
    url: '/issues/:number/comments',
    config: { scope: 'issues:read' },
    schema: {
      tags,
      operationId: 'listComments',
      summary: 'The comments of an issue, oldest first',
      headers: ReadHeaders,
      params: NumberParams,
      querystring: querystring.extend(PageQuery),
      response: { 200: pageOf(CommentAnswer) },
    },
    handler: (request) => {
      const { backend: _, ...page } = request.query;
      return trackerOf(context, request).listComments(request.params.number, page);
    },
  });

  app.route({
    method: 'POST',
    url: '/issues/:number/comments',
    config: { scope: 'issues:write' },
    schema: {
      tags,
      operationId: 'createComment',
      summary: 'Comments on an issue',
      headers: PostWriteHeaders,
      params: NumberParams,
      querystring,
      body: Body,
      response: { 201: CommentAnswer },
    },
    handler: async (request, reply) => {
      const { number } = request.params;
      reply.code(201);
      return trackerOf(context, request).comment(number, request.body.body, writeOf(request));
    },
  });

  app.route({
    method: 'PATCH',
    url: '/issues/:number/comments/:id',
    config: { scope: 'issues:write' },
    schema: {
      tags,
      operationId: 'editComment',
      summary: 'Replaces the text of a comment',
      headers: WriteHeaders,
      params: CommentParams,
      querystring,
      body: Body,
      response: { 200: CommentAnswer },
    },
    handler: (request) => {
      const { number, id } = request.params;
      return trackerOf(context, request).editComment(number, id, request.body.body, writeOf(request));
    },
  });

  app.route({
    method: 'DELETE',
    url: '/issues/:number/comments/:id',
    config: { scope: 'issues:write' },
    schema: {
      tags,
      operationId: 'deleteComment',
      summary: 'Deletes a comment',
      headers: WriteHeaders,
      params: CommentParams,
      querystring,
      response: { 204: z.undefined().describe('Done') },
    },
    handler: async (request, reply) => {
      const { number, id } = request.params;
      await trackerOf(context, request).deleteComment(number, id, writeOf(request));
      return reply.code(204).send();
    },
  });
}
