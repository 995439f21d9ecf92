import { AgentName, Moment, Name } from '@fixpoint/issue-core/wire/fields.ts';
import { SCOPES } from '@fixpoint/issue-core/wire/scopes.ts';
import { z } from 'zod';
import type { RouteContext, ServerApp } from './context.ts';
import { ReadHeaders } from './parameters.ts';

const tags = ['keys'];
const Scopes = z.array(z.enum(SCOPES)).min(1).max(SCOPES.length);
const KeyAnswer = z
  .object({
    id: z.string(),
    name: z.string(),
    agent: z.string(),
    scopes: z.array(z.enum(SCOPES)).readonly(),
    createdAt: z.string(),
    expiresAt: z.string().nullable(),
    revokedAt: z.string().nullable(),
    lastUsedAt: z.string().nullable().describe('To the minute'),
  })
  .meta({ id: 'ApiKey' });

export function keyRoutes(app: ServerApp, { keys }: RouteContext): void {
  app.route({
    method: 'POST',
    url: '/keys',
    // The answer holds the secret, and is kept nowhere.
    config: { scope: 'issues:admin', withoutIdempotency: true },
    schema: {
      tags,
      operationId: 'createKey',
      summary: 'Makes an API key for an agent; its secret is shown this once',
      headers: ReadHeaders,
      body: z.strictObject({
        name: Name,
        agent: AgentName,
        scopes: Scopes,
        expiresAt: Moment.exactOptional(),
      }),
      response: { 201: z.object({ key: KeyAnswer, secret: z.string() }) },
    },
    handler: async (request, reply) => {
      const { expiresAt = null, scopes, ...key } = request.body;
      reply.code(201).header('cache-control', 'no-store');
      return keys.create({ ...key, scopes: SCOPES.filter((scope) => scopes.includes(scope)), expiresAt });
    },
  });

  app.route({
    method: 'GET',
    url: '/keys',
    config: { scope: 'issues:admin' },
    schema: {
      tags,
      operationId: 'listKeys',
      summary: 'The API keys, the newest first, without their secrets',
      headers: ReadHeaders,
      response: { 200: z.array(KeyAnswer).readonly() },
    },
    handler: async () => keys.list(),
  });

  app.route({
    method: 'DELETE',
    url: '/keys/:id',
    config: { scope: 'issues:admin' },
    schema: {
      tags,
      operationId: 'revokeKey',
      summary: 'Revokes an API key; it stays in the list',
      headers: ReadHeaders,
      params: z.object({ id: z.string().min(1).max(100) }),
      response: { 200: KeyAnswer },
    },
    handler: async (request) => keys.revoke(request.params.id),
  });
}
