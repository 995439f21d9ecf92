import type { IssueBackend } from '@fixpoint/issue-core/backend/port.ts';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { fill, type SyncWithLocal, syncWithLocal } from '../sync/sync-with-local.ts';
import { type GitHubScene, openGitHubScene } from './open-github.ts';

// The first use of an operation compiles its schemas.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });

/** As where people and networks are slow. */
const LOOK_MS = 100;
const STREAMS = ['GET /repos/acme/shop/issues 304', 'GET /repos/acme/shop/issues/comments 304'];

describe('a sync with GitHub in which nothing changed', () => {
  let clockMs = Date.parse('2026-01-31T12:00:00Z');
  let scene: GitHubScene;
  let github: IssueBackend;
  let pair: SyncWithLocal;
  const now = () => {
    clockMs += LOOK_MS;
    return clockMs;
  };
  const wait = async (ms: number) => {
    clockMs += ms;
  };

  beforeEach(async () => {
    scene = await openGitHubScene({ now });
    github = scene.open();
    pair = syncWithLocal(github, { now, wait });
  });
  afterEach(async () => {
    await pair.close();
    await scene.simulator.close();
    expect(scene.simulator.violations).toEqual([]);
  });

  async function requestsOfSync(): Promise<readonly string[]> {
    const before = scene.simulator.requests.length;
    const report = await pair.sync();
    expect(report).toMatchObject({ operationCount: 0, failed: [], conflicts: 0 });
    return scene.simulator.requests
      .slice(before)
      .map(({ method, path, status }) => `${method} ${path} ${status}`);
  }

  test('asks each stream once, on a condition, after issues were pulled', async () => {
    await fill(github);
    clockMs += 60_000;
    expect(await pair.sync()).toMatchObject({ created: { a: 0, b: 3 }, failed: [] });

    expect(await requestsOfSync()).toEqual(STREAMS);
  });

  test('asks each stream once, on a condition, after issues were pulled that somebody had just edited', async () => {
    await fill(github);
    await pair.sync();

    expect(await requestsOfSync()).toEqual(STREAMS);
  });

  test('asks each stream once, on a condition, after issues were pushed', async () => {
    await fill(pair.local);
    expect(await pair.sync()).toMatchObject({ created: { a: 3, b: 0 }, failed: [] });

    expect(await requestsOfSync()).toEqual(STREAMS);
    expect(await requestsOfSync()).toEqual(STREAMS);
  });

  test('asks each stream once, on a condition, of a repository without issues', async () => {
    await pair.sync();

    expect(await requestsOfSync()).toEqual(STREAMS);
  });

  test('is told from one where something changed within the same second', async () => {
    await fill(github);
    await pair.sync();
    await github.updateIssue(1, { title: 'at once' });
    await github.createComment(3, 'as well');
    clockMs -= clockMs % 1_000;

    await pair.sync();

    expect(await pair.local.getIssue(1)).toMatchObject({ title: 'at once' });
    expect((await pair.local.listComments(3, null)).items).toMatchObject([{ body: 'as well' }]);
  });
});
