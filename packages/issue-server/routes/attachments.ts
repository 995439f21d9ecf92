import { MAX_ATTACHMENT_BYTES } from '@fixpoint/issue-core/model/comment.ts';
import { AttachmentAnswer } from '@fixpoint/issue-core/wire/answers.ts';
import { AttachmentId, FileName } from '@fixpoint/issue-core/wire/fields.ts';
import { z } from 'zod';
import { type RouteContext, type ServerApp, trackerOf, writeOf } from './context.ts';
import { NumberParams, PostWriteHeaders, ReadHeaders } from './parameters.ts';

const tags = ['attachments'];
const BYTES = 'application/octet-stream';
const Bytes = z.instanceof(Uint8Array).meta({ type: 'string', format: 'binary' });

export function attachmentRoutes(app: ServerApp, context: RouteContext): void {
  const querystring = z.strictObject(context.backendQuery);

  app.route({
    method: 'GET',
    url: '/issues/:number/attachments',
    config: { scope: 'issues:read' },
    schema: {
      tags,
      operationId: 'listAttachments',
      summary: 'The files of an issue',
      headers: ReadHeaders,
      params: NumberParams,
      querystring,
      response: { 200: z.array(AttachmentAnswer).readonly() },
    },
    handler: (request) => trackerOf(context, request).listAttachments(request.params.number),
  });

  // A scope of its own, in which nothing but bytes is taken.
  app.register(async (scope: ServerApp) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser(
      BYTES,
      { parseAs: 'buffer', bodyLimit: MAX_ATTACHMENT_BYTES },
      (_request, body, done) => {
        done(null, body);
      },
    );
    scope.route({
      method: 'POST',
      url: '/issues/:number/attachments',
      bodyLimit: MAX_ATTACHMENT_BYTES,
      config: { scope: 'issues:write' },
      schema: {
        tags,
        operationId: 'addAttachment',
        summary: 'Attaches the bytes that are sent as a file of this name',
        consumes: [BYTES],
        headers: PostWriteHeaders,
        params: NumberParams,
        querystring: querystring.extend({ name: FileName }),
        body: Bytes,
        response: { 201: AttachmentAnswer },
      },
      handler: async (request, reply) => {
        const { name } = request.query;
        reply.code(201);
        return trackerOf(context, request).attach(
          request.params.number,
          { name, bytes: request.body },
          writeOf(request),
        );
      },
    });
  });

  app.route({
    method: 'GET',
    url: '/issues/:number/attachments/:id',
    config: { scope: 'issues:read' },
    schema: {
      tags,
      operationId: 'readAttachment',
      summary: 'The bytes of a file',
      headers: ReadHeaders,
      params: NumberParams.extend({ id: AttachmentId }),
      querystring,
      response: { 200: { description: 'The bytes', content: { [BYTES]: { schema: Bytes } } } },
    },
    handler: async (request, reply) => {
      const { number, id } = request.params;
      const bytes = await trackerOf(context, request).readAttachment(number, id);
      // Whatever the bytes say that they are, no browser is to show them.
      reply.headers({ 'content-disposition': 'attachment', 'x-content-type-options': 'nosniff' });
      return reply.type(BYTES).send(Buffer.from(bytes));
    },
  });
}
