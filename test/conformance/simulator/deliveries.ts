/** Deliveries of webhooks, which are never tried again. */
export interface Deliveries<Subscriber extends { readonly url: string }> {
  subscribe(subscriber: Subscriber): void;
  /** How often the next deliveries are made, in their order: 0 loses one, 2 repeats it. Afterwards each is made once. */
  plan(...times: readonly number[]): void;
  /** Until whatever is on its way has arrived, or failed. */
  settled(): Promise<void>;
  /** Whether anybody listens. */
  hasSubscribers(): boolean;
  send(body: string, headersFor: (subscriber: Subscriber) => Readonly<Record<string, string>>): void;
}

/** Both forges give up after ten seconds. */
const TIMEOUT_MS = 10_000;

export function createDeliveries<Subscriber extends { readonly url: string }>(): Deliveries<Subscriber> {
  const subscribers: Subscriber[] = [];
  const planned: number[] = [];
  const underWay = new Set<Promise<unknown>>();

  function post(url: string, headers: Readonly<Record<string, string>>, body: string): void {
    const sent = fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body,
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
    hasSubscribers: () => subscribers.length > 0,
    send(body, headersFor) {
      const times = planned.shift() ?? 1;
      for (const subscriber of subscribers) {
        for (let time = 0; time < times; time += 1) post(subscriber.url, headersFor(subscriber), body);
      }
    },
  };
}
