import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openDatabase } from '../sqlite/open-database.ts';
import { openLocalBackend } from './open-local-backend.ts';
import { listAll, temporaryStorePath } from './testing/test-store.ts';

const WRITER = fileURLToPath(new URL('testing/write-repeatedly.ts', import.meta.url));
const TIMEOUT_MS = 60_000;
let store: ReturnType<typeof temporaryStorePath>;

beforeEach(() => {
  store = temporaryStorePath();
});
afterEach(() => store.remove());

type Writer = ChildProcessByStdio<null, Readable, Readable>;

function startWriter(login: string, count: number): Writer {
  return spawn(process.execPath, [WRITER, store.path, login, String(count)], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

async function outcomeOf(child: Writer): Promise<{ code: unknown; numbers: number[]; errors: string }> {
  let output = '';
  let errors = '';
  child.stdout.on('data', (bytes) => {
    output += String(bytes);
  });
  child.stderr.on('data', (bytes) => {
    errors += String(bytes);
  });
  const [code] = await once(child, 'close');
  return { code, numbers: output.split('\n').filter(Boolean).map(Number), errors };
}

test('four processes that make the store and write to it at once get numbers of their own', {
  timeout: TIMEOUT_MS,
}, async () => {
  const logins = ['ann', 'bob', 'carl', 'dora'];

  const outcomes = await Promise.all(logins.map((login) => outcomeOf(startWriter(login, 100))));

  expect(outcomes.map(({ code, errors }) => ({ code, errors }))).toEqual(
    logins.map(() => ({ code: 0, errors: '' })),
  );
  expect(new Set(outcomes.flatMap(({ numbers }) => numbers)).size).toBe(400);
  const backend = openLocalBackend({ path: store.path, login: 'ann' });
  const page = {
    query: { kind: 'everything' },
    sort: { field: 'updated', descending: false },
    pageSize: 500,
  } as const;
  const { issues } = await listAll(backend, page);
  expect(issues.map(({ number }) => number)).toEqual(Array.from({ length: 400 }, (_, at) => at + 1));
  expect(new Set(issues.map(({ updatedAt }) => updatedAt)).size).toBe(400);
  expect((await backend.listLabels(null)).items).toHaveLength(5);
  await backend.close();
});

test('a writer that is killed leaves a sound store with all that it had told', {
  timeout: TIMEOUT_MS,
}, async () => {
  for (const toldBefore of [1, 7, 30]) {
    const writer = startWriter('ann', 1_000_000);
    const told: number[] = [];
    const lines = createInterface({ input: writer.stdout });
    const closed = once(writer, 'close');
    for await (const line of lines) {
      told.push(Number(line));
      if (told.length === toldBefore) writer.kill('SIGKILL');
    }
    await closed;

    const database = openDatabase(store.path, []);
    expect(database.pragma('integrity_check', { simple: true })).toBe('ok');
    expect(database.pragma('foreign_key_check')).toEqual([]);
    database.exec("INSERT INTO issue_text (issue_text, rank) VALUES ('integrity-check', 1)");
    database.close();
    const backend = openLocalBackend({ path: store.path, login: 'bob' });
    const last = told.at(-1) ?? 0;
    expect((await backend.getIssue(last)).labels).toEqual(['ann', 'shared']);
    expect((await backend.createIssue({ title: 'goes on' })).number).toBeGreaterThan(last);
    await backend.close();
  }
});
