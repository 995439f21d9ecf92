import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type GitHubScene, openGitHubScene } from './open-github.ts';
import { createContract } from './simulator/contract/contract.ts';

// Put together from parts: it is not a secret, and must not look like one.
const SECRET = ['not', 'a', 'secret'].join('-');

const contract = createContract();
/** The schemas of payloads are big, and compiled when they are first needed. */
const TIMEOUT_MS = 60_000;

interface Delivery {
  readonly event: string;
  readonly id: string;
  readonly signature: string;
  readonly text: string;
}

describe('webhooks', { timeout: TIMEOUT_MS }, () => {
  let scene: GitHubScene;
  let receiver: Server;
  const received: Delivery[] = [];
  beforeEach(async () => {
    received.length = 0;
    receiver = createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
      const header = (name: string) => String(request.headers[name]);
      received.push({
        ...{ event: header('x-github-event'), id: header('x-github-delivery') },
        ...{ signature: header('x-hub-signature-256'), text: Buffer.concat(chunks).toString('utf8') },
      });
      response.end();
    }).listen(0, '127.0.0.1');
    await once(receiver, 'listening');
    scene = await openGitHubScene({ contract });
    const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`;
    scene.simulator.webhooks.subscribe({ url, secret: SECRET });
  });
  afterEach(async () => {
    await scene.simulator.close();
    receiver.close();
    receiver.closeAllConnections();
    expect(scene.simulator.violations).toEqual([]);
  });

  test('tell what happens to an issue, signed, in payloads that fit the document of GitHub', async () => {
    const backend = scene.open();

    const { number } = await backend.createIssue({ title: 'Größe' });
    await backend.updateIssue(number, { addLabels: ['bug'] });
    const comment = await backend.createComment(number, 'Said.');
    await backend.deleteComment(number, comment.id);
    await backend.updateIssue(number, { state: 'closed' });
    await backend.updateIssue(number, { state: 'open' });
    await scene.simulator.webhooks.settled();

    const told = received.map(
      ({ event, text }) => `${event} ${(JSON.parse(text) as { action: string }).action}`,
    );
    expect(told.toSorted()).toEqual([
      ...['issue_comment created', 'issue_comment deleted', 'issues closed', 'issues labeled'],
      ...['issues opened', 'issues reopened'],
    ]);
    for (const { signature, text } of received) {
      expect(signature).toBe(`sha256=${createHmac('sha256', SECRET).update(text).digest('hex')}`);
    }
  });

  test('are lost and repeated on demand, a repeated one under the same id', async () => {
    const backend = scene.open();
    scene.simulator.webhooks.plan(0, 2);

    for (const title of ['lost', 'twice', 'once']) await backend.createIssue({ title });
    await scene.simulator.webhooks.settled();

    const titles = received.map(({ text }) => (JSON.parse(text) as { issue: { title: string } }).issue.title);
    expect(titles.toSorted()).toEqual(['once', 'twice', 'twice']);
    expect(new Set(received.map(({ id }) => id)).size).toBe(2);
  });
});
