import type { IssueBackend } from '@fixpoint/issue-core/backend/port.ts';
import { openLocalBackend } from '@fixpoint/issue-core/local/open-local-backend.ts';
import { openDatabase } from '@fixpoint/issue-core/sqlite/open-database.ts';
import { runSync } from '@fixpoint/issue-core/sync/engine.ts';
import type { SyncReport } from '@fixpoint/issue-core/sync/report.ts';
import { openSqliteSyncStore, SYNC_SCHEMA } from '@fixpoint/issue-core/sync/sqlite-store.ts';
import { afterEach, describe, expect, test } from 'vitest';
import { openGitLabScene } from '../gitlab/open-gitlab.ts';
import { badGateway } from '../simulator/faults.ts';

const MINUTE_MS = 60_000;
/** No text in UTF-8, and more than one chunk of it. */
const BYTES = Uint8Array.from({ length: 200_000 }, (_, at) => (at * 7) % 256);

let clockMs = Date.parse('2026-01-31T12:00:00Z');
const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});

const now = () => {
  clockMs += 100;
  return clockMs;
};
const wait = async (ms: number) => {
  clockMs += ms;
};

async function openGitLab() {
  const scene = await openGitLabScene({ now });
  closers.push(async () => {
    await scene.simulator.close();
    expect(scene.simulator.violations).toEqual([]);
  });
  return { ...scene, tracker: scene.open() };
}

function openLocal(): IssueBackend {
  const local = openLocalBackend({ path: ':memory:', login: 'ann', now });
  closers.push(() => local.close());
  return local;
}

function pairOf(a: IssueBackend, b: IssueBackend): () => Promise<SyncReport> {
  const database = openDatabase(':memory:', [SYNC_SCHEMA]);
  closers.push(() => database.close());
  const store = openSqliteSyncStore(database, 'pair');
  return () => {
    clockMs += MINUTE_MS;
    return runSync({ a, b, store, direction: 'both', now, wait });
  };
}

async function filesOn(tracker: IssueBackend, number: number) {
  const listed = await tracker.listAttachments(number);
  return Promise.all(
    listed.map(async ({ id, name }) => ({
      name,
      bytes: Uint8Array.from(await tracker.readAttachment(number, id)),
    })),
  );
}

const FILE = { name: 'core [dump] 1.bin', bytes: BYTES };

describe('between a GitLab and a local store', () => {
  test('files travel both ways, become no comments, and nothing is left to do', async () => {
    const { tracker: gitlab } = await openGitLab();
    const local = openLocal();
    const sync = pairOf(gitlab, local);
    await gitlab.createIssue({ title: 'one' });
    await gitlab.addAttachment(1, FILE);
    await local.createIssue({ title: 'two' });
    await local.addAttachment(1, FILE);

    expect(await sync()).toMatchObject({ failed: [], attachments: { created: { a: 1, b: 1 } } });

    expect(await filesOn(gitlab, 2)).toEqual([FILE]);
    expect(await filesOn(local, 2)).toEqual([FILE]);
    for (const tracker of [gitlab, local])
      for (const number of [1, 2]) expect((await tracker.listComments(number, null)).items).toEqual([]);
    expect(await sync()).toMatchObject({ operationCount: 0, failed: [], conflicts: 0 });
  });

  test('one that is added later is seen, on either side', async () => {
    const { tracker: gitlab } = await openGitLab();
    const local = openLocal();
    const sync = pairOf(gitlab, local);
    await gitlab.createIssue({ title: 'one' });
    await sync();

    await local.addAttachment(1, FILE);
    expect(await sync()).toMatchObject({ attachments: { created: { a: 1, b: 0 } } });
    await gitlab.addAttachment(1, { ...FILE, name: 'two.bin' });
    expect(await sync()).toMatchObject({ attachments: { created: { a: 0, b: 1 } } });

    expect((await filesOn(local, 1)).map(({ name }) => name)).toEqual([FILE.name, 'two.bin']);
    expect(await filesOn(gitlab, 1)).toEqual(await filesOn(local, 1));
    expect(await sync()).toMatchObject({ operationCount: 0 });
  });

  test.each([/\/uploads$/, /\/notes$/])('an answer to %s that is lost leaves it there once', async (path) => {
    const { tracker: gitlab, simulator } = await openGitLab();
    const local = openLocal();
    const sync = pairOf(gitlab, local);
    await local.createIssue({ title: 'one' });
    await local.addAttachment(1, FILE);
    simulator.faults.add({ method: 'POST', path, fault: badGateway('after'), times: 1 });

    await sync();
    await sync();

    expect(await filesOn(gitlab, 1)).toEqual([FILE]);
    expect(await filesOn(local, 1)).toEqual([FILE]);
    expect(await sync()).toMatchObject({ operationCount: 0, failed: [] });
  });
});

test('between two GitLabs a link in a text that leads nowhere is no file', async () => {
  const [{ tracker: left }, { tracker: right }] = [await openGitLab(), await openGitLab()];
  const sync = pairOf(left, right);
  await left.createIssue({ title: 'one' });
  const [file] = [await left.addAttachment(1, FILE)];
  await left.createComment(1, `See [it](/uploads/${file.id})`);

  expect(await sync()).toMatchObject({ failed: [], attachments: { created: { a: 0, b: 1 } } });
  const second = await sync();

  expect(second).toMatchObject({ failed: [], attachments: { created: { a: 0, b: 0 } } });
  expect(await sync()).toMatchObject({ operationCount: 0, attachments: { unreadable: 0 } });
  expect(await filesOn(left, 1)).toEqual([FILE]);
});
