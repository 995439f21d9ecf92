import { expect, it, onTestFinished } from 'vitest';
import { serveIssues } from './serve.ts';
import { API_KEY, openServer } from './testing/open-server.ts';
import { openReceiver } from './testing/receiver.ts';

it('listens, delivers what happens, and watches over leases', async () => {
  const { ports, coordination } = openServer();
  const receiver = await openReceiver();
  const config = { host: '127.0.0.1', port: 0, allowPrivateWebhookTargets: true };
  const server = await serveIssues(ports, config);
  onTestFinished(() => server.close());
  const post = async (path: string, body: object) => {
    const headers = { authorization: `Bearer ${API_KEY}`, 'content-type': 'application/json' };
    const answer = await fetch(server.url + path, { method: 'POST', headers, body: JSON.stringify(body) });
    return answer.status;
  };

  expect(
    await post('/api/v1/webhooks', { url: receiver.url, events: ['issue-created', 'claim-expired'] }),
  ).toBe(201);
  expect(await post('/issues/', { id: 'a', title: 'One' })).toBe(201);
  expect(await post('/api/v1/issues/1/claim', { ttlMs: 1_000 })).toBe(200);

  await expect
    .poll(() => receiver.received.map(({ body }) => JSON.parse(body).type), { timeout: 10_000 })
    .toEqual(['issue-created', 'claim-expired']);
  await server.close();
  await expect(fetch(server.url)).rejects.toThrow();
  expect(await coordination.lastSeq()).toBeGreaterThan(0);
}, 20_000);

it('does not start when nobody could ask it', async () => {
  const { ports, ask } = openServer({ apiKey: null });
  const started = serveIssues(ports, { host: '127.0.0.1', port: 0 });

  await expect(started).rejects.toMatchObject({
    code: 'INVALID_CONFIG',
    message: expect.stringContaining('ISSUE_CORE_API_KEY'),
  });
  expect((await ask('GET', '/healthz', { key: '' })).body).toEqual({ ok: true });
});

it('says when its address is taken', async () => {
  const { ports } = openServer();
  const first = await serveIssues(ports, { host: '127.0.0.1', port: 0 });
  onTestFinished(() => first.close());

  const second = serveIssues(ports, { host: '127.0.0.1', port: Number(new URL(first.url).port) });

  await expect(second).rejects.toMatchObject({
    code: 'INVALID_CONFIG',
    message: expect.stringContaining('EADDRINUSE'),
  });
});
