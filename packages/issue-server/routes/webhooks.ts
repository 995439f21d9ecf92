import { EventTypeName } from '@fixpoint/issue-core/wire/event.ts';
import { z } from 'zod';
import { requireCaller } from '../auth/authenticate.ts';
import { createDeliveryStore, DELIVERY_STATES, type Delivery } from '../webhooks/delivery-store.ts';
import { checkTarget } from '../webhooks/target-guard.ts';
import { createWebhookStore, type StoredWebhook } from '../webhooks/webhook-store.ts';
import type { RouteContext, ServerApp } from './context.ts';
import { Limit, PostHeaders, ReadHeaders } from './parameters.ts';

const tags = ['webhooks'];
const config = { scope: 'issues:admin' } as const;
const Id = z.string().min(1).max(100);
const WebhookParams = z.object({ id: Id });
const fields = {
  url: z.url({ protocol: /^https?$/ }).max(2_000),
  events: z
    .array(EventTypeName)
    .min(1)
    .max(50)
    .nullable()
    .exactOptional()
    .describe('All when null or left out'),
  backend: z.string().min(1).max(200).nullable().exactOptional().describe('All when null or left out'),
  secret: z
    .string()
    .regex(
      /^whsec_([A-Za-z0-9+/]{4}){8,21}([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/,
      'Give whsec_ and 24 to 64 bytes in base64',
    )
    .exactOptional()
    .describe('24 to 64 bytes; made when left out'),
};

const WebhookAnswer = z
  .object({
    id: z.string(),
    url: z.string(),
    events: z.array(EventTypeName).readonly().nullable(),
    backend: z.string().nullable(),
    createdBy: z.string(),
    createdAt: z.string(),
    enabled: z.boolean(),
    disabledReason: z.string().nullable(),
    cursor: z.int().describe('The last event that was looked at'),
    failuresInARow: z.int(),
  })
  .meta({ id: 'Webhook' });

const DeliveryAnswer = z
  .object({
    id: z.string(),
    messageId: z.string(),
    seq: z.int(),
    type: z.string(),
    payload: z.string().describe('As it was signed'),
    isReplay: z.boolean(),
    state: z.enum(DELIVERY_STATES),
    attempts: z.int(),
    nextAttemptAt: z.string().nullable(),
    lastStatus: z.int().nullable(),
    lastError: z.string().nullable(),
    createdAt: z.string(),
    endedAt: z.string().nullable(),
  })
  .meta({ id: 'Delivery' });

export function webhookRoutes(app: ServerApp, context: RouteContext): void {
  const { database, coordination, now } = context.ports;
  const { allowPrivateWebhookTargets } = context.options;
  const webhooks = createWebhookStore(database, now);
  const deliveries = createDeliveryStore(database, now);

  app.route({
    method: 'POST',
    url: '/webhooks',
    config,
    schema: {
      tags,
      operationId: 'createWebhook',
      summary: 'Tells a URL what happens from now on; the secret is shown this once',
      headers: PostHeaders,
      body: z.strictObject(fields),
      response: { 201: z.object({ webhook: WebhookAnswer, secret: z.string() }) },
    },
    handler: async (request, reply) => {
      const { url, events = null, backend = null, ...secret } = request.body;
      checkTarget(url, allowPrivateWebhookTargets);
      const keptUnder = backend === null ? null : context.backend(backend).keptUnder;
      const cursor = await coordination.lastSeq();
      const createdBy = requireCaller(request).agent;
      const webhook = webhooks.create({ url, events, backend: keptUnder, ...secret, createdBy, cursor });
      reply.code(201).header('cache-control', 'no-store');
      return { webhook: shown(webhook), secret: webhook.secret };
    },
  });

  app.route({
    method: 'GET',
    url: '/webhooks',
    config,
    schema: {
      tags,
      operationId: 'listWebhooks',
      summary: 'The webhooks, without their secrets',
      headers: ReadHeaders,
      response: { 200: z.array(WebhookAnswer).readonly() },
    },
    handler: async () => webhooks.list().map(shown),
  });

  app.route({
    method: 'GET',
    url: '/webhooks/:id',
    config,
    schema: {
      tags,
      operationId: 'getWebhook',
      summary: 'A webhook, without its secret',
      headers: ReadHeaders,
      params: WebhookParams,
      response: { 200: WebhookAnswer },
    },
    handler: async (request) => shown(webhooks.get(request.params.id)),
  });

  app.route({
    method: 'PATCH',
    url: '/webhooks/:id',
    config,
    schema: {
      tags,
      operationId: 'updateWebhook',
      summary: 'Changes a webhook; switched on again, it is told what it missed',
      headers: ReadHeaders,
      params: WebhookParams,
      body: z.strictObject({
        ...fields,
        url: fields.url.exactOptional(),
        enabled: z.boolean().exactOptional(),
      }),
      response: { 200: WebhookAnswer },
    },
    handler: async (request) => {
      const { url, backend } = request.body;
      if (url !== undefined) checkTarget(url, allowPrivateWebhookTargets);
      const keptUnder = backend == null ? {} : { backend: context.backend(backend).keptUnder };
      return shown(webhooks.update(request.params.id, { ...request.body, ...keptUnder }));
    },
  });

  app.route({
    method: 'DELETE',
    url: '/webhooks/:id',
    config,
    schema: {
      tags,
      operationId: 'deleteWebhook',
      summary: 'Deletes a webhook with its log',
      headers: ReadHeaders,
      params: WebhookParams,
      response: { 204: z.undefined().describe('Done') },
    },
    handler: async (request, reply) => {
      webhooks.delete(request.params.id);
      return reply.code(204).send();
    },
  });

  app.route({
    method: 'GET',
    url: '/webhooks/:id/deliveries',
    config,
    schema: {
      tags,
      operationId: 'listDeliveries',
      summary: 'What was sent, the newest first; the last 1,000 are kept',
      headers: ReadHeaders,
      params: WebhookParams,
      querystring: z.strictObject({ limit: Limit.exactOptional(), before: Id.exactOptional() }),
      response: { 200: z.object({ items: z.array(DeliveryAnswer).readonly(), next: z.string().nullable() }) },
    },
    handler: async (request) => {
      const { limit = 30, before = null } = request.query;
      const { id } = webhooks.get(request.params.id);
      const items = deliveries.list(id, limit, before).map(logged);
      return { items, next: items.length === limit ? (items.at(-1)?.id ?? null) : null };
    },
  });

  app.route({
    method: 'POST',
    url: '/webhooks/:id/deliveries/:delivery/replay',
    config,
    schema: {
      tags,
      operationId: 'replayDelivery',
      summary: 'Sends the same message again, behind what waits',
      headers: PostHeaders,
      params: WebhookParams.extend({ delivery: Id }),
      response: { 202: DeliveryAnswer },
    },
    handler: async (request, reply) => {
      const { id } = webhooks.get(request.params.id);
      reply.code(202);
      return logged(deliveries.replay(id, request.params.delivery));
    },
  });
}

function shown({ secret: _, ...webhook }: StoredWebhook) {
  return webhook;
}

function logged({ webhookId: _, ...delivery }: Delivery) {
  return delivery;
}
