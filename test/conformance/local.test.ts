import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LOCAL_CAPABILITIES } from '@fixpoint/issue-core/local/capabilities.ts';
import { openLocalBackend } from '@fixpoint/issue-core/local/open-local-backend.ts';
import { describeBackend } from './suite/describe-backend.ts';

describeBackend('the local backend', {
  capabilities: LOCAL_CAPABILITIES,
  async open() {
    const folder = await mkdtemp(join(tmpdir(), 'issue-core-'));
    const path = join(folder, 'issues.db');
    const backend = openLocalBackend({ path, login: 'ada' });
    const secondClient = openLocalBackend({ path, login: 'grace' });
    return {
      backend,
      secondClient,
      people: ['ada', 'grace'],
      close: () => rm(folder, { recursive: true, force: true }),
    };
  },
});
