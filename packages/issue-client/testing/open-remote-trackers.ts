import type { AddressInfo } from 'node:net';
import type { IssueBackend } from '@fixpoint/issue-core/backend/port.ts';
import { openTemporary } from '@fixpoint/issue-core/coordination/testing/open-temporary.ts';
import { openDatabase } from '@fixpoint/issue-core/sqlite/open-database.ts';
import { type MemoryBackendOptions, openMemoryBackend } from '@fixpoint/issue-core/testing/memory-backend.ts';
import type { Tracker } from '@fixpoint/issue-core/tracker/api.ts';
import type { Trackers } from '@fixpoint/issue-core/tracker/testing/open-trackers.ts';
import { createIssueServer } from '@fixpoint/issue-server/app.ts';
import { serveBackend } from '@fixpoint/issue-server/serve-backend.ts';
import { SERVER_SCHEMA } from '@fixpoint/issue-server/store/schema.ts';
import { onTestFinished } from 'vitest';
import { openRemoteTracker } from '../open-remote-tracker.ts';

const API_KEY = ['key', 'of', 'the', 'facade'].join('-');
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** As `openTrackers` of the facade: the same backend and store, but every tracker asks a server that listens for them. */
export function openTrackers(options: MemoryBackendOptions = {}): Trackers {
  const { coordination, clock } = openTemporary();
  const requests: (keyof IssueBackend)[] = [];
  const backend = openMemoryBackend({
    now: clock.now,
    ...options,
    async onRequest(method) {
      requests.push(method);
      await options.onRequest?.(method);
    },
  });
  const served = serveBackend({ name: 'memory', backend, coordination, now: clock.now });
  const database = openDatabase(':memory:', [SERVER_SCHEMA]);
  const app = createIssueServer(
    {
      backends: [served],
      defaultBackend: 'memory',
      coordination,
      database,
      apiKey: API_KEY,
      log: silent,
      now: clock.now,
    },
    { requestsPerMinute: 1_000_000 },
  );
  const listening = app.listen({ host: '127.0.0.1', port: 0 });
  onTestFinished(() => app.close());

  async function open(agent: string, readOnly: boolean): Promise<Tracker> {
    await listening;
    const { port } = app.server.address() as AddressInfo;
    return openRemoteTracker({ url: `http://127.0.0.1:${port}`, apiKey: API_KEY, agent, readOnly });
  }

  return {
    backend,
    coordination,
    clock,
    requests,
    as: (agent, { readOnly = false } = {}) => {
      const { kind, capabilities } = backend;
      return whenOpen({ backendName: 'memory', kind, capabilities, agent, readOnly }, open(agent, readOnly));
    },
    async reported() {
      const { events } = await coordination.events({ after: null, limit: 1_000 });
      return events.map(({ type, actor, issue }) => [type, actor, issue]);
    },
  };
}

/** The facade is there at once; a remote one has to be waited for, which its first call does. */
function whenOpen(known: object, opening: Promise<Tracker>): Tracker {
  opening.catch(() => undefined);
  return new Proxy(known, {
    get(target, name) {
      if (name in target) return Reflect.get(target, name);
      return async (...given: readonly unknown[]) => Reflect.get(await opening, name)(...given);
    },
  }) as Tracker;
}
