import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type GitLabScene, openGitLabScene } from './open-gitlab.ts';
import { signatureOf } from './simulator/webhooks.ts';

// Put together from parts: they are no secrets, and must not look like some.
const SECRET = ['not', 'a', 'secret'].join('-');
const SIGNING = ['whsec', Buffer.from('32 bytes that nobody has to keep').toString('base64')].join('_');

interface Delivery {
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

describe('webhooks', () => {
  let scene: GitLabScene;
  let receiver: Server;
  const received: Delivery[] = [];
  beforeEach(async () => {
    received.length = 0;
    receiver = createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
      const headers = Object.entries(request.headers).map(([name, value]) => [name, String(value)]);
      received.push({ headers: Object.fromEntries(headers), text: Buffer.concat(chunks).toString('utf8') });
      response.end();
    }).listen(0, '127.0.0.1');
    await once(receiver, 'listening');
    scene = await openGitLabScene();
    const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`;
    scene.simulator.webhooks.subscribe({ url, secretToken: SECRET, signingToken: SIGNING });
  });
  afterEach(async () => {
    await scene.simulator.close();
    receiver.close();
    receiver.closeAllConnections();
  });

  test('tell what happens to an issue, with token and signature', async () => {
    const backend = scene.open();

    const { number } = await backend.createIssue({ title: 'Größe' });
    await backend.updateIssue(number, { addLabels: ['bug'] });
    const comment = await backend.createComment(number, 'Said.');
    await backend.updateComment(number, comment.id, 'Said better.');
    await backend.updateIssue(number, { state: 'closed' });
    await backend.updateIssue(number, { state: 'open' });
    await scene.simulator.webhooks.settled();

    const told = received.map(({ headers, text }) => {
      const { object_attributes: it } = JSON.parse(text) as { object_attributes: { action: string } };
      return `${headers['x-gitlab-event']} ${it.action}`;
    });
    expect(told.toSorted()).toEqual([
      ...['Issue Hook close', 'Issue Hook open', 'Issue Hook reopen', 'Issue Hook update'],
      ...['Note Hook create', 'Note Hook update'],
    ]);
    const verifier = new Webhook(SIGNING);
    for (const { headers, text } of received) {
      expect(headers['x-gitlab-token']).toBe(SECRET);
      expect(headers['idempotency-key']).toBe(headers['webhook-id']);
      expect(verifier.verify(text, headers)).toEqual(JSON.parse(text));
      expect(() => verifier.verify(`${text} `, headers)).toThrow();
    }
  });

  test('of confidential things are events of their own', async () => {
    const backend = scene.open({ includesConfidential: true });
    await backend.createIssue({ title: 'To be hidden' });
    const [issue] = scene.project.issues;
    if (issue) issue.confidential = true;

    await backend.createComment(1, 'Hidden.');
    await backend.updateIssue(1, { title: 'Hidden' });
    await scene.simulator.webhooks.settled();

    expect(received.map(({ headers }) => headers['x-gitlab-event']).toSorted()).toEqual([
      ...['Confidential Issue Hook', 'Confidential Note Hook', 'Issue Hook'],
    ]);
  });

  test('are lost and repeated on demand, a repeated one under the same key', async () => {
    const backend = scene.open();
    scene.simulator.webhooks.plan(0, 2);

    for (const title of ['lost', 'twice', 'once']) await backend.createIssue({ title });
    await scene.simulator.webhooks.settled();

    const titles = received.map(
      ({ text }) => (JSON.parse(text) as { object_attributes: { title: string } }).object_attributes.title,
    );
    expect(titles.toSorted()).toEqual(['once', 'twice', 'twice']);
    expect(new Set(received.map(({ headers }) => headers['idempotency-key'])).size).toBe(2);
  });
});

/** The example of the specification (standard-webhooks/standard-webhooks). */
test('a signature is made with what the part after whsec_ decodes to', () => {
  const token = ['whsec', 'MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'].join('_');
  const sign = (key: string) =>
    signatureOf(key, 'msg_p5jXN8AQM9LWM0D4loKWxJek', '1614265330', '{"test": 2432232314}');

  expect(sign(token)).toBe('v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=');
  expect(sign(`whsec_${Buffer.from(token).toString('base64')}`)).not.toBe(sign(token));
});
