import { Webhook } from 'standardwebhooks';
import { expect, it } from 'vitest';
import { openServer, type TestServer, type TestServerOptions } from '../testing/open-server.ts';
import { openReceiver, type Receiver } from '../testing/receiver.ts';
import { createDeliverer } from './deliver.ts';
import { createDeliveryStore } from './delivery-store.ts';
import { DISABLE_AFTER } from './retries.ts';
import { createWebhookStore } from './webhook-store.ts';

const HOUR_MS = 60 * 60_000;

interface Sending extends TestServer {
  readonly receiver: Receiver;
  readonly id: string;
  readonly secret: string;
  advance(ms: number): void;
  deliver(timeoutMs?: number): Promise<void>;
  deliveries(): Promise<{ state: string; attempts: number; seq: number; id: string; isReplay: boolean }[]>;
  create(...titles: readonly string[]): Promise<void>;
  titles(): readonly string[];
}

async function openSending(webhook: object = {}, options: TestServerOptions = {}): Promise<Sending> {
  const clock = { at: Date.now() };
  const now = () => new Date(clock.at);
  const server = openServer({ now, allowPrivateWebhookTargets: true, ...options });
  const receiver = await openReceiver();
  const made = await server.ask('POST', '/api/v1/webhooks', { body: { url: receiver.url, ...webhook } });
  const { id } = made.body.webhook;
  return {
    ...server,
    receiver,
    id,
    secret: made.body.secret,
    advance(ms) {
      clock.at += ms;
    },
    deliver: (timeoutMs = 5_000) => delivererOf(server, timeoutMs)(new AbortController().signal),
    async deliveries() {
      return (await server.ask('GET', `/api/v1/webhooks/${id}/deliveries`)).body.items;
    },
    async create(...titles) {
      for (const title of titles) await server.ask('POST', '/api/v1/issues', { body: { title } });
    },
    titles: () => receiver.received.map(({ body }) => JSON.parse(body).data.payload.title),
  };
}

function delivererOf({ database, ports }: TestServer, timeoutMs = 5_000) {
  const { coordination, log, now } = ports;
  const webhooks = createWebhookStore(database, now);
  const deliveries = createDeliveryStore(database, now);
  return createDeliverer({ webhooks, deliveries, coordination, log, now }, { allowPrivate: true, timeoutMs });
}

it('tells what happens, in order, signed as Standard Webhooks verifies it', async () => {
  const { receiver, secret, id, deliver, create, deliveries } = await openSending();
  await create('One', 'Two');

  await deliver();

  const messages = receiver.received.map(({ body, headers }) => new Webhook(secret).verify(body, headers));
  expect(messages).toMatchObject([
    { type: 'issue-created', data: { seq: 1, issue: 1, payload: { title: 'One' } } },
    { type: 'issue-created', data: { seq: 2, issue: 2, actor: 'api' } },
  ]);
  expect(receiver.received[0]?.headers['webhook-id']).toBe(`msg_${id}_1`);
  const [first] = receiver.received;
  expect(() =>
    new Webhook(`whsec_${'A'.repeat(32)}`).verify(first?.body ?? '', first?.headers ?? {}),
  ).toThrow();
  expect(await deliveries()).toMatchObject([
    { seq: 2, state: 'delivered', attempts: 1, lastStatus: 204 },
    { seq: 1, state: 'delivered' },
  ]);
  await deliver();
  expect(receiver.received).toHaveLength(2);
});

it('tells only what is asked for, and nothing from before', async () => {
  const sending = await openSending({ events: ['commented'], backend: 'main' });
  await sending.create('One');
  await sending.ask('POST', '/api/v1/issues/1/comments', { body: { body: 'Hi' } });
  await sending.ask('POST', '/api/v1/issues?backend=other', { body: { title: 'Elsewhere' } });
  const second = await sending.ask('POST', '/api/v1/webhooks', {
    body: { url: `${sending.receiver.url}/late` },
  });

  await sending.deliver();

  expect(sending.receiver.received.map(({ path, body }) => [path, JSON.parse(body).type])).toEqual([
    ['/hook', 'commented'],
  ]);
  expect(second.body.webhook.cursor).toBe(3);
});

it('tries again later and later, while what comes after waits', async () => {
  const { receiver, create, deliver, titles, deliveries, advance } = await openSending();
  receiver.answers = [500, 302];
  await create('One', 'Two');

  await deliver();
  await deliver();
  expect(titles()).toEqual(['One']);
  expect((await deliveries()).at(-1)).toMatchObject({ state: 'waiting', attempts: 1, lastStatus: 500 });
  advance(5_000);
  await deliver();
  expect(titles()).toEqual(['One', 'One']);
  advance(29_000);
  await deliver();
  expect(titles()).toHaveLength(2);
  advance(1_000);
  await deliver();

  expect(titles()).toEqual(['One', 'One', 'One', 'Two']);
  expect(receiver.received.every(({ path }) => path === '/hook')).toBe(true);
  expect((await deliveries()).map(({ state, attempts }) => [state, attempts])).toEqual([
    ['delivered', 1],
    ['delivered', 3],
  ]);
});

it('gives a message up after ten attempts, and goes on with the next', async () => {
  const { receiver, create, deliver, titles, deliveries, advance } = await openSending();
  receiver.answers = Array.from({ length: 10 }, () => 503);
  await create('One', 'Two');

  for (let round = 0; round < 10; round += 1) {
    await deliver();
    advance(8 * HOUR_MS);
  }
  await deliver();

  expect(titles()).toEqual([...Array.from({ length: 10 }, () => 'One'), 'Two']);
  expect((await deliveries()).map(({ state }) => state)).toEqual(['delivered', 'failed']);
});

it('switches an endpoint off that fails for days, and on again when it is told to', async () => {
  const sending = await openSending();
  const { receiver, create, deliver, advance, id, ask } = sending;
  receiver.answers = Array.from({ length: DISABLE_AFTER }, () => 500);
  await create('1', '2', '3', '4', '5', '6');
  for (let round = 0; round < 70; round += 1) {
    await deliver();
    advance(8 * HOUR_MS);
  }

  expect(receiver.received).toHaveLength(DISABLE_AFTER);
  const off = await ask('GET', `/api/v1/webhooks/${id}`);
  expect(off.body).toMatchObject({ enabled: false, failuresInARow: DISABLE_AFTER });
  expect(off.body.disabledReason).toContain('50 attempts');
  await create('7');
  const on = await ask('PATCH', `/api/v1/webhooks/${id}`, { body: { enabled: true } });
  expect(on.body).toMatchObject({ enabled: true, failuresInARow: 0, disabledReason: null });
  await deliver();
  expect(sending.titles().slice(DISABLE_AFTER)).toEqual(['6', '7']);
});

it('takes 410 for the end', async () => {
  const { receiver, create, deliver, id, ask } = await openSending();
  receiver.answers = [410];
  await create('One', 'Two');

  await deliver();

  expect(receiver.received).toHaveLength(1);
  expect((await ask('GET', `/api/v1/webhooks/${id}`)).body).toMatchObject({
    enabled: false,
    disabledReason: 'It answered 410 Gone.',
  });
});

it('does not wait for ever for an answer', async () => {
  const { receiver, create, deliver, deliveries } = await openSending();
  receiver.answers = [null];
  await create('One');

  await deliver(50);

  expect(await deliveries()).toMatchObject([{ state: 'waiting', attempts: 1, lastStatus: null }]);
});

it('counts no attempt that was broken off by stopping', async () => {
  const sending = await openSending();
  sending.receiver.answers = [null];
  await sending.create('One');
  const stop = new AbortController();

  const round = delivererOf(sending)(stop.signal);
  await expect.poll(() => sending.receiver.received.length).toBe(1);
  stop.abort();
  await round;

  expect(await sending.deliveries()).toMatchObject([{ state: 'waiting', attempts: 0 }]);
});

it('goes on after a restart where it was', async () => {
  const { receiver, create, deliver, titles, advance, path, ports } = await openSending();
  receiver.answers = [500];
  await create('One', 'Two');
  await deliver();
  advance(5_000);

  const again = openServer({ path, now: ports.now, allowPrivateWebhookTargets: true });
  await delivererOf(again)(new AbortController().signal);

  expect(titles()).toEqual(['One', 'One', 'Two']);
});

it('is told once by several servers on one store', async () => {
  const sending = await openSending();
  const titles = Array.from({ length: 20 }, (_, i) => `${i}`);
  await sending.create(...titles);
  const other = openServer({ path: sending.path, now: sending.ports.now });
  const { signal } = new AbortController();
  const servers = [delivererOf(sending), delivererOf(other), delivererOf(sending)];

  await Promise.all(servers.map((deliver) => deliver(signal)));

  expect(sending.titles()).toEqual(titles);
});

it('sends a message again when it is told to', async () => {
  const { receiver, create, deliver, deliveries, id, ask } = await openSending();
  await create('One');
  await deliver();
  const [first] = await deliveries();

  const replay = await ask('POST', `/api/v1/webhooks/${id}/deliveries/${first?.id}/replay`);
  await deliver();

  expect(replay).toMatchObject({ status: 202, body: { isReplay: true, state: 'waiting' } });
  expect(receiver.received[1]?.body).toBe(receiver.received[0]?.body);
  expect(receiver.received[1]?.headers['webhook-id']).toBe(receiver.received[0]?.headers['webhook-id']);
  expect(await deliveries()).toMatchObject([{ isReplay: true, state: 'delivered' }, { isReplay: false }]);
  expect((await ask('POST', `/api/v1/webhooks/${id}/deliveries/none/replay`)).status).toBe(404);
});

it('goes on with what is kept when events were lost to it', async () => {
  const { create, deliver, titles, coordination, logged } = await openSending();
  await create('One', 'Two', 'Three');
  await coordination.pruneEvents(1);

  await deliver();

  expect(titles()).toEqual(['Three']);
  expect(logged.join()).toContain('no longer kept');
});

it('keeps secrets to itself, and lets only admins near', async () => {
  const { ask, id, secret } = await openSending({
    secret: `whsec_${Buffer.alloc(32, 7).toString('base64')}`,
  });
  const key = { name: 'k', agent: 'k', scopes: ['issues:read', 'issues:write', 'issues:claim'] };
  const made = (await ask('POST', '/api/v1/keys', { body: key })).body;

  const listed = await ask('GET', '/api/v1/webhooks');

  expect(secret).toBe(`whsec_${Buffer.alloc(32, 7).toString('base64')}`);
  expect(JSON.stringify(listed.body)).not.toContain('whsec');
  expect((await ask('GET', `/api/v1/webhooks/${id}`, { key: made.secret })).status).toBe(403);
  expect((await ask('DELETE', `/api/v1/webhooks/${id}`)).status).toBe(204);
  expect((await ask('GET', `/api/v1/webhooks/${id}`)).status).toBe(404);
  expect((await ask('POST', '/api/v1/webhooks', { body: { url: 'x', secret: 'short' } })).status).toBe(400);
});
