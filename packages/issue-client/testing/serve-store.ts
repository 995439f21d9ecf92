import { dirname, join } from 'node:path';
import { openCoordination } from '@fixpoint/issue-core/coordination/sqlite/open-coordination.ts';
import { openLocalBackend } from '@fixpoint/issue-core/local/open-local-backend.ts';
import { openDatabase } from '@fixpoint/issue-core/sqlite/open-database.ts';
import { serveIssues } from '@fixpoint/issue-server/serve.ts';
import { serveBackend } from '@fixpoint/issue-server/serve-backend.ts';
import { SERVER_SCHEMA } from '@fixpoint/issue-server/store/schema.ts';

/** `node serve-store.ts PATH PORT KEY`: serves a local store, and prints where. Meant to be killed. */
const [path = '', port = '0', apiKey = ''] = process.argv.slice(2);
const now = () => new Date();
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };
const coordination = openCoordination({ path, now });
const openAs = (login: string) => openLocalBackend({ path, login });
const served = serveBackend({ name: 'local', backend: openAs('server'), coordination, openAs, now });
const server = await serveIssues(
  {
    backends: [served],
    defaultBackend: 'local',
    coordination,
    database: openDatabase(join(dirname(path), 'server.db'), [SERVER_SCHEMA]),
    apiKey,
    log: silent,
    now,
  },
  { host: '127.0.0.1', port: Number(port), requestsPerMinute: 1_000_000 },
);
process.stdout.write(`${server.url}\n`);
