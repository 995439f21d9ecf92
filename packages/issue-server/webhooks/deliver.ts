import { FixpointError } from '@fixpoint/contracts/errors.ts';
import type { Coordination, EventsPage } from '@fixpoint/issue-core/coordination/port.ts';
import { ulid } from 'ulid';
import type { ServerLog } from '../ports.ts';
import type { DeliveryStore } from './delivery-store.ts';
import { sendMessage } from './send.ts';
import type { StoredWebhook, WebhookStore } from './webhook-store.ts';

export interface DelivererPorts {
  readonly webhooks: WebhookStore;
  readonly deliveries: DeliveryStore;
  readonly coordination: Coordination;
  readonly log: ServerLog;
  readonly now: () => Date;
}

export interface DelivererOptions {
  readonly allowPrivate: boolean;
  /** Of one attempt. */
  readonly timeoutMs: number;
}

export const DEFAULT_TIMEOUT_MS = 10_000;
const EVENTS_AT_ONCE = 200;
/** An endpoint that is behind by so much gets no more into its queue: the events are kept anyway. */
const MAX_WAITING = 1_000;
/** To one endpoint in one round, so that the lock is not held for long. */
const MAX_IN_ROUND = 50;
const LOCK_SPARE_MS = 10_000;
/** Endpoints that are served at the same time. */
const AT_ONCE = 10;

/**
 * One round: tells every endpoint, in the order of events, what it was not told yet. What waits and how often it was tried
 * stands in the store, so that it goes on after a restart; a message may come twice when the process dies after sending.
 *
 * @throws FixpointError LOCAL_STORE_FAILED, LOCAL_STORE_BUSY
 */
export function createDeliverer(
  ports: DelivererPorts,
  options: DelivererOptions,
): (signal: AbortSignal) => Promise<void> {
  const owner = ulid();

  async function serve(webhook: StoredWebhook, signal: AbortSignal): Promise<void> {
    const { webhooks, deliveries, now } = ports;
    const lock = () => webhooks.lock(webhook.id, owner, now().getTime() + options.timeoutMs + LOCK_SPARE_MS);
    if (!lock()) return;
    try {
      await enqueueNew(ports, webhook);
      for (let sent = 0; sent < MAX_IN_ROUND && !signal.aborted; sent += 1) {
        const delivery = deliveries.nextDue(webhook.id);
        // The lock is lost when it was deleted or switched off meanwhile, or when this process stood still.
        if (delivery === null || !lock()) return;
        const { messageId: id, payload } = delivery;
        const { url, secret } = webhooks.get(webhook.id);
        const outcome = await sendMessage({ id, url, secret, payload }, { ...options, now, signal });
        // An attempt that was broken off from here is none.
        if (signal.aborted && outcome.status === null) return;
        deliveries.record(delivery, outcome);
      }
    } finally {
      webhooks.unlock(webhook.id, owner);
    }
  }

  return async (signal) => {
    const waiting = ports.webhooks.list().filter(({ enabled }) => enabled);
    const work = async () => {
      for (let webhook = waiting.shift(); webhook && !signal.aborted; webhook = waiting.shift()) {
        await serve(webhook, signal);
      }
    };
    const done = await Promise.allSettled(Array.from({ length: AT_ONCE }, work));
    for (const result of done) if (result.status === 'rejected') throw result.reason;
  };
}

async function enqueueNew(ports: DelivererPorts, webhook: StoredWebhook): Promise<void> {
  const { deliveries } = ports;
  if (deliveries.waiting(webhook.id) >= MAX_WAITING) return;
  const page = await readBehind(ports, webhook);
  if (page.cursor !== webhook.cursor) deliveries.enqueue(webhook, page.events, page.cursor);
}

async function readBehind(
  { coordination, log }: DelivererPorts,
  webhook: StoredWebhook,
): Promise<EventsPage> {
  const { id, cursor, events: types, backend } = webhook;
  const last = await coordination.lastSeq();
  // Nothing new, or another store than it was.
  if (last <= cursor) return { events: [], cursor: last };
  const wanted = {
    limit: EVENTS_AT_ONCE,
    ...(types === null ? {} : { types }),
    ...(backend === null ? {} : { backend }),
  };
  try {
    return await coordination.events({ after: cursor, ...wanted });
  } catch (error) {
    if (!(error instanceof FixpointError) || error.code !== 'INVALID_INPUT') throw error;
    log.warn({ webhook: id, cursor }, 'events that a webhook was not told are no longer kept');
    return coordination.events({ after: null, ...wanted });
  }
}
