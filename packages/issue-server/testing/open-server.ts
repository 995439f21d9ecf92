import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Coordination } from '@fixpoint/issue-core/coordination/port.ts';
import { openCoordination } from '@fixpoint/issue-core/coordination/sqlite/open-coordination.ts';
import { openLocalBackend } from '@fixpoint/issue-core/local/open-local-backend.ts';
import { type Database, openDatabase } from '@fixpoint/issue-core/sqlite/open-database.ts';
import type { Tracker } from '@fixpoint/issue-core/tracker/api.ts';
import type { FastifyInstance } from 'fastify';
import { onTestFinished } from 'vitest';
import { createIssueServer } from '../app.ts';
import type { IssueServerOptions } from '../options.ts';
import type { IssueServerPorts, ServedBackend } from '../ports.ts';
import { serveBackend } from '../serve-backend.ts';
import { SERVER_SCHEMA } from '../store/schema.ts';

export const API_KEY = ['key', 'of', 'the', 'environment'].join('-');

export interface TestServer {
  readonly app: FastifyInstance;
  readonly ports: IssueServerPorts;
  readonly coordination: Coordination;
  readonly database: Database;
  readonly logged: readonly string[];
  readonly path: string;
  /** A request with the key of the environment, or another; what comes back, parsed. */
  ask(
    method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    url: string,
    request?: { readonly body?: unknown; readonly headers?: Record<string, string>; readonly key?: string },
  ): Promise<Answer>;
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | undefined>>;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape.
  readonly body: any;
}

export interface TestServerOptions extends Partial<IssueServerOptions> {
  readonly now?: () => Date;
  readonly readOnly?: boolean;
  readonly apiKey?: string | null;
  /** Of a server that was stopped. */
  readonly path?: string;
  readonly wrap?: (tracker: Tracker) => Tracker;
}

/** A server over two real local stores, `main` and `other`, not listening. */
export function openServer(settings: TestServerOptions = {}): TestServer {
  const {
    now = () => new Date(),
    readOnly = false,
    apiKey = API_KEY,
    path = newPath(),
    wrap,
    ...options
  } = settings;
  const coordination = openCoordination({ path, now });
  const database = openDatabase(path, [SERVER_SCHEMA]);
  const logged: string[] = [];
  const log = (data: object, message: string) => void logged.push(`${message} ${String(errorIn(data))}`);
  const backends = ['main', 'other'].map((name) =>
    servedStore({
      name,
      path: name === 'main' ? path : `${path}-${name}`,
      coordination,
      now,
      readOnly,
      wrap,
    }),
  );
  const ports: IssueServerPorts = {
    backends,
    defaultBackend: 'main',
    coordination,
    database,
    apiKey,
    log: { info: log, warn: log, error: log },
    now,
  };
  const app = createIssueServer(ports, { requestsPerMinute: 1_000_000, ...options });
  onTestFinished(async () => {
    await app.close();
    await coordination.close();
    database.close();
  });
  return { app, ports, coordination, database, logged, path, ask: (...request) => ask(app, ...request) };
}

function errorIn(data: object): unknown {
  return 'err' in data && data.err instanceof Error ? data.err.stack : JSON.stringify(data);
}

async function ask(
  app: FastifyInstance,
  ...[method, url, request = {}]: Parameters<TestServer['ask']>
): Promise<Answer> {
  const { body, headers = {}, key = API_KEY } = request;
  const answer = await app.inject({
    method,
    url,
    headers: { ...(key === '' ? {} : { authorization: `Bearer ${key}` }), ...headers },
    ...(body === undefined ? {} : { payload: body as object }),
  });
  return {
    status: answer.statusCode,
    headers: answer.headers as Answer['headers'],
    body: parsed(answer.body),
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function servedStore(store: {
  readonly name: string;
  readonly path: string;
  readonly coordination: Coordination;
  readonly now: () => Date;
  readonly readOnly: boolean;
  readonly wrap: ((tracker: Tracker) => Tracker) | undefined;
}): ServedBackend {
  const { path, now, wrap = (it) => it, ...rest } = store;
  const openAs = (login: string) => openLocalBackend({ path, login, now: () => now().getTime() });
  const backend = openAs('server');
  const served = serveBackend({ ...rest, now, backend, openAs });
  onTestFinished(async () => {
    await served.close();
    await backend.close();
  });
  return { ...served, trackerFor: (agent) => wrap(served.trackerFor(agent)) };
}

function newPath(): string {
  const folder = mkdtempSync(join(tmpdir(), 'issue-server-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, 'issues.db');
}
