import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { IssueBackend } from '../backend/port.ts';
import { openLocalBackend } from '../local/open-local-backend.ts';
import { type Database, openDatabase } from '../sqlite/open-database.ts';
import { runSync, type SyncOptions } from './engine.ts';
import { openSqliteSyncStore, SYNC_SCHEMA } from './sqlite-store.ts';

let folder = '';
let a: IssueBackend;
let b: IssueBackend;
let database: Database;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sync-local-'));
  a = openLocalBackend({ path: join(folder, 'a.db'), login: 'ann' });
  b = openLocalBackend({ path: join(folder, 'b.db'), login: 'ben' });
  database = openDatabase(join(folder, 'sync.db'), [SYNC_SCHEMA]);
});

afterEach(async () => {
  await a.close();
  await b.close();
  database.close();
  rmSync(folder, { recursive: true });
});

function sync(options: Partial<SyncOptions> = {}) {
  return runSync({ a, b, store: openSqliteSyncStore(database, 'a-b'), direction: 'both', ...options });
}

describe('two local stores', () => {
  test('come to have the same issues, with all that belongs to them', async () => {
    await b.createIssue({ title: 'moves the numbers' });
    await a.createMilestone({ title: 'v1', description: 'the first', dueOn: '2030-01-31' });
    const parent = await a.createIssue({ title: 'parent', type: 'feature' });
    const child = await a.createIssue({
      title: 'child',
      body: 'line\r\nline  \r\n',
      state: 'closed',
      closeReason: 'duplicate',
      priority: 'critical',
      labels: ['Bug', 'ü, /'],
      assignees: ['ann', 'cid'],
      milestone: 'v1',
      parent: parent.number,
    });
    await a.addLink(parent.number, { kind: 'blocked_by', number: child.number });
    await a.createComment(child.number, 'by ann');
    await b.createComment(1, 'by ben');

    const plan = await sync({ dryRun: true });
    const report = await sync();

    expect(report).toMatchObject({ created: { a: 1, b: 2 }, failed: [], conflicts: 0 });
    expect(plan.operations).toEqual(report.operations);
    const copies = await b.listIssues({
      query: { kind: 'text', word: 'child', in: 'title' },
      sort: { field: 'number', descending: false },
      pageSize: 10,
      cursor: null,
    });
    const copy = copies.items[0];
    expect(copy).toMatchObject({
      body: 'line\nline',
      state: 'closed',
      closeReason: 'duplicate',
      priority: 'critical',
      assignees: ['ann', 'cid'],
      milestone: 'v1',
      commentCount: 1,
    });
    expect(copy?.labels.toSorted()).toEqual(['Bug', 'ü, /']);
    expect((await b.listMilestones(null)).items).toMatchObject([
      { title: 'v1', description: 'the first', dueOn: '2030-01-31' },
    ]);
    const links = await b.listLinks(copy?.number ?? 0);
    expect(links.map(({ kind }) => kind).toSorted()).toEqual(['blocks', 'parent']);
    expect(await sync()).toMatchObject({ operationCount: 0, conflicts: 0, failed: [] });
  });

  test('merge what was done to both while they were apart', async () => {
    const { number } = await a.createIssue({ title: 'title', body: 'one\ntwo\nthree', labels: ['x'] });
    await sync();
    await a.updateIssue(number, { body: 'ONE\ntwo\nthree', addLabels: ['of-a'] });
    await b.updateIssue(1, { body: 'one\ntwo\nTHREE', state: 'in_progress', removeLabels: ['x'] });

    const report = await sync();

    expect(report).toMatchObject({ failed: [], conflicts: 0 });
    for (const backend of [a, b]) {
      expect(await backend.getIssue(1)).toMatchObject({
        body: 'ONE\ntwo\nTHREE',
        state: 'in_progress',
        labels: ['of-a'],
      });
    }
  });

  test('find what was deleted by a full scan', async () => {
    const { number } = await a.createIssue({ title: 'title' });
    await sync();
    await a.deleteIssue(number);

    expect(await sync({ fullScan: true })).toMatchObject({ tombstoned: 1 });
    expect(await b.getIssue(1)).toMatchObject({ state: 'closed' });
    expect(await sync({ fullScan: true })).toMatchObject({ tombstoned: 0, operationCount: 0 });
  });
});
