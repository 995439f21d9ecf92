import { FixpointError } from '@fixpoint/contracts/errors.ts';
import { SORT_FIELDS } from '@fixpoint/issue-core/backend/port.ts';
import type { Issue } from '@fixpoint/issue-core/model/issue.ts';
import { IssueDetailAnswer, IssueFactsAnswer, pageOf } from '@fixpoint/issue-core/wire/answers.ts';
import { CloseReason, CommentBody } from '@fixpoint/issue-core/wire/fields.ts';
import { IssueAnswer, IssueEdit as IssueEditBody, NewIssue } from '@fixpoint/issue-core/wire/issue.ts';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { problemOf, sendProblem } from '../answers/problem.ts';
import { type RouteContext, type ServerApp, trackerOf, writeOf } from './context.ts';
import { editMatching } from './edit-matching.ts';
import { etagOf, namesIssue } from './etag.ts';
import {
  CachedHeaders,
  EditHeaders,
  NumberParams,
  optionalBody,
  PageQuery,
  PostWriteHeaders,
  ReadHeaders,
  SearchText,
  WriteHeaders,
} from './parameters.ts';

const tags = ['issues'];
const NotModified = z.undefined().describe('It is as the client has it');
const Nothing = z.undefined().describe('Done');

export function issueRoutes(app: ServerApp, context: RouteContext): void {
  const { backendQuery } = context;
  const querystring = z.strictObject(backendQuery);

  app.route({
    method: 'GET',
    url: '/issues',
    config: { scope: 'issues:read' },
    schema: {
      tags,
      operationId: 'listIssues',
      summary: 'Lists or searches issues',
      headers: ReadHeaders,
      querystring: z.strictObject({
        ...backendQuery,
        ...PageQuery,
        q: SearchText,
        sort: z.enum(SORT_FIELDS).exactOptional(),
        direction: z.enum(['asc', 'desc']).exactOptional(),
      }),
      response: { 200: pageOf(IssueAnswer) },
    },
    handler: async (request) => {
      const { q, sort = 'number', direction = 'desc', limit, cursor } = request.query;
      return trackerOf(context, request).list({
        sort: { field: sort, descending: direction === 'desc' },
        ...(q === undefined ? {} : { query: q }),
        ...(limit === undefined ? {} : { limit }),
        ...(cursor === undefined ? {} : { cursor }),
        signal: request.signal,
      });
    },
  });

  app.route({
    method: 'POST',
    url: '/issues',
    config: { scope: 'issues:write' },
    schema: {
      tags,
      operationId: 'createIssue',
      summary: 'Creates an issue',
      headers: PostWriteHeaders,
      querystring,
      body: NewIssue,
      response: { 201: IssueAnswer },
    },
    handler: async (request, reply) => {
      const issue = await trackerOf(context, request).create(request.body, writeOf(request));
      reply.code(201).header('location', `/api/v1/issues/${issue.number}${backendSuffix(request.query)}`);
      return withEtag(reply, issue);
    },
  });

  app.route({
    method: 'GET',
    url: '/issues/:number',
    config: { scope: 'issues:read' },
    schema: {
      tags,
      operationId: 'getIssue',
      summary: 'An issue, with its ETag',
      headers: CachedHeaders,
      params: NumberParams,
      querystring,
      response: { 200: IssueAnswer, 304: NotModified },
    },
    handler: async (request, reply) => {
      const issue = await trackerOf(context, request).get(request.params.number);
      const known = request.headers['if-none-match'];
      withEtag(reply, issue);
      if (known !== undefined && namesIssue(known, issue)) return reply.code(304).send();
      return issue;
    },
  });

  app.route({
    method: 'GET',
    url: '/issues/:number/detail',
    config: { scope: 'issues:read' },
    schema: {
      tags,
      operationId: 'showIssue',
      summary: 'An issue with its links, claim, deferral and the notes of agents',
      headers: ReadHeaders,
      params: NumberParams,
      querystring,
      response: { 200: IssueDetailAnswer },
    },
    handler: (request) => trackerOf(context, request).show(request.params.number),
  });

  app.route({
    method: 'GET',
    url: '/issues/:number/facts',
    config: { scope: 'issues:read' },
    schema: {
      tags,
      operationId: 'getIssueFacts',
      summary: 'What queries may ask about an issue that it does not say itself',
      headers: ReadHeaders,
      params: NumberParams,
      querystring,
      response: { 200: IssueFactsAnswer },
    },
    handler: (request) => trackerOf(context, request).facts(request.params.number),
  });

  app.route({
    method: 'PATCH',
    url: '/issues/:number',
    config: { scope: 'issues:write' },
    schema: {
      tags,
      operationId: 'editIssue',
      summary: 'Changes what is given of an issue; with If-Match only if nobody changed it since',
      headers: EditHeaders,
      params: NumberParams,
      querystring,
      body: IssueEditBody.omit({ expectedUpdatedAt: true }),
      response: { 200: IssueAnswer },
    },
    handler: async (request, reply) => {
      const tracker = trackerOf(context, request);
      const { number } = request.params;
      const { 'if-match': match } = request.headers;
      if (match === undefined) {
        return withEtag(reply, await tracker.edit(number, request.body, writeOf(request)));
      }
      const issue = await editMatching(tracker, { number, match, edit: request.body }, writeOf(request));
      if (issue instanceof FixpointError) return sendProblem(reply, problemOf(issue, 412));
      return withEtag(reply, issue);
    },
  });

  app.route({
    method: 'DELETE',
    url: '/issues/:number',
    config: { scope: 'issues:write' },
    schema: {
      tags,
      operationId: 'deleteIssue',
      summary: 'Deletes an issue for good',
      headers: WriteHeaders,
      params: NumberParams,
      querystring,
      response: { 204: Nothing },
    },
    handler: async (request, reply) => {
      await trackerOf(context, request).delete(request.params.number, writeOf(request));
      return reply.code(204).send();
    },
  });

  app.route({
    method: 'POST',
    url: '/issues/:number/close',
    config: { scope: 'issues:write' },
    schema: {
      tags,
      operationId: 'closeIssue',
      summary: 'Closes an issue, with a comment if given',
      headers: PostWriteHeaders,
      params: NumberParams,
      querystring,
      body: optionalBody({ reason: CloseReason.exactOptional(), comment: CommentBody.exactOptional() }),
      response: { 200: IssueAnswer },
    },
    handler: async (request, reply) => {
      const { number } = request.params;
      return withEtag(reply, await trackerOf(context, request).close(number, request.body, writeOf(request)));
    },
  });

  app.route({
    method: 'POST',
    url: '/issues/:number/reopen',
    config: { scope: 'issues:write' },
    schema: {
      tags,
      operationId: 'reopenIssue',
      summary: 'Opens a closed issue again, with a comment if given',
      headers: PostWriteHeaders,
      params: NumberParams,
      querystring,
      body: optionalBody({ comment: CommentBody.exactOptional() }),
      response: { 200: IssueAnswer },
    },
    handler: async (request, reply) => {
      const { number } = request.params;
      return withEtag(
        reply,
        await trackerOf(context, request).reopen(number, request.body, writeOf(request)),
      );
    },
  });
}

function withEtag(reply: FastifyReply, issue: Issue): Issue {
  reply.header('etag', etagOf(issue));
  return issue;
}

function backendSuffix({ backend }: { readonly backend?: string }): string {
  return backend === undefined ? '' : `?backend=${encodeURIComponent(backend)}`;
}
