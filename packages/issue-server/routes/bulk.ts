import { BulkReportAnswer, DuplicateAnswer } from '@fixpoint/issue-core/wire/answers.ts';
import { Body, Title } from '@fixpoint/issue-core/wire/fields.ts';
import { BulkSelection, IssueEdit } from '@fixpoint/issue-core/wire/issue.ts';
import { z } from 'zod';
import { type RouteContext, type ServerApp, trackerOf, writeOf } from './context.ts';
import { PostWriteHeaders, ReadHeaders } from './parameters.ts';

const tags = ['issues'];

export function bulkRoutes(app: ServerApp, context: RouteContext): void {
  const querystring = z.strictObject(context.backendQuery);

  app.route({
    method: 'POST',
    url: '/bulk-edits',
    config: { scope: 'issues:write' },
    schema: {
      tags,
      operationId: 'editMany',
      summary: 'Edits many issues; one that fails does not stop the others',
      headers: PostWriteHeaders,
      querystring,
      body: z.strictObject({ select: BulkSelection, edit: IssueEdit }),
      response: { 200: BulkReportAnswer },
    },
    handler: (request) => {
      const { select, edit } = request.body;
      return trackerOf(context, request).editMany(select, edit, {
        ...writeOf(request),
        signal: request.signal,
      });
    },
  });

  app.route({
    method: 'POST',
    url: '/duplicates',
    config: { scope: 'issues:read', withoutIdempotency: true },
    schema: {
      tags,
      operationId: 'findDuplicates',
      summary: 'Open issues that say much the same as a text, the most alike first',
      headers: ReadHeaders,
      querystring,
      body: z.strictObject({
        title: Title,
        body: Body.exactOptional(),
        limit: z.int().min(1).max(100).exactOptional(),
        threshold: z.number().min(0.01).max(1).exactOptional(),
      }),
      response: { 200: z.array(DuplicateAnswer).readonly() },
    },
    handler: (request) => {
      const { limit, threshold, ...text } = request.body;
      return trackerOf(context, request).findDuplicates(text, {
        ...(limit === undefined ? {} : { limit }),
        ...(threshold === undefined ? {} : { threshold }),
        signal: request.signal,
      });
    },
  });
}
