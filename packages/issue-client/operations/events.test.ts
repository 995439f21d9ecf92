import { temporaryStorePath } from '@fixpoint/issue-core/coordination/testing/open-temporary.ts';
import { API_KEY } from '@fixpoint/issue-server/testing/open-server.ts';
import { expect, it } from 'vitest';
import { openRemoteTracker } from '../open-remote-tracker.ts';
import { openServed } from '../testing/open-served.ts';
import { API_KEY as processKey, startServer } from '../testing/start-server.ts';

const apiKey = API_KEY;
const never = new AbortController().signal;

it('waits for what happens, of the kinds that were asked for', async () => {
  const { url } = await openServed();
  const tracker = await openRemoteTracker({ url, apiKey });

  const waiting = tracker.waitForEvents({ after: 0, limit: 10, types: ['commented'] }, never, 20_000);
  await tracker.create({ title: 'One' });
  await tracker.comment(1, 'Hi');
  const { events, cursor } = await waiting;

  expect(events).toMatchObject([{ seq: 2, type: 'commented', actor: 'api', backend: 'main', issue: 1 }]);
  expect([cursor, await tracker.lastSeq()]).toEqual([2, 2]);
});

it('answers with none when the time is over, and says where to go on', async () => {
  const { url } = await openServed();
  const tracker = await openRemoteTracker({ url, apiKey });
  await tracker.create({ title: 'One' });

  const page = await tracker.waitForEvents({ after: null, limit: 10, types: ['deleted'] }, never, 300);

  expect(page).toEqual({ events: [], cursor: 1 });
  await expect(tracker.events({ after: 99, limit: 1 })).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  const tooLong = tracker.waitForEvents({ after: 0, limit: 1 }, never, 3_600_000);
  await expect(tooLong).rejects.toMatchObject({ code: 'INVALID_INPUT' });
});

it('ends at once, and well, when the wait is given up', async () => {
  const { url } = await openServed();
  const tracker = await openRemoteTracker({ url, apiKey });
  const stopping = new AbortController();
  const started = performance.now();

  const waiting = tracker.waitForEvents({ after: 0, limit: 10 }, stopping.signal, 20_000);
  stopping.abort();

  expect(await waiting).toEqual({ events: [], cursor: 0 });
  expect(performance.now() - started).toBeLessThan(5_000);
});

it('goes on waiting when the server is started anew', async () => {
  const path = temporaryStorePath();
  const server = await startServer(path);
  const tracker = await openRemoteTracker({
    url: server.url,
    apiKey: processKey,
    retryDelaysMs: Array.from({ length: 100 }, () => 200),
  });

  const waiting = tracker.waitForEvents({ after: null, limit: 10 }, never, 60_000);
  await tracker.list();
  await server.kill();
  await startServer(path, server.port);
  await tracker.create({ title: 'One' });

  expect((await waiting).events).toMatchObject([{ seq: 1, type: 'issue-created' }]);
});
