import { assertNever } from '@fixpoint/contracts/assert-never.ts';
import { FixpointError } from '@fixpoint/contracts/errors.ts';
import type {
  ParsedWebhook,
  WebhookFormat,
  WebhookHeaders,
  WebhookIdentity,
} from '@fixpoint/forges/ports.ts';
import type { Logger } from '@fixpoint/worker-kit/logger.ts';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type Outcome, outcomeOf, statusOf } from './answer.ts';
import { type DeliveryPorts, deliverInput } from './deliver-input.ts';
import { findSender, type WebhookForge } from './find-sender.ts';
import type { IngressMetrics } from './metrics.ts';

export interface WebhookPorts extends DeliveryPorts {
  readonly forges: readonly WebhookForge[];
  /** By kind of forge. */
  readonly formats: ReadonlyMap<string, WebhookFormat>;
  /** On an issue it asks for a run, as `/ai` does. */
  readonly triggerLabel: string;
  readonly metrics: IngressMetrics;
  readonly log: Logger;
}

interface Delivery {
  readonly outcome: Outcome;
  readonly instance?: string;
  readonly detail?: string;
}

const RETRY_AFTER_SECONDS = 5;
const MAX_REASON_CHARACTERS = 500;

/** `POST /webhooks/<kind of forge>`; the body stays raw bytes until its signature is verified. */
export async function webhookRoutes(app: FastifyInstance, ports: WebhookPorts): Promise<void> {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));

  app.post<{ Params: { kind: string } }>('/webhooks/:kind', async (request, reply) => {
    const stop = ports.metrics.startDelivery();
    const delivery = await receive(ports, request).catch((error: unknown) => failed(ports.log, error));
    const { kind } = request.params;
    stop(delivery.outcome === 'unknown-forge' ? 'unknown' : kind, delivery.outcome);
    ports.log[isAuthentic(delivery) ? 'info' : 'debug']({ ...delivery, kind }, 'delivery');
    return answer(reply, delivery.outcome);
  });

  app.setErrorHandler<unknown>((error, _request, reply) => {
    const { outcome } = failed(ports.log, error);
    ports.metrics.startDelivery()('unknown', outcome);
    return answer(reply, outcome);
  });
}

async function receive(
  ports: WebhookPorts,
  { params, headers, body }: FastifyRequest<{ Params: { kind: string } }>,
): Promise<Delivery> {
  const format = ports.formats.get(params.kind);
  if (!format) return { outcome: 'unknown-forge' };

  const rawBody = body instanceof Uint8Array ? body : new Uint8Array();
  const forges = ports.forges.filter(({ kind }) => kind === params.kind);
  const sender = findSender(forges, format, headers, rawBody);
  if (!sender) return { outcome: 'unauthorized' };

  const { instance, botLogin } = sender;
  const { triggerLabel } = ports;
  const parsed = parse(format, headers, rawBody, { instance, botLogin, triggerLabel });
  switch (parsed.kind) {
    case 'malformed':
    case 'ignored':
      return { outcome: parsed.kind, instance, detail: parsed.reason };
    case 'input':
      return {
        outcome: await deliverInput(ports, parsed.issue, parsed.input),
        instance,
        detail: parsed.input.key,
      };
    default:
      return assertNever(parsed);
  }
}

function parse(
  format: WebhookFormat,
  headers: WebhookHeaders,
  rawBody: Uint8Array,
  identity: WebhookIdentity,
): ParsedWebhook | { readonly kind: 'malformed'; readonly reason: string } {
  try {
    return format.parseWebhook(headers, rawBody, identity);
  } catch (error) {
    if (error instanceof FixpointError && error.code === 'INVALID_INPUT') {
      return { kind: 'malformed', reason: error.message.slice(0, MAX_REASON_CHARACTERS) };
    }
    throw error;
  }
}

/** Anybody can send us what is not signed; it fills no log. */
function isAuthentic({ outcome }: Delivery): boolean {
  return outcome !== 'unauthorized' && outcome !== 'unknown-forge';
}

function failed(log: Logger, error: unknown): Delivery {
  const outcome = outcomeOf(error);
  if (statusOf(outcome) >= 500) log.error({ err: error }, 'delivery failed');
  return { outcome };
}

/** The header says why, because forges show it to whoever looks at the delivery and a 204 has no body. */
function answer(reply: FastifyReply, outcome: Outcome): FastifyReply {
  if (outcome === 'unavailable') reply.header('retry-after', String(RETRY_AFTER_SECONDS));
  return reply.code(statusOf(outcome)).header('x-fixpoint-outcome', outcome).send();
}
