import { LinkAnswer } from '@fixpoint/issue-core/wire/answers.ts';
import { LinkKind } from '@fixpoint/issue-core/wire/fields.ts';
import { z } from 'zod';
import { type RouteContext, type ServerApp, trackerOf, writeOf } from './context.ts';
import { integerText, NumberParams, ReadHeaders, WriteHeaders } from './parameters.ts';

const tags = ['links'];
const LinkParams = NumberParams.extend({ kind: LinkKind, other: integerText(1, Number.MAX_SAFE_INTEGER) });
const Links = z.array(LinkAnswer).readonly();

export function linkRoutes(app: ServerApp, context: RouteContext): void {
  const querystring = z.strictObject(context.backendQuery);

  app.route({
    method: 'GET',
    url: '/issues/:number/links',
    config: { scope: 'issues:read' },
    schema: {
      tags,
      operationId: 'listLinks',
      summary: 'The links of an issue, seen from it',
      headers: ReadHeaders,
      params: NumberParams,
      querystring,
      response: { 200: Links },
    },
    handler: (request) => trackerOf(context, request).links(request.params.number),
  });

  app.route({
    method: 'PUT',
    url: '/issues/:number/links/:kind/:other',
    config: { scope: 'issues:write' },
    schema: {
      tags,
      operationId: 'addLink',
      summary: 'Links two issues; doing it twice leaves one link',
      headers: WriteHeaders,
      params: LinkParams,
      querystring,
      response: { 200: Links },
    },
    handler: async (request) => {
      const { number, kind, other } = request.params;
      const tracker = trackerOf(context, request);
      await tracker.link(number, { kind, number: other }, writeOf(request));
      return tracker.links(number);
    },
  });

  app.route({
    method: 'DELETE',
    url: '/issues/:number/links/:kind/:other',
    config: { scope: 'issues:write' },
    schema: {
      tags,
      operationId: 'removeLink',
      summary: 'Removes a link; none to remove is no error',
      headers: WriteHeaders,
      params: LinkParams,
      querystring,
      response: { 204: z.undefined().describe('Done') },
    },
    handler: async (request, reply) => {
      const { number, kind, other } = request.params;
      await trackerOf(context, request).unlink(number, { kind, number: other }, writeOf(request));
      return reply.code(204).send();
    },
  });
}
