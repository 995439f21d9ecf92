import { BackendAnswer, CheckAnswer } from '@fixpoint/issue-core/wire/answers.ts';
import { z } from 'zod';
import { type RouteContext, type ServerApp, trackerOf } from './context.ts';
import { ReadHeaders } from './parameters.ts';

const tags = ['backends'];

export function backendRoutes(app: ServerApp, context: RouteContext): void {
  const { backends, defaultBackend } = context.ports;

  app.route({
    method: 'GET',
    url: '/backends',
    config: { scope: 'issues:read' },
    schema: {
      tags,
      operationId: 'listBackends',
      summary: 'The trackers that are served, and what each can do',
      headers: ReadHeaders,
      response: { 200: z.array(BackendAnswer).readonly() },
    },
    handler: async () =>
      backends.map(({ name, kind, readOnly, capabilities }) => ({
        name,
        kind,
        isDefault: name === defaultBackend,
        readOnly,
        capabilities,
      })),
  });

  app.route({
    method: 'GET',
    url: '/backends/check',
    config: { scope: 'issues:read' },
    schema: {
      tags,
      operationId: 'checkBackend',
      summary: 'Whether a tracker can be reached and used, asked of itself',
      headers: ReadHeaders,
      querystring: z.strictObject(context.backendQuery),
      response: { 200: CheckAnswer },
    },
    handler: (request) => trackerOf(context, request).check(),
  });
}
