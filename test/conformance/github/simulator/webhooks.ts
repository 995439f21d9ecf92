import { createHmac, randomUUID } from 'node:crypto';
import { createDeliveries, type Deliveries } from '../../simulator/deliveries.ts';
import type { Contract } from './contract/contract.ts';
import type { JsonObject } from './contract/json-schema.ts';
import type { Announcement } from './exchange.ts';
import type { Bases } from './render/addresses.ts';
import { renderRepository } from './render/repository.ts';
import { renderUser } from './render/user.ts';
import type { SimUser } from './world.ts';

export interface Subscriber {
  readonly url: string;
  readonly secret: string;
}

export interface Webhooks extends Pick<Deliveries<Subscriber>, 'subscribe' | 'plan' | 'settled'> {
  deliver(announcement: Announcement, sender: SimUser): void;
}

/** Deliveries as GitHub makes them, their payloads checked against its document. */
export function createWebhooks(contract: Contract, bases: Bases, violations: string[]): Webhooks {
  const { subscribe, plan, settled, hasSubscribers, send } = createDeliveries<Subscriber>();
  return {
    ...{ subscribe, plan, settled },
    deliver({ event, action, repository, fields }, sender) {
      if (!hasSubscribers()) return;
      const payload: JsonObject = {
        ...{ action, ...fields, sender: renderUser(bases, sender) },
        repository: renderRepository(bases, repository, sender),
      };
      violations.push(...contract.checkWebhook(`${event.replaceAll('_', '-')}-${action}`, payload));
      const delivery = randomUUID();
      const body = JSON.stringify(payload);
      send(body, ({ secret }) => ({
        ...{ 'user-agent': 'GitHub-Hookshot/simulated', 'x-github-event': event },
        ...{ 'x-github-delivery': delivery, 'x-github-hook-id': '1' },
        'x-hub-signature-256': `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`,
      }));
    },
  };
}
