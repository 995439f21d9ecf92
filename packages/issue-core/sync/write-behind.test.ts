import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { IssueBackend } from '../backend/port.ts';
import { openLocalBackend } from '../local/open-local-backend.ts';
import { type Database, openDatabase } from '../sqlite/open-database.ts';
import { createFakeTracker, type FakeTracker } from '../testing/fake-tracker.ts';
import { runSync } from './engine.ts';
import { openSqliteSyncStore, SYNC_SCHEMA } from './sqlite-store.ts';
import { recordsBelow } from './store-port.ts';
import { wordsOf } from './testing/ledger.ts';
import { Death, type Mortal, mortal } from './testing/mortal-pair.ts';
import { writeBehind } from './write-behind.ts';

/** A lease that a dead run holds is over by then. */
const LEASE_OVER_MS = 200_000;
/** More than any of these runs has. */
const MAX_COMMITS = 500;

let forge: FakeTracker;
let local: IssueBackend;
let database: Database;
let words = 0;
let clockMs = 0;

beforeEach(open);
afterEach(close);

async function open(): Promise<void> {
  words = 0;
  forge = createFakeTracker({ name: 'a', pageSize: 100, tellsTime: true });
  local = openLocalBackend({ path: ':memory:', login: 'ann' });
  database = openDatabase(':memory:', [SYNC_SCHEMA]);
  for (let count = 0; count < 2; count += 1) {
    const { number } = forge.state.createIssue('ben', { title: word(), body: word() });
    forge.state.createComment('ben', number, word());
    forge.state.createComment('cid', number, word());
    const own = await local.createIssue({ title: word(), body: word() });
    await local.createComment(own.number, word());
  }
  forge.state.attach(1, { name: 'one.txt', bytes: new TextEncoder().encode(word()) });
  await local.addAttachment(1, { name: 'two.txt', bytes: new TextEncoder().encode(word()) });
}

async function close(): Promise<void> {
  await local.close();
  database.close();
}

function word(): string {
  words += 1;
  return `t${words}t`;
}

function sync(life = mortal(Number.POSITIVE_INFINITY, 'before'), a = forge.backend) {
  clockMs += LEASE_OVER_MS;
  forge.state.tick(LEASE_OVER_MS / 1_000);
  const store = life.store(openSqliteSyncStore(database, 'pair'));
  const wait = async (ms: number) => forge.state.tick(Math.ceil(ms / 1_000));
  return runSync({ a, b: life.backend(local), store, direction: 'both', wait, now: () => clockMs });
}

/** Every request lets the event loop turn, which ends a group; else groups end when the forge is to be written. */
function turning(backend: IssueBackend): IssueBackend {
  return {
    ...backend,
    getIssue: async (number) => {
      await turn();
      return backend.getIssue(number);
    },
    listComments: async (...given) => {
      await turn();
      return backend.listComments(...given);
    },
  };
}

/** Somebody edits what is there by now, mapped or not. */
async function editAll(): Promise<void> {
  for (const { number, body } of await everyIssue(local)) {
    await local.updateIssue(number, { body: `${body}\n${word()}` });
    for (const comment of (await local.listComments(number, null)).items) {
      await local.updateComment(number, comment.id, `${comment.body}\n${word()}`);
    }
  }
}

async function everyIssue(backend: IssueBackend) {
  const sort = { field: 'number', descending: false } as const;
  return (await backend.listIssues({ query: { kind: 'everything' }, sort, pageSize: 100, cursor: null }))
    .items;
}

/** The words of each issue: those of its title and text, of its comments and of its files. */
async function contentsOf(backend: IssueBackend) {
  const contents = [];
  for (const { number, title, body } of await everyIssue(backend)) {
    const comments = await backend.listComments(number, null);
    const files = [];
    for (const { id } of await backend.listAttachments(number)) {
      files.push(new TextDecoder().decode(await backend.readAttachment(number, id)));
    }
    const remarks = comments.items.map((comment) => wordsOf(comment.body).join()).toSorted();
    contents.push({ text: wordsOf(`${title} ${body}`).join(), remarks, files: files.toSorted() });
  }
  return contents.toSorted((left, right) => (left.text < right.text ? -1 : 1));
}

async function expectWhole(): Promise<void> {
  const contents = await contentsOf(local);
  const all = contents.flatMap(({ text, remarks, files }) => wordsOf([text, ...remarks, ...files].join()));
  expect(await contentsOf(forge.backend)).toEqual(contents);
  expect(all.toSorted()).toEqual(Array.from({ length: words }, (_, at) => `t${at + 1}t`).toSorted());
  const store = openSqliteSyncStore(database, 'pair');
  for (const kind of ['outbox', 'conflict', 'work'] as const) {
    expect(await recordsBelow(store, kind, '')).toEqual([]);
  }
}

describe.each([
  ['in large groups', (backend: IssueBackend) => backend],
  ['whenever the event loop turns', turning],
])('a run that commits %s, and dies', (_, behave) => {
  const deaths = ['before', 'after'] as const;
  test.each(deaths)('%s any commit, leaves nothing twice, and nothing is lost', async (dies) => {
    for (let after = 0; after < MAX_COMMITS; after += 1) {
      const life = mortal(after, dies);
      await syncAndDie(life, behave(forge.backend));
      await editAll();
      // The next one dies while it takes up what the first one left.
      await syncAndDie(mortal(after % 7, dies), behave(forge.backend));

      const report = await sync();
      await sync();

      expect(report.failed).toEqual([]);
      await expectWhole();
      if (!life.isDead) return;
      await close();
      await open();
    }
    expect.unreachable('it never came to its end');
  });
});

test('a run knows what another one wrote until it had its turn', async () => {
  const under = openSqliteSyncStore(database, 'pair');
  const record = { pairs: [] };

  await writeBehind({ a: forge.backend, b: local, store: under }, async ({ store }) => {
    await under.commit([{ op: 'put', kind: 'attachments', key: 'one', record }]);
    const lease = { epoch: 1, runId: 'this', expiresAtMs: 1 };
    await store.commit([{ op: 'insert', kind: 'lease', key: '1', record: lease }]);

    expect(await store.get('attachments', 'one')).toEqual(record);
    expect(await store.list('attachments', { prefix: '', after: null, limit: 9 })).toHaveLength(1);
  });
});

async function syncAndDie(life: Mortal, a: IssueBackend): Promise<void> {
  try {
    await sync(life, a);
  } catch (error) {
    if (!(error instanceof Death)) throw error;
  }
}
