import { readStackConfig } from '@fixpoint/config/stack.ts';
import { openGiteaTracker } from '@fixpoint/forges/gitea/tracker/open-tracker.ts';
import { createMemoryEtagStore } from '@fixpoint/forges/http/etag-store.ts';
import { createPoliteFetch } from '@fixpoint/forges/http/polite-fetch.ts';
import { createGiteaProject, type GiteaProject } from '@fixpoint/forges/testing/gitea-project.ts';
import type { IssueBackend } from '@fixpoint/issue-core/backend/port.ts';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { fill, LOG, type SyncWithLocal, syncWithLocal } from './sync-with-local.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const stack = readStackConfig();
let project: GiteaProject;
beforeAll(async () => {
  project = await createGiteaProject({ url: stack.giteaUrl, adminToken: stack.giteaAdmin.token });
});
afterAll(() => project?.remove());

describe('a sync with Gitea in which nothing changed', () => {
  const requests: string[] = [];
  let repositories = 0;
  let gitea: IssueBackend;
  let pair: SyncWithLocal;

  beforeEach(async () => {
    repositories += 1;
    const { owner, call } = project;
    const repo = `quiet-${repositories}`;
    await call(owner, 'POST', '/user/repos', { name: repo });
    const polite = createPoliteFetch({ etags: createMemoryEtagStore() });
    gitea = openGiteaTracker({
      ...{ url: stack.giteaUrl, owner: owner.login, repo, token: owner.token },
      fetch: (input, init) => {
        const { method, url } = new Request(input, init);
        requests.push(`${method} ${new URL(url).pathname.split(`/${repo}`)[1]}`);
        return polite(input, init);
      },
    });
    pair = syncWithLocal(gitea, {});
  });
  afterEach(async () => {
    await pair.close();
    await gitea.close();
  });

  /** Gitea gives its lists no ETags: the request is answered in full. */
  async function expectOneOfEachStream(): Promise<void> {
    requests.length = 0;
    expect(await pair.sync()).toMatchObject({ operationCount: 0, failed: [], conflicts: 0 });
    expect(requests).toEqual(['GET /issues', 'GET /issues/comments']);
  }

  test('asks each stream once after issues were pushed', async () => {
    await fill(pair.local);
    expect(await pair.sync()).toMatchObject({
      created: { a: 3, b: 0 },
      attachments: { created: { a: 1, b: 0 } },
      failed: [],
    });

    const [file] = await gitea.listAttachments(2);
    expect(file).toMatchObject({ name: 'log of two.txt' });
    expect(Uint8Array.from(await gitea.readAttachment(2, file?.id ?? ''))).toEqual(LOG);
    await expectOneOfEachStream();
    await expectOneOfEachStream();
  });

  test('asks each stream once after issues were pulled', async () => {
    await fill(gitea);
    expect(await pair.sync()).toMatchObject({ created: { a: 0, b: 3 }, failed: [] });

    await expectOneOfEachStream();
  });

  test('is told from one where something changed at once', async () => {
    await fill(gitea);
    await pair.sync();
    await gitea.updateIssue(1, { title: 'at once' });
    await gitea.createComment(3, 'as well');
    await gitea.removeLink(1, { kind: 'blocked_by', number: 2 });

    await pair.sync();

    expect(await pair.local.getIssue(1)).toMatchObject({ title: 'at once' });
    expect(await pair.local.listLinks(1)).toEqual([{ kind: 'blocks', number: 3 }]);
    expect((await pair.local.listComments(3, null)).items).toMatchObject([{ body: 'as well' }]);
  });
});
