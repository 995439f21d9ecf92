import {
  ClaimAnswer,
  HolderAnswer,
  ReadyIssueAnswer,
  ReleasedAnswer,
  TakenAnswer,
} from '@fixpoint/issue-core/wire/answers.ts';
import { FencingToken, Moment, QueryText, TtlMs } from '@fixpoint/issue-core/wire/fields.ts';
import { z } from 'zod';
import { type RouteContext, type ServerApp, trackerOf, writeOf } from './context.ts';
import {
  Limit,
  NumberParams,
  optionalBody,
  PostHeaders,
  ReadHeaders,
  SearchText,
  WriteHeaders,
} from './parameters.ts';

const tags = ['claims'];
const TokenBody = z.strictObject({ token: FencingToken });

export function claimRoutes(app: ServerApp, context: RouteContext): void {
  const querystring = z.strictObject(context.backendQuery);

  app.route({
    method: 'GET',
    url: '/ready',
    config: { scope: 'issues:read' },
    schema: {
      tags,
      operationId: 'listReady',
      summary: 'What can be worked on, the most urgent first',
      headers: ReadHeaders,
      querystring: querystring.extend({ q: SearchText, limit: Limit.exactOptional() }),
      response: { 200: z.array(ReadyIssueAnswer).readonly() },
    },
    handler: (request) => {
      const { q, limit } = request.query;
      return trackerOf(context, request).ready({
        ...(q === undefined ? {} : { query: q }),
        ...(limit === undefined ? {} : { limit }),
        signal: request.signal,
      });
    },
  });

  app.route({
    method: 'POST',
    url: '/ready/claim',
    config: { scope: 'issues:claim' },
    schema: {
      tags,
      operationId: 'claimReady',
      summary: 'Takes the first issue that is ready and free, in one operation',
      headers: PostHeaders,
      querystring,
      body: optionalBody({
        query: QueryText.exactOptional(),
        ttlMs: TtlMs.exactOptional(),
        limit: z.int().min(1).max(100).exactOptional().describe('How many are tried for; one is taken'),
      }),
      response: { 200: TakenAnswer },
    },
    handler: async (request) => {
      const { query, ttlMs, limit } = request.body ?? {};
      const [taken = null] = await trackerOf(context, request).ready({
        ...(query === undefined ? {} : { query }),
        ...(limit === undefined ? {} : { limit }),
        claim: ttlMs === undefined ? {} : { ttlMs },
      });
      return { taken };
    },
  });

  app.route({
    method: 'GET',
    url: '/claims',
    config: { scope: 'issues:read' },
    schema: {
      tags,
      operationId: 'listClaims',
      summary: 'The leases that are not over',
      headers: ReadHeaders,
      querystring,
      response: { 200: z.array(ClaimAnswer).readonly() },
    },
    handler: (request) => trackerOf(context, request).claims(),
  });

  app.route({
    method: 'GET',
    url: '/issues/:number/claim',
    config: { scope: 'issues:read' },
    schema: {
      tags,
      operationId: 'getClaim',
      summary: 'Who holds an issue',
      headers: ReadHeaders,
      params: NumberParams,
      querystring,
      response: { 200: HolderAnswer },
    },
    handler: async (request) => ({
      claim: await trackerOf(context, request).claimOf(request.params.number),
    }),
  });

  app.route({
    method: 'POST',
    url: '/issues/:number/claim',
    config: { scope: 'issues:claim' },
    schema: {
      tags,
      operationId: 'claimIssue',
      summary: 'Takes an issue for a time; with `takeover` from whoever holds it',
      headers: PostHeaders,
      params: NumberParams,
      querystring,
      body: optionalBody({ ttlMs: TtlMs.exactOptional(), takeover: z.boolean().exactOptional() }),
      response: { 200: ClaimAnswer },
    },
    handler: (request) => trackerOf(context, request).claim(request.params.number, request.body),
  });

  app.route({
    method: 'POST',
    url: '/issues/:number/claim/heartbeat',
    config: { scope: 'issues:claim', withoutIdempotency: true },
    schema: {
      tags,
      operationId: 'heartbeat',
      summary: 'Gives a lease its whole time again',
      headers: ReadHeaders,
      params: NumberParams,
      querystring,
      body: TokenBody,
      response: { 200: ClaimAnswer },
    },
    handler: (request) => trackerOf(context, request).heartbeat(request.params.number, request.body.token),
  });

  app.route({
    method: 'POST',
    url: '/issues/:number/claim/release',
    config: { scope: 'issues:claim' },
    schema: {
      tags,
      operationId: 'releaseClaim',
      summary: 'Gives an issue back; false when the claim was lost already',
      headers: PostHeaders,
      params: NumberParams,
      querystring,
      body: TokenBody,
      response: { 200: ReleasedAnswer },
    },
    handler: async (request) => ({
      released: await trackerOf(context, request).release(request.params.number, request.body.token),
    }),
  });

  app.route({
    method: 'PUT',
    url: '/issues/:number/deferral',
    config: { scope: 'issues:write' },
    schema: {
      tags,
      operationId: 'deferIssue',
      summary: 'Keeps an issue out of the ready queue until then; null ends that',
      headers: WriteHeaders,
      params: NumberParams,
      querystring,
      body: z.strictObject({ until: Moment.nullable() }),
      response: { 204: z.undefined().describe('Done') },
    },
    handler: async (request, reply) => {
      const { number } = request.params;
      await trackerOf(context, request).defer(number, request.body.until, writeOf(request));
      return reply.code(204).send();
    },
  });
}
