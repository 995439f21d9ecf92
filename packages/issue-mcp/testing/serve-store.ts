import { openCoordination } from '@fixpoint/issue-core/coordination/sqlite/open-coordination.ts';
import { openLocalBackend } from '@fixpoint/issue-core/local/open-local-backend.ts';
import { createTracker } from '@fixpoint/issue-core/tracker/tracker.ts';
import { serveStdio } from '../stdio.ts';

/** A process that serves the local store of this path: `issue mcp` without its configuration. */
const [, , path = ':memory:'] = process.argv;
const coordination = openCoordination({ path });
const backend = openLocalBackend({ path, login: 'coder' });
await serveStdio(
  createTracker({ backendName: 'local', backend, coordination, identity: { agent: 'coder' } }),
);
await backend.close();
await coordination.close();
