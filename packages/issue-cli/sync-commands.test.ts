import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { type IssueWorld, issueWorld } from './testing/issue-world.ts';

let world: IssueWorld;
beforeEach(async () => {
  world = issueWorld();
  await world.output('backend', 'add', 'production', 'local');
  await world.output('backend', 'add', 'backup', 'local');
  await world.output('create', 'From production', '--label', 'bug', '--backend', 'production');
});

function titlesAt(backend: string) {
  return world.json('list', '--backend', backend, '--state', 'all', '--reverse');
}

describe('offline work, as the reference prints it', () => {
  test('pull, work, push', async () => {
    await world.output('sync', 'pull', 'production', 'backup');
    await world.output('backend', 'set-default', 'backup');
    await world.output('create', 'Offline implementation', '--label=offline');
    await world.output('comment', '1', 'Seen on the train');
    const pushed = await world.json('sync', 'push', 'backup', 'production');

    expect(pushed).toMatchObject({ sides: { a: 'backup', b: 'production' }, created: { b: 1 }, failed: [] });
    expect(await titlesAt('production')).toMatchObject([
      { title: 'From production', labels: ['bug'], commentCount: 1 },
      { title: 'Offline implementation', labels: ['offline'] },
    ]);
  });

  test('bidirectional, and a second run changes nothing', async () => {
    await world.output('create', 'From backup', '--backend', 'backup');

    const first = await world.json('sync', 'bidirectional', 'production', 'backup');
    const second = await world.json('sync', 'bidirectional', 'backup', 'production');

    expect(first).toMatchObject({ created: { a: 1, b: 1 } });
    expect(second).toMatchObject({ created: { a: 0, b: 0 }, updated: 0, operationCount: 0 });
    expect(await titlesAt('production')).toHaveLength(2);
    expect(await titlesAt('backup')).toHaveLength(2);
  });

  test('a sync is an event of both', async () => {
    await world.output('sync', 'pull', 'production', 'backup');

    const eventsOf = (backend: string) => world.json('events', '--type', 'synced', '--backend', backend);

    expect(await eventsOf('backup')).toMatchObject([
      { actor: 'ada', payload: { other: 'production', created: 1 } },
    ]);
    expect(await eventsOf('production')).toMatchObject([{ payload: { other: 'backup', created: 0 } }]);
  });
});

test('files travel, and are counted', async () => {
  const path = join(world.folder, 'trace.txt');
  writeFileSync(path, 'a line');
  await world.output('attach', '1', path, '--backend', 'production');

  const plan = await world.output('sync', 'pull', 'production', 'backup', '--dry-run');
  const done = await world.output('sync', 'pull', 'production', 'backup');
  const again = await world.json('sync', 'pull', 'production', 'backup');

  expect(plan).toContain('backup: attach trace.txt to production#1');
  expect(done).toContain('1 file put on issues of backup');
  expect(again).toMatchObject({ attachments: { created: { a: 0, b: 0 }, unreadable: 0 } });
  expect(await world.json('attach', '1', '--backend', 'backup')).toMatchObject([
    { name: 'trace.txt', sizeBytes: 6 },
  ]);
});

describe('people with other logins', () => {
  test('are told by a flag, in the order of the two names, or by the configuration', async () => {
    const assigneesAt = async (backend: string, number: string) =>
      ((await world.json('show', number, '--backend', backend)) as { assignees: unknown }).assignees;
    await world.output('assign', '1', 'ann', '--backend', 'production');

    await world.output('sync', 'pull', 'production', 'backup', '--map-user', 'ann=ann-b');
    expect(await assigneesAt('backup', '1')).toEqual(['ann-b']);

    const path = join(world.folder, '.issue-core', 'config.json');
    const config = JSON.parse(readFileSync(path, 'utf8'));
    const users = [
      { production: 'ann', backup: 'ann-b' },
      { production: 'ben', elsewhere: 'benny' },
    ];
    writeFileSync(path, JSON.stringify({ ...config, users }));
    await world.output('create', 'From backup', '--assignee', 'ann-b', '--backend', 'backup');
    await world.output('sync', 'push', 'backup', 'production');
    expect(await assigneesAt('production', '2')).toEqual(['ann']);
  });

  test('are two logins, each named once', async () => {
    const wrong = await world.run(['sync', 'pull', 'production', 'backup', '--map-user', 'ann']);
    const twice = await world.run([
      'sync',
      'pull',
      'production',
      'backup',
      '--map-user',
      'ann=a',
      '--map-user',
      'ann=b',
    ]);

    expect(wrong).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('--map-user') });
    expect(twice).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('ann') });
  });
});

describe('a dry run', () => {
  test('tells what a run would do, and makes no file', async () => {
    const before = readdirSync(join(world.folder, '.issue-core')).sort();
    const plan = (await world.json('sync', 'pull', 'production', 'backup', '--dry-run')) as {
      operations: unknown;
    };

    expect(readdirSync(join(world.folder, '.issue-core')).sort()).toEqual(before);
    expect(existsSync(join(world.folder, '.issue-core', 'backup.db'))).toBe(false);
    const told = await world.output('sync', 'pull', 'production', 'backup', '--dry-run');
    expect(told).toContain('backup: create production#1 From production');
    expect(await world.json('sync', 'pull', 'production', 'backup')).toMatchObject({
      dryRun: false,
      operations: plan.operations,
    });
  });

  test('is all that read-only mode allows', async () => {
    expect((await world.run(['sync', 'pull', 'production', 'backup', '--read-only'])).exitCode).toBe(2);
    expect(
      (await world.run(['sync', 'pull', 'production', 'backup', '--read-only', '--dry-run'])).exitCode,
    ).toBe(0);
  });
});

describe('what both sides changed', () => {
  beforeEach(async () => {
    await world.output('sync', 'pull', 'production', 'backup');
    await world.output('edit', '1', '--title', 'Ours', '--backend', 'backup');
    await world.output('edit', '1', '--title', 'Theirs', '--backend', 'production');
  });

  test('waits for somebody to decide', async () => {
    const ran = await world.run(['sync', 'bidirectional', 'production', 'backup']);
    const conflicts = (await world.json('sync', 'conflicts')) as readonly { key: string }[];
    const key = conflicts[0]?.key ?? '';

    expect(ran.exitCode).toBe(5);
    expect(ran.stdout).toContain('1 conflict waits for you: issue sync conflicts');
    expect(conflicts).toMatchObject([
      {
        field: 'title',
        reason: 'both-changed',
        backends: { a: 'backup', b: 'production' },
        value: { a: 'Ours', b: 'Theirs' },
        resolutions: ['backup', 'production', 'text', 'as-it-is'],
      },
    ]);
    expect(await world.output('sync', 'conflicts', '--pair', 'production', 'backup')).toContain(
      '--take backup',
    );
    expect(await world.json('sync', 'status')).toMatchObject([
      { backends: ['backup', 'production'], issues: 1, conflicts: 1 },
    ]);
    for (const wrong of [[], ['--take', 'nobody'], ['--take', 'try-again']]) {
      expect(await world.run(['sync', 'resolve', key, ...wrong])).toMatchObject({
        exitCode: 2,
        stderr: 'issue: Say what holds: --take backup, --take production, --text TEXT, --take as-it-is.\n',
      });
    }
    expect((await world.run(['sync', 'resolve', 'gone', '--take', 'backup'])).exitCode).toBe(3);

    await world.output('sync', 'resolve', key, '--text', 'Both');
    await world.output('sync', 'bidirectional', 'production', 'backup');

    expect(await titlesAt('production')).toMatchObject([{ title: 'Both' }]);
    expect(await titlesAt('backup')).toMatchObject([{ title: 'Both' }]);
    expect(await world.json('sync', 'conflicts')).toEqual([]);
  });

  test('is told by the name of the backend when it is decided', async () => {
    await world.run(['sync', 'bidirectional', 'production', 'backup']);
    const [conflict] = (await world.json('sync', 'conflicts')) as readonly { key: string }[];

    await world.output('sync', 'resolve', conflict?.key ?? '', '--take', 'production');

    expect(await world.output('sync', 'conflicts')).toContain('decided: production; the next sync');
  });

  test('is only foreseen by a dry run, which keeps nothing that could be decided', async () => {
    const ran = await world.run(['sync', 'bidirectional', 'production', 'backup', '--dry-run']);

    expect(ran.exitCode).toBe(5);
    expect(ran.stdout).toContain('1 conflict would wait for you; --prefer decides beforehand');
    expect(await world.json('sync', 'conflicts')).toEqual([]);
  });

  test.each([
    ['backup', 'Ours'],
    ['production', 'Theirs'],
  ])('is decided beforehand by --prefer %s', async (prefer, title) => {
    await world.output('sync', 'bidirectional', 'production', 'backup', '--prefer', prefer);

    expect(await titlesAt('production')).toMatchObject([{ title }]);
    expect(await titlesAt('backup')).toMatchObject([{ title }]);
  });

  test('--prefer local is the target of a pull, and has to be clear otherwise', async () => {
    expect(
      (await world.run(['sync', 'bidirectional', 'production', 'backup', '--prefer', 'local'])).exitCode,
    ).toBe(2);
    expect((await world.run(['sync', 'pull', 'production', 'backup', '--prefer', 'nobody'])).exitCode).toBe(
      2,
    );
    await world.output('sync', 'pull', 'production', 'backup', '--prefer', 'remote');

    expect(await titlesAt('backup')).toMatchObject([{ title: 'Theirs' }]);
  });
});

describe('a pair', () => {
  test('is two different trackers', async () => {
    await world.output('backend', 'add', 'again', 'local', '--path', '.issue-core/issues.db');

    expect((await world.run(['sync', 'pull', 'backup', 'backup'])).exitCode).toBe(2);
    expect((await world.run(['sync', 'pull', 'production', 'again'])).exitCode).toBe(2);
    expect((await world.run(['sync', 'pull', 'production', 'nobody'])).exitCode).toBe(2);
  });

  test('begins anew when a name comes to mean another tracker', async () => {
    await world.output('sync', 'pull', 'production', 'backup');
    await world.output('backend', 'add', 'backup', 'local', '--path', 'new.db', '--force');

    expect(await world.json('sync', 'status')).toEqual([]);
    expect(await world.json('sync', 'pull', 'production', 'backup')).toMatchObject({ created: { a: 1 } });
  });

  test('is not synced by who was told to stop', async () => {
    const ran = await world.run(['sync', 'pull', 'production', 'backup'], { signal: AbortSignal.abort() });

    expect(ran.exitCode).toBe(130);
  });
});
