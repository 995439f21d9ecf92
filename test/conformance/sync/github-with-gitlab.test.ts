import type { IssueBackend } from '@fixpoint/issue-core/backend/port.ts';
import { openDatabase } from '@fixpoint/issue-core/sqlite/open-database.ts';
import { listConflicts } from '@fixpoint/issue-core/sync/conflicts.ts';
import { runSync } from '@fixpoint/issue-core/sync/engine.ts';
import type { SyncReport } from '@fixpoint/issue-core/sync/report.ts';
import { openSqliteSyncStore, SYNC_SCHEMA } from '@fixpoint/issue-core/sync/sqlite-store.ts';
import type { SyncStore } from '@fixpoint/issue-core/sync/store-port.ts';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type GitHubScene, openGitHubScene } from '../github/open-github.ts';
import { type GitLabScene, openGitLabScene } from '../gitlab/open-gitlab.ts';
import { badGateway } from '../simulator/faults.ts';

// The first use of an operation compiles its schemas.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });

/** As where people and networks are slow. */
const LOOK_MS = 100;
const MINUTE_MS = 60_000;

describe('a sync of GitHub with GitLab', () => {
  let clockMs: number;
  let scenes: { readonly github: GitHubScene; readonly gitlab: GitLabScene };
  let github: IssueBackend;
  let gitlab: IssueBackend;
  let store: SyncStore;
  let closeStore: () => void;

  const now = () => {
    clockMs += LOOK_MS;
    return clockMs;
  };
  const wait = async (ms: number) => {
    clockMs += ms;
  };

  beforeEach(async () => {
    clockMs = Date.parse('2026-01-31T12:00:00Z');
    scenes = { github: await openGitHubScene({ now }), gitlab: await openGitLabScene({ now }) };
    github = scenes.github.open();
    gitlab = scenes.gitlab.open();
    const database = openDatabase(':memory:', [SYNC_SCHEMA]);
    store = openSqliteSyncStore(database, 'github-gitlab');
    closeStore = () => database.close();
  });
  afterEach(async () => {
    closeStore();
    for (const { simulator } of [scenes.github, scenes.gitlab]) {
      await simulator.close();
      expect(simulator.violations).toEqual([]);
    }
  });

  /** A minute after whatever was done before. */
  async function sync(): Promise<SyncReport> {
    clockMs += MINUTE_MS;
    return runSync({ a: github, b: gitlab, store, direction: 'both', now, wait });
  }

  async function expectNothingMoreToWrite(): Promise<void> {
    expect(await sync()).toMatchObject({ operationCount: 0, failed: [], conflicts: 0 });
  }

  async function titlesOn(tracker: IssueBackend): Promise<readonly string[]> {
    const sort = { field: 'number', descending: false } as const;
    const request = { query: { kind: 'everything' }, sort, pageSize: 100, cursor: null } as const;
    return (await tracker.listIssues(request)).items.map(({ title }) => title).toSorted();
  }

  async function commentsOn(tracker: IssueBackend, number: number): Promise<readonly string[]> {
    return (await tracker.listComments(number, null)).items.map(({ body }) => body);
  }

  test('carries what either has to the other, once', async () => {
    await github.createIssue({ title: 'from GitHub', body: 'text', labels: ['ui'], priority: 'high' });
    await github.createComment(1, 'said at GitHub');
    await gitlab.createIssue({ title: 'from GitLab', state: 'closed', type: 'bug' });

    expect(await sync()).toMatchObject({ created: { a: 1, b: 1 }, failed: [], conflicts: 0 });

    expect(await gitlab.getIssue(2)).toMatchObject({
      ...{ title: 'from GitHub', body: 'text', labels: ['ui'], priority: 'high' },
    });
    expect(await commentsOn(gitlab, 2)).toEqual(['said at GitHub']);
    expect(await github.getIssue(2)).toMatchObject({ title: 'from GitLab', state: 'closed', type: 'bug' });
    await expectNothingMoreToWrite();
  });

  test('reads both sides before it writes to either: both edits of one issue stand', async () => {
    await github.createIssue({ title: 'one', body: 'first\n\nlast' });
    await sync();
    await github.updateIssue(1, { title: 'one, at GitHub', addLabels: ['ours'] });
    await gitlab.updateIssue(1, { body: 'first, at GitLab\n\nlast', addLabels: ['theirs'], state: 'closed' });

    await sync();

    const expected = { title: 'one, at GitHub', body: 'first, at GitLab\n\nlast', state: 'closed' };
    for (const tracker of [github, gitlab]) {
      const issue = await tracker.getIssue(1);
      expect(issue).toMatchObject(expected);
      expect(issue.labels.toSorted()).toEqual(['ours', 'theirs']);
    }
    await expectNothingMoreToWrite();
  });

  test('keeps the labels of everybody when one is pushed', async () => {
    await github.createIssue({ title: 'one', labels: ['mine', 'shared'] });
    await sync();
    await gitlab.updateIssue(1, { addLabels: ['unrelated'] });
    await github.updateIssue(1, { removeLabels: ['mine'] });

    await sync();

    for (const tracker of [github, gitlab]) {
      expect((await tracker.getIssue(1)).labels.toSorted()).toEqual(['shared', 'unrelated']);
    }
  });

  test('of which each comment is there once, also when pushing is followed by pulling', async () => {
    await github.createIssue({ title: 'one' });
    await github.createComment(1, 'first');
    await sync();
    await gitlab.createComment(1, 'second');
    await sync();
    await github.createComment(1, 'third');
    await sync();

    await expectNothingMoreToWrite();
    for (const tracker of [github, gitlab]) {
      expect(await commentsOn(tracker, 1)).toEqual(['first', 'second', 'third']);
    }
  });

  test('makes nothing twice when the answers to what it creates are lost', async () => {
    await github.createIssue({ title: 'one' });
    await github.createComment(1, 'said at GitHub');
    await gitlab.createIssue({ title: 'two' });
    const lost = { method: 'POST', fault: badGateway('after'), times: 1 } as const;
    scenes.github.simulator.faults.add({ ...lost, path: /\/issues$/ });
    scenes.gitlab.simulator.faults.add({ ...lost, path: /\/issues$/ });
    scenes.gitlab.simulator.faults.add({ ...lost, path: /\/notes$/ });

    for (let runs = 0; runs < 2; runs += 1) await sync();

    await expectNothingMoreToWrite();
    for (const tracker of [github, gitlab]) expect(await titlesOn(tracker)).toEqual(['one', 'two']);
    expect(await commentsOn(gitlab, 2)).toEqual(['said at GitHub']);
  });

  test('goes on behind an issue that cannot be written, which is tried again', async () => {
    for (const title of ['one', 'two', 'three']) await github.createIssue({ title });
    const broken = { method: 'POST', path: /\/issues$/, fault: badGateway('before'), times: 1 };
    scenes.gitlab.simulator.faults.add(broken);

    const first = await sync();

    expect(first).toMatchObject({ created: { b: 2 }, failed: [{ code: 'FORGE_UNAVAILABLE' }] });
    expect(await sync()).toMatchObject({ created: { b: 1 }, failed: [] });
    expect(await titlesOn(gitlab)).toEqual(['one', 'three', 'two']);
    await expectNothingMoreToWrite();
  });

  test('asks people about what both changed, and carries out what they say', async () => {
    await github.createIssue({ title: 'one', body: 'text' });
    await sync();
    await github.updateIssue(1, { title: 'GitHub says', body: 'text of GitHub' });
    await gitlab.updateIssue(1, { title: 'GitLab says' });

    expect(await sync()).toMatchObject({ conflicts: 1 });

    expect(await gitlab.getIssue(1)).toMatchObject({ title: 'GitLab says', body: 'text of GitHub' });
    expect(await listConflicts(store)).toMatchObject([
      { record: { field: 'title', value: { a: 'GitHub says', b: 'GitLab says' } } },
    ]);
  });
});
