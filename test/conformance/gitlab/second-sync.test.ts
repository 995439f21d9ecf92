import type { IssueBackend } from '@fixpoint/issue-core/backend/port.ts';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { fill, type SyncWithLocal, syncWithLocal } from '../sync/sync-with-local.ts';
import { type GitLabScene, openGitLabScene } from './open-gitlab.ts';

/** As where people and networks are slow. */
const LOOK_MS = 100;

describe.each([
  ['that gives places', true],
  ['that counts pages', false],
])('a sync with a GitLab %s in which nothing changed', (_, keyset) => {
  let clockMs = Date.parse('2026-01-31T12:00:00Z');
  let scene: GitLabScene;
  let gitlab: IssueBackend;
  let pair: SyncWithLocal;
  const now = () => {
    clockMs += LOOK_MS;
    return clockMs;
  };
  const wait = async (ms: number) => {
    clockMs += ms;
  };

  beforeEach(async () => {
    scene = await openGitLabScene({ now, edition: { keyset } });
    gitlab = scene.open();
    pair = syncWithLocal(gitlab, { now, wait });
  });
  afterEach(async () => {
    await pair.close();
    await scene.simulator.close();
    expect(scene.simulator.violations).toEqual([]);
  });

  /** GitLab lists no comments but those of an issue: it has one stream. */
  async function expectOneRequest(): Promise<void> {
    const before = scene.simulator.requests.length;
    const report = await pair.sync();
    expect(report).toMatchObject({ operationCount: 0, failed: [], conflicts: 0 });
    const requests = scene.simulator.requests.slice(before);
    expect(requests.map(({ method, path, status }) => `${method} ${path} ${status}`)).toEqual([
      'GET /projects/acme%2Ftools%2Fshop/issues 304',
    ]);
  }

  test('asks once, on a condition, after issues were pulled', async () => {
    await fill(gitlab);
    expect(await pair.sync()).toMatchObject({ created: { a: 0, b: 3 }, failed: [] });

    await expectOneRequest();
  });

  test('asks once, on a condition, after issues were pushed', async () => {
    await fill(pair.local);
    expect(await pair.sync()).toMatchObject({ created: { a: 3, b: 0 }, failed: [] });

    await expectOneRequest();
    await expectOneRequest();
  });

  test('asks once, on a condition, of a project without issues', async () => {
    await pair.sync();

    await expectOneRequest();
  });

  test('is told from one where something changed within the same second', async () => {
    await fill(gitlab);
    await pair.sync();
    clockMs -= clockMs % 1_000;
    await gitlab.updateIssue(1, { title: 'at once' });
    await gitlab.createComment(3, 'as well');

    await pair.sync();

    expect(await pair.local.getIssue(1)).toMatchObject({ title: 'at once' });
    expect((await pair.local.listComments(3, null)).items).toMatchObject([{ body: 'as well' }]);
  });
});
