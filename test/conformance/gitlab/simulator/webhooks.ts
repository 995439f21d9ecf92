import { createHmac, randomUUID } from 'node:crypto';
import type { Announcement } from './exchange.ts';
import { type HookContext, hookEventOf, hookPayloadOf, hookTimestamp } from './webhook-payload.ts';
import type { SimUser } from './world.ts';

export interface Subscriber {
  readonly url: string;
  /** Sent as it is. */
  readonly secretToken: string;
  /** `whsec_…`, since GitLab 19.0; null where none is set. */
  readonly signingToken: string | null;
}

export interface Webhooks {
  subscribe(subscriber: Subscriber): void;
  /** How often the next deliveries are made, in their order: 0 loses one, 2 repeats it. Afterwards each is made once. */
  plan(...times: readonly number[]): void;
  /** Until whatever is on its way has arrived, or failed. */
  settled(): Promise<void>;
  deliver(announcement: Announcement, sender: SimUser): void;
}

/** GitLab gives up after ten seconds. */
const TIMEOUT_MS = 10_000;

/** Deliveries as GitLab makes them (docs.gitlab.com/user/project/integrations/webhooks). */
export function createWebhooks(context: HookContext): Webhooks {
  const subscribers: Subscriber[] = [];
  const planned: number[] = [];
  const underWay = new Set<Promise<unknown>>();

  function post(subscriber: Subscriber, event: string, delivery: string, payload: string): void {
    const timestamp = hookTimestamp(context.world);
    const { signingToken } = subscriber;
    const sent = fetch(subscriber.url, {
      method: 'POST',
      headers: {
        ...{ 'content-type': 'application/json', 'user-agent': `GitLab/${context.world.edition.version}` },
        ...{
          'x-gitlab-event': event,
          'x-gitlab-token': subscriber.secretToken,
          'x-gitlab-instance': context.web,
        },
        ...{ 'x-gitlab-webhook-uuid': randomUUID(), 'x-gitlab-event-uuid': randomUUID() },
        ...{ 'idempotency-key': delivery, 'webhook-id': delivery, 'webhook-timestamp': timestamp },
        ...(signingToken === null
          ? {}
          : { 'webhook-signature': signatureOf(signingToken, delivery, timestamp, payload) }),
      },
      body: payload,
      signal: AbortSignal.timeout(TIMEOUT_MS),
    })
      .then((answer) => answer.arrayBuffer())
      // A receiver that is away has lost the delivery.
      .catch(() => null)
      .finally(() => underWay.delete(sent));
    underWay.add(sent);
  }

  return {
    subscribe: (subscriber) => {
      subscribers.push(subscriber);
    },
    plan: (...times) => {
      planned.push(...times);
    },
    async settled() {
      while (underWay.size > 0) await Promise.all(underWay);
    },
    deliver(announcement, sender) {
      if (subscribers.length === 0) return;
      const payload = JSON.stringify(hookPayloadOf(context, announcement, sender));
      const delivery = randomUUID();
      const times = planned.shift() ?? 1;
      for (const subscriber of subscribers) {
        for (let time = 0; time < times; time += 1)
          post(subscriber, hookEventOf(announcement), delivery, payload);
      }
    },
  };
}

/** Standard Webhooks: the key is what the part after `whsec_` decodes to, never the text itself (gitlab!230944). */
export function signatureOf(token: string, id: string, timestamp: string, payload: string): string {
  const key = Buffer.from(token.replace(/^whsec_/, ''), 'base64');
  return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${payload}`).digest('base64')}`;
}
