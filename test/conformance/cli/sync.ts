import { expect, test } from 'vitest';
import type { CliSubject } from './cli-subject.ts';

interface Report {
  readonly created: Readonly<Record<'a' | 'b', number>>;
  readonly operations: unknown;
  readonly operationCount: number;
  readonly failed: readonly unknown[];
  readonly conflicts: number;
}

export function sync(open: () => Promise<CliSubject>): void {
  test('pull, work offline, push; a second sync writes nothing', { timeout: 120_000 }, async () => {
    const { json, forge, writesSince } = await open();
    await json(
      'create',
      'From the forge',
      '--label',
      'online',
      '--priority',
      'high',
      '--description',
      'Text',
    );
    await json('comment', '1', 'Said there');
    await json('create', 'Closed there');
    await json('close', '2');

    const before = forge.requests().length;
    const pulled = await json<Report>('sync', 'pull', 'production', 'backup');
    expect(pulled).toMatchObject({ failed: [], conflicts: 0 });
    expect(writesSince(before)).toEqual([]);
    expect(await json('list', '--state', 'all', '--backend', 'backup')).toMatchObject([
      { title: 'Closed there', state: 'closed' },
      { title: 'From the forge', labels: ['online'], priority: 'high', body: 'Text', commentCount: 1 },
    ]);

    await json('backend', 'set-default', 'backup');
    await json('create', 'Offline implementation', '--label=offline');
    await json('comment', '3', 'Said on the train');
    await json('edit', '1', '--state', 'in_progress', '--add-label', 'mine');
    const plan = await json<Report>('sync', 'push', 'backup', 'production', '--dry-run');
    expect(writesSince(before)).toEqual([]);
    const pushed = await json<Report>('sync', 'push', 'backup', 'production');

    expect(pushed).toMatchObject({ created: { b: 1 }, failed: [], conflicts: 0 });
    expect(pushed.operations).toEqual(plan.operations);
    const [offline] = await json<readonly { number: number }[]>(
      ...['list', '--backend', 'production', '--label', 'offline'],
    );
    expect(await json('show', `${offline?.number}`, '--comments', '--backend', 'production')).toMatchObject({
      ...{ title: 'Offline implementation', comments: [{ body: 'Said on the train' }] },
    });
    expect(await json('show', '1', '--backend', 'production')).toMatchObject({
      ...{ state: 'in_progress', labels: expect.arrayContaining(['mine', 'online']), priority: 'high' },
    });

    const settled = forge.requests().length;
    const again = await json<Report>('sync', 'bidirectional', 'backup', 'production');
    expect(again).toMatchObject({ created: { a: 0, b: 0 }, operationCount: 0, failed: [] });
    expect(writesSince(settled)).toEqual([]);
    expect(await json('sync', 'status')).toMatchObject([{ backends: ['backup', 'production'], issues: 3 }]);
  });

  test('what both changed waits for somebody to decide', { timeout: 120_000 }, async () => {
    const { json, run } = await open();
    await json('create', 'Theirs');
    await json('sync', 'pull', 'production', 'backup');
    await json('edit', '1', '--title', 'Ours', '--backend', 'backup');
    await json('edit', '1', '--title', 'Theirs again', '--backend', 'production');

    expect((await run('sync', 'bidirectional', 'backup', 'production')).exitCode).toBe(5);
    const [conflict] = await json<readonly { key: string }[]>('sync', 'conflicts');
    await json('sync', 'resolve', conflict?.key ?? '', '--take', 'backup');
    await json('sync', 'bidirectional', 'backup', 'production');

    expect(await json('show', '1', '--backend', 'production')).toMatchObject({ title: 'Ours' });
    expect(await json('sync', 'conflicts')).toEqual([]);
  });
}
