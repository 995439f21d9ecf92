import { createHmac, randomUUID } from 'node:crypto';
import { createDeliveries, type Deliveries } from '../../simulator/deliveries.ts';
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

export interface Webhooks extends Pick<Deliveries<Subscriber>, 'subscribe' | 'plan' | 'settled'> {
  deliver(announcement: Announcement, sender: SimUser): void;
}

/** Deliveries as GitLab makes them (docs.gitlab.com/user/project/integrations/webhooks). */
export function createWebhooks(context: HookContext): Webhooks {
  const { subscribe, plan, settled, hasSubscribers, send } = createDeliveries<Subscriber>();

  function headersFor(
    { secretToken, signingToken }: Subscriber,
    of: { readonly event: string; readonly delivery: string; readonly body: string },
  ): Readonly<Record<string, string>> {
    const { event, delivery, body } = of;
    const timestamp = hookTimestamp(context.world);
    return {
      ...{ 'user-agent': `GitLab/${context.world.edition.version}`, 'x-gitlab-event': event },
      ...{ 'x-gitlab-token': secretToken, 'x-gitlab-instance': context.web },
      ...{ 'x-gitlab-webhook-uuid': randomUUID(), 'x-gitlab-event-uuid': randomUUID() },
      ...{ 'idempotency-key': delivery, 'webhook-id': delivery, 'webhook-timestamp': timestamp },
      ...(signingToken === null
        ? {}
        : { 'webhook-signature': signatureOf(signingToken, delivery, timestamp, body) }),
    };
  }

  return {
    ...{ subscribe, plan, settled },
    deliver(announcement, sender) {
      if (!hasSubscribers()) return;
      const body = JSON.stringify(hookPayloadOf(context, announcement, sender));
      const of = { event: hookEventOf(announcement), delivery: randomUUID(), body };
      send(body, (subscriber) => headersFor(subscriber, of));
    },
  };
}

/** Standard Webhooks: the key is what the part after `whsec_` decodes to, never the text itself (gitlab!230944). */
export function signatureOf(token: string, id: string, timestamp: string, payload: string): string {
  const key = Buffer.from(token.replace(/^whsec_/, ''), 'base64');
  return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${payload}`).digest('base64')}`;
}
