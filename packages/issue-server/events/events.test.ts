import { request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { API_KEY, openServer, type TestServer } from '../testing/open-server.ts';

it('tells what happened, from where one was', async () => {
  const { ask } = openServer();
  await ask('POST', '/api/v1/issues', { body: { title: 'One' } });
  await ask('POST', '/api/v1/issues/1/comments', { body: { body: 'Hi' } });
  await ask('POST', '/api/v1/issues?backend=other', { body: { title: 'Elsewhere' } });

  const all = await ask('GET', '/api/v1/events?limit=1');
  const rest = await ask('GET', `/api/v1/events?after=${all.body.cursor}`);
  const some = await ask('GET', '/api/v1/events?types=commented&types=deleted&issue=1');

  expect(all.body).toMatchObject({
    cursor: 1,
    events: [{ seq: 1, type: 'issue-created', actor: 'api', issue: 1 }],
  });
  expect(rest.body).toMatchObject({ cursor: 3, events: [{ seq: 2, type: 'commented' }] });
  expect(some.body.events).toMatchObject([{ type: 'commented' }]);
  expect((await ask('GET', '/api/v1/events?after=99')).status).toBe(422);
  expect((await ask('GET', '/api/v1/events?types=nonsense')).status).toBe(400);
});

it('tells where the end is', async () => {
  const { ask } = openServer();

  const before = await ask('GET', '/api/v1/events/last');
  await ask('POST', '/api/v1/issues', { body: { title: 'One' } });
  const after = await ask('GET', '/api/v1/events/last');

  expect([before.body, after.body]).toEqual([{ seq: 0 }, { seq: 1 }]);
});

it('waits for something to happen', async () => {
  const { ask } = openServer();

  const waiting = ask('GET', '/api/v1/events?after=0&waitMs=10000');
  await ask('POST', '/api/v1/issues', { body: { title: 'One' } });

  expect((await waiting).body.events).toMatchObject([{ type: 'issue-created' }]);
});

it('streams what happens, and goes on after the last that arrived', async () => {
  const server = openServer();
  await server.ask('POST', '/api/v1/issues', { body: { title: 'Before' } });
  const stream = await openStream(server, '/api/v1/events/stream');
  await server.ask('POST', '/api/v1/issues', { body: { title: 'After' } });

  await expect.poll(() => stream.text()).toContain('event: issue-created');
  stream.close();
  expect(stream.text()).toMatch(/id: 2\nevent: issue-created\ndata: \{.*"issue":2.*\}\n\n/);
  expect(stream.text()).not.toContain('Before');
  await server.ask('POST', '/api/v1/issues/2/comments', { body: { body: 'Missed' } });
  const again = await openStream(server, '/api/v1/events/stream', { 'last-event-id': '2' });

  await expect.poll(() => again.text()).toContain('id: 3\nevent: commented');
  expect(again.text()).not.toContain('id: 2\n');
});

it('ends a stream after its life, and gives its place back', async () => {
  const server = openServer({ streamLifeMs: 50, maxStreams: 1 });

  const first = await openStream(server, '/api/v1/events/stream?after=0');
  await first.ended;
  const second = await openStream(server, '/api/v1/events/stream?after=0');

  expect(first.status).toBe(200);
  expect(second.status).toBe(200);
  await second.ended;
});

it('opens no more streams than it may', async () => {
  const server = openServer({ maxStreamsPerKey: 2 });
  const open = () => openStream(server, '/api/v1/events/stream');
  const [first, second] = [await open(), await open()];

  const third = await open();
  expect([first.status, second.status, third.status]).toEqual([200, 200, 429]);
  await third.ended;
  expect(third.text()).toContain('API_RATE_LIMITED');
  first.close();

  await expect.poll(async () => (await open()).status).toBe(200);
});

it('ends every stream when the server closes', async () => {
  const server = openServer();
  const stream = await openStream(server, '/api/v1/events/stream');

  await server.app.close();

  await stream.ended;
  expect(stream.status).toBe(200);
});

it('refuses what cannot be gone on from', async () => {
  const server = openServer();

  expect((await openStream(server, '/api/v1/events/stream?after=7')).status).toBe(422);
  expect((await openStream(server, '/api/v1/events/stream', { 'last-event-id': 'x' })).status).toBe(400);
});

async function openStream({ app }: TestServer, path: string, headers: Record<string, string> = {}) {
  if (!app.server.listening) await app.listen({ host: '127.0.0.1', port: 0 });
  const { port } = app.server.address() as AddressInfo;
  const chunks: string[] = [];
  const opened = Promise.withResolvers<number>();
  const ended = Promise.withResolvers<void>();
  const request = httpRequest(
    { host: '127.0.0.1', port, path, headers: { authorization: `Bearer ${API_KEY}`, ...headers } },
    (answer) => {
      answer.setEncoding('utf8').on('data', (chunk: string) => chunks.push(chunk));
      answer.on('close', () => ended.resolve());
      answer.on('error', () => ended.resolve());
      opened.resolve(answer.statusCode ?? 0);
    },
  );
  request.on('error', opened.reject);
  request.end();
  onTestFinished(() => void request.destroy());
  const status = await opened.promise;
  return { status, text: () => chunks.join(''), close: () => request.destroy(), ended: ended.promise };
}
