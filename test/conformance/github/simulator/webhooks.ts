import { createHmac, randomUUID } from 'node:crypto';
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

export interface Webhooks {
  subscribe(subscriber: Subscriber): void;
  /** How often the next deliveries are made, in their order: 0 loses one, 2 repeats it. Afterwards each is made once. */
  plan(...times: readonly number[]): void;
  /** Until whatever is on its way has arrived, or failed: GitHub tries nothing again. */
  settled(): Promise<void>;
  deliver(announcement: Announcement, sender: SimUser): void;
}

/** GitHub gives up after ten seconds. */
const TIMEOUT_MS = 10_000;

/** Deliveries as GitHub makes them, their payloads checked against its document. */
export function createWebhooks(contract: Contract, bases: Bases, violations: string[]): Webhooks {
  const subscribers: Subscriber[] = [];
  const planned: number[] = [];
  const underWay = new Set<Promise<unknown>>();

  function post({ url, secret }: Subscriber, event: string, delivery: string, payload: string): void {
    const signature = createHmac('sha256', secret).update(payload).digest('hex');
    const sent = fetch(url, {
      method: 'POST',
      headers: {
        ...{ 'content-type': 'application/json', 'user-agent': 'GitHub-Hookshot/simulated' },
        ...{ 'x-github-event': event, 'x-github-delivery': delivery, 'x-github-hook-id': '1' },
        'x-hub-signature-256': `sha256=${signature}`,
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
    deliver({ event, action, repository, fields }, sender) {
      if (subscribers.length === 0) return;
      const payload: JsonObject = {
        ...{ action, ...fields, sender: renderUser(bases, sender) },
        repository: renderRepository(bases, repository, sender),
      };
      violations.push(...contract.checkWebhook(`${event.replaceAll('_', '-')}-${action}`, payload));
      const delivery = randomUUID();
      const times = planned.shift() ?? 1;
      for (const subscriber of subscribers) {
        for (let time = 0; time < times; time += 1)
          post(subscriber, event, delivery, JSON.stringify(payload));
      }
    },
  };
}
