import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { CliSubject } from './cli-subject.ts';

interface Numbered {
  readonly number: number;
}
interface Claimed extends Numbered {
  readonly claim: { readonly token: number };
}

/** An issue from its creation to its deletion, by the commands that people and agents use. */
export function life(open: () => Promise<CliSubject>): void {
  test('create, list, query, edit, label, milestone, assign', async () => {
    const { json, forge } = await open();
    const [login] = forge.people;
    await json('milestone', 'create', 'v1', '--due', '2030-01-31');
    await json('label', 'create', 'ui', '--color', '#112233', '--description', 'what people see');

    const created = await json<Numbered>(
      ...['create', 'Login fails', '--description', 'On every browser', '--type', 'bug'],
      ...['--label', 'ui', '--label', 'priority:high', '--milestone', 'v1'],
    );
    const number = `${created.number}`;
    await json('create', 'Docs are old', '--label', 'docs');
    await json('edit', number, '--state', 'in_progress', '--title', 'Login fails at night');
    await json('label', 'add', number, '--label', 'fresh');
    await json('label', 'remove', number, '--label', 'ui');
    await json('assign', number, login);

    const expected = {
      ...{ number: created.number, title: 'Login fails at night', body: 'On every browser', type: 'bug' },
      ...{ state: 'in_progress', priority: 'high', labels: ['fresh'], assignees: [login], milestone: 'v1' },
    };
    expect(await json('show', number)).toMatchObject(expected);
    expect(await json('list', '--state=in_progress', '--label=fresh')).toMatchObject([expected]);
    expect(await json('list', '--assignee', '@me')).toMatchObject([expected]);
    expect(await json('list', '--milestone', 'v1')).toMatchObject([expected]);
    expect(await json('list', '--query', 'is:open priority:high type:bug -label:docs')).toMatchObject([
      expected,
    ]);
    expect(await json('list', '--query', 'label:docs OR label:fresh', '--limit', 'all')).toHaveLength(2);
    expect(await json('search', 'login', 'night')).toMatchObject([expected]);
    expect(await json('label', 'list')).toContainEqual({
      ...{ name: 'ui', color: '#112233', description: 'what people see' },
    });

    await json('assign', number, login, '--remove');
    await json('label', 'rename', 'fresh', 'ripe');
    await json('milestone', 'edit', 'v1', '--title', 'v2');
    await json('milestone', 'close', 'v2');
    expect(await json('show', number)).toMatchObject({ assignees: [], labels: ['ripe'], milestone: 'v2' });
    expect(await json('milestone', 'list')).toMatchObject([
      { title: 'v2', state: 'closed', dueOn: '2030-01-31' },
    ]);
  });

  test('comment, close, reopen, link, delete', async () => {
    const { json, run, forge } = await open();
    for (const title of ['One', 'Two', 'Three']) await json('create', title);
    const { id } = await json<{ id: string }>('comment', '1', 'Tests passing');
    await json('comment', '1', '--edit', id, 'Tests pass');
    const second = await json<{ id: string }>('comment', '1', 'Never mind');
    await json('comment', '1', '--delete', second.id);

    await json('close', '1', '--comment', 'Ready for review', '--reason', 'not_planned');
    expect(await json('show', '1', '--comments')).toMatchObject({
      ...{ state: 'closed', closeReason: 'not_planned' },
      comments: [{ body: 'Tests pass', author: forge.people[0] }, { body: 'Ready for review' }],
    });
    expect(await json('list')).toHaveLength(2);
    await json('reopen', '1', '--comment', 'Not yet');
    expect(await json('show', '1')).toMatchObject({ state: 'open', closeReason: null, commentCount: 3 });

    await json('link', '1', 'blocked-by', '2');
    await json('link', '1', 'parent', '3');
    await json('link', '2', 'relates', '3');
    expect(await json('link', '1')).toEqual(
      expect.arrayContaining([
        { kind: 'blocked_by', number: 2 },
        { kind: 'parent', number: 3 },
      ]),
    );
    expect((await run('link', '2', 'blocked-by', '1')).exitCode).toBe(5);
    await json('link', '1', 'blocked-by', '2', '--remove');
    expect(await json('link', '1')).toEqual([{ kind: 'parent', number: 3 }]);

    expect((await run('delete', '3')).exitCode).toBe(2);
    await json('delete', '3', '--yes');
    expect((await run('show', '3')).exitCode).toBe(3);
    expect(await json('list', '--state', 'all')).toMatchObject([{ number: 2 }, { number: 1 }]);
  });

  test('attach, or a clear error before anything is asked', async () => {
    const { json, run, world, forge } = await open();
    await json('create', 'With a file');
    await json('list');
    const before = forge.requests().length;
    writeFileSync(join(world.folder, 'trace.txt'), 'a trace');

    if (forge.attaches) {
      await json('attach', '1', 'trace.txt');
      expect(await json('attach', '1')).toMatchObject([{ name: 'trace.txt' }]);
    } else {
      expect((await run('attach', '1', 'trace.txt', '--json')).stderr).toContain('UNSUPPORTED');
      expect(forge.requests().slice(before)).toEqual([]);
    }
  });

  test('ready, claim, heartbeat, release: what stays here', async () => {
    const { json, run, forge, writesSince } = await open();
    await json('create', 'Later', '--priority', 'low');
    await json('create', 'Now', '--priority', 'critical');
    await json('create', 'Blocked', '--priority', 'critical');
    await json('link', '3', 'blocked-by', '1');
    const before = forge.requests().length;

    expect(await json('ready')).toMatchObject([{ number: 2 }, { number: 1 }]);
    const [taken] = await json<readonly Claimed[]>('ready', '--claim', '--agent', 'coder-1');
    expect(taken).toMatchObject({ number: 2, claim: { agent: 'coder-1' } });
    const token = taken?.claim.token ?? 0;
    expect((await run('claim', '2', '--agent', 'coder-2')).exitCode).toBe(5);
    await json('heartbeat', '2', '--agent', 'coder-1', '--claim-token', `${token}`);
    await json('state', '2', '{"step":"tests"}', '--agent', 'coder-1');
    await json('defer', '1', '3d');
    expect(await json('ready')).toEqual([]);
    const takenOver = await json<{ token: number }>('claim', '2', '--takeover', '--agent', 'coder-2');
    expect(takenOver.token).toBeGreaterThan(token);
    const stale = ['--agent', 'coder-1', '--claim-token', `${token}`];
    expect((await run('close', '2', ...stale)).exitCode).toBe(6);
    expect((await run('heartbeat', '2', ...stale)).exitCode).toBe(6);
    expect(writesSince(before)).toEqual([]);

    await json('close', '2', '--agent', 'coder-2', '--claim-token', `${takenOver.token}`);
    await json('release', '2', '--agent', 'coder-2', '--claim-token', `${takenOver.token}`);
    expect(await json('claim')).toEqual([]);
    expect(await json('events', '--issue', '2')).toMatchObject([
      { type: 'issue-created' },
      { type: 'claimed', actor: 'coder-1' },
      { type: 'agent-state' },
      { type: 'taken-over', actor: 'coder-2' },
      { type: 'state-changed', actor: 'coder-2' },
      { type: 'released', actor: 'coder-2' },
    ]);
  });

  test('several at once, and those that say the same', async () => {
    const { json, run } = await open();
    for (const title of ['Upload fails with a big file', 'Upload fails with big files', 'Rename a branch'])
      await json('create', title);

    expect(await json('duplicates', '1')).toMatchObject([{ number: 2 }]);
    expect((await run('create', 'Upload fails with a big file', '--unless-duplicate')).exitCode).toBe(5);
    const partial = await run('label', 'add', '1', '999', '2', '--label', 'upload', '--format=json');
    expect(partial.exitCode).toBe(8);
    expect(await json('list', '--label', 'upload')).toHaveLength(2);
    await json('edit', '--query', 'label:upload', '--add-label', 'seen', '--yes');
    expect(await json('list', '--query', 'label:seen')).toHaveLength(2);
    await json('close', '1', '2', '3');
    expect(await json('list')).toEqual([]);
  });
}
