import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { issueWorld } from './testing/issue-world.ts';

describe('the life of an issue, as the reference prints it', () => {
  test('create, edit, comment, close, reopen and show', async () => {
    const { output, json } = issueWorld();

    const created = await output(
      ...['create', 'Implement user authentication', '--description', 'With OAuth.'],
      ...['--label=feature', '--label=priority:high'],
    );
    await output('edit', '1', '--state=in_progress', '--assignee=agent-coder');
    await output('comment', '1', 'Implementation complete, tests passing');
    await output('close', '1', '--comment=Ready for review');
    const closed = await json('show', '1', '--comments');
    await output('reopen', '1', '--comment', 'Not yet');

    expect(created).toContain('#1 Implement user authentication');
    expect(closed).toMatchObject({
      number: 1,
      title: 'Implement user authentication',
      body: 'With OAuth.',
      state: 'closed',
      closeReason: 'completed',
      priority: 'high',
      labels: ['feature'],
      assignees: ['agent-coder'],
      author: 'ada',
      claim: null,
      links: [],
      comments: [{ body: 'Implementation complete, tests passing' }, { body: 'Ready for review' }],
    });
    expect(await json('show', '1')).toMatchObject({ state: 'open', commentCount: 3 });
    expect(await json('show', '1')).not.toHaveProperty('comments');
  });

  test('everything that an edit can change', async () => {
    const { output, json } = issueWorld();
    await output('create', 'Old', '--label', 'a', '--label', 'b', '--assignee', 'ann');
    await output('create', 'Parent');
    await output('milestone', 'create', 'v1', '--due', '2026-12-01');

    await output(
      ...['edit', '1', '--title', 'New', '--description', 'Text', '--add-label', 'c', '--remove-label', 'a'],
      ...['--add-assignee', 'bob', '--remove-assignee', 'ann', '--milestone', 'v1', '--type', 'bug'],
      ...['--priority', 'low', '--parent', '2', '--state', 'closed', '--reason', 'not_planned'],
    );
    expect(await json('show', '1')).toMatchObject({
      title: 'New',
      body: 'Text',
      labels: ['b', 'c'],
      assignees: ['bob'],
      milestone: 'v1',
      type: 'bug',
      priority: 'low',
      parent: 2,
      state: 'closed',
      closeReason: 'not_planned',
    });

    await output(
      'edit',
      '1',
      '--label',
      'only',
      '--no-milestone',
      '--no-type',
      '--no-priority',
      '--no-parent',
    );
    expect(await json('show', '1')).toMatchObject({
      labels: ['only'],
      milestone: null,
      type: null,
      priority: null,
      parent: null,
    });
  });

  test('an edit of what was changed meanwhile is refused on demand', async () => {
    const { run, output } = issueWorld();
    await output('create', 'One');

    const { exitCode } = await run([
      'edit',
      '1',
      '--title',
      'Two',
      '--if-updated-at',
      '2020-01-01T00:00:00Z',
    ]);

    expect(exitCode).toBe(5);
  });

  test('text comes from files and stdin too', async () => {
    const { run, output, json, folder } = issueWorld();
    writeFileSync(join(folder, 'text.md'), 'from a file');

    await output('create', 'One', '--description-file', 'text.md');
    await run(['comment', '1', '-'], { stdin: 'from stdin' });
    await run(['edit', '1', '--description-file', '-'], { stdin: 'piped' });

    expect(await json('show', '1', '--comments')).toMatchObject({
      body: 'piped',
      comments: [{ body: 'from stdin' }],
    });
    expect((await run(['comment', '1', '--body-file', 'gone.md'])).exitCode).toBe(2);
    expect((await run(['comment', '1', 'a', '--body-file', 'text.md'])).exitCode).toBe(2);
  });

  test('comments are changed and deleted by their ids', async () => {
    const { output, json } = issueWorld();
    await output('create', 'One');
    const { id } = (await json('comment', '1', 'frist')) as { id: string };

    expect(await output('comment', '1', 'first', '--edit', id)).toBe(`✓ edited comment ${id} on #1\n`);
    expect(await json('show', '1', '--comments')).toMatchObject({ comments: [{ id, body: 'first' }] });
    expect(await output('comment', '1', '--delete', id)).toBe(`✓ deleted comment ${id} on #1\n`);
    expect(await json('show', '1', '--comments')).toMatchObject({ comments: [] });
  });

  test('the same operation creates one issue and one comment, however often it is repeated', async () => {
    const { output, json } = issueWorld();

    for (const _ of [1, 2]) await output('create', 'Once', '--operation-id', 'op-1');
    for (const _ of [1, 2]) await output('comment', '1', 'Once', '--operation-id', 'op-2');

    expect(await json('list')).toMatchObject([{ number: 1, commentCount: 1 }]);
  });

  test('an issue that is there already is not created again, on demand', async () => {
    const { run, output, json } = issueWorld();
    await output('create', 'The login page crashes on Safari');

    const refused = await run(['create', 'The login page crashes on Safari', '--unless-duplicate']);
    await output('create', 'Something else entirely', '--unless-duplicate', '0.5');

    expect(refused.exitCode).toBe(5);
    expect(refused.stderr).toContain('#1 is alike (100 %)');
    expect(await json('duplicates', '--title', 'login page crashes on Safari')).toMatchObject([
      { number: 1 },
    ]);
    expect(await json('duplicates', '1')).toEqual([]);
  });

  test('an issue is deleted only after a yes', async () => {
    const { run, output, json } = issueWorld();
    await output('create', 'One');

    expect((await run(['delete', '1'])).exitCode).toBe(2);
    expect((await run(['delete', '1'], { isTerminal: true, stdin: 'n\n' })).exitCode).toBe(2);
    expect(await json('list')).toHaveLength(1);
    expect((await run(['delete', '1'], { isTerminal: true, stdin: 'y\n' })).exitCode).toBe(0);
    expect(await json('list', '--state', 'all')).toEqual([]);
  });
});

describe('what belongs to issues', () => {
  test('people are assigned beside others', async () => {
    const { output, json } = issueWorld();
    await output('create', 'One', '--assignee', 'ann');

    await output('assign', '1', 'bob', '@me');
    expect(await json('show', '1')).toMatchObject({ assignees: ['ada', 'ann', 'bob'] });
    await output('assign', '1', 'ann', '--remove');
    expect(await json('show', '1')).toMatchObject({ assignees: ['ada', 'bob'] });
  });

  test('links read as sentences, in both directions, and never go in a circle', async () => {
    const { run, output, json } = issueWorld();
    await output('create', 'One');
    await output('create', 'Two');

    await output('link', '2', 'blocked-by', '1');
    expect(await json('link', '1')).toEqual([{ kind: 'blocks', number: 2 }]);
    expect(await output('link', '2')).toContain('blocked-by  #1');
    expect((await run(['link', '1', 'blocked-by', '2'])).exitCode).toBe(5);
    await output('link', '2', 'blocked-by', '1', '--remove');
    expect(await json('link', '1')).toEqual([]);
    expect((await run(['link', '1', 'hates', '2'])).exitCode).toBe(2);
    expect((await run(['link', '1', 'blocks'])).exitCode).toBe(2);
  });

  test('labels are made, changed, renamed and deleted', async () => {
    const { run, output, json } = issueWorld();
    await output('create', 'One', '--label', 'bug');

    await output('label', 'create', 'bug', '--color', 'D73A4A');
    await output('label', 'edit', 'bug', '--description', 'It is broken');
    expect(await json('label', 'list')).toEqual([
      { name: 'bug', color: '#d73a4a', description: 'It is broken' },
    ]);
    await output('label', 'rename', 'bug', 'defect');
    expect(await json('show', '1')).toMatchObject({ labels: ['defect'] });
    await output('label', 'delete', 'defect');
    expect(await json('show', '1')).toMatchObject({ labels: [] });
    expect((await run(['label', 'create', 'x', '--color', 'red'])).exitCode).toBe(2);
  });

  test('milestones are named by their titles', async () => {
    const { run, output, json } = issueWorld();

    await output('milestone', 'create', 'v1', '--due', '2026-12-01', '-d', 'The first');
    await output('milestone', 'edit', 'V1', '--title', 'v1.0', '--no-due');
    await output('milestone', 'close', 'v1.0');
    expect(await json('milestone', 'list')).toMatchObject([
      { title: 'v1.0', description: 'The first', dueOn: null, state: 'closed' },
    ]);
    await output('milestone', 'reopen', 'v1.0');
    await output('milestone', 'delete', 'v1.0');
    expect(await json('milestone', 'list')).toEqual([]);
    expect((await run(['milestone', 'close', 'v1.0'])).exitCode).toBe(3);
    expect((await run(['milestone', 'create', 'v2', '--due', 'soon'])).exitCode).toBe(2);
  });

  test('files are attached and listed; one that is not there leaves nothing half done', async () => {
    const { run, output, json, folder } = issueWorld();
    await output('create', 'One');
    writeFileSync(join(folder, 'log.txt'), 'hello');

    expect((await run(['attach', '1', 'log.txt', 'gone.txt'])).exitCode).toBe(2);
    expect(await json('attach', '1')).toEqual([]);
    await output('attach', '1', 'log.txt');
    expect(await json('attach', '1')).toMatchObject([{ name: 'log.txt', sizeBytes: 5 }]);
  });

  test('a file is given back as it is, to a program or into a file', async () => {
    const { run, output, folder } = issueWorld();
    await output('create', 'One');
    writeFileSync(join(folder, 'all.bin'), Uint8Array.of(0, 27, 255, 10));
    const id = String(
      await output('attach', '1', 'all.bin', '--format=template', '--template={{.id}}'),
    ).trim();

    await output('attach', '1', '--read', id, '--output', 'back.bin');

    expect(await output('attach', '1', '--read', id)).toBe(Buffer.of(0, 27, 255, 10).toString());
    expect([...readFileSync(join(folder, 'back.bin'))]).toEqual([0, 27, 255, 10]);
    expect((await run(['attach', '1', '--read', 'none'])).exitCode).toBe(3);
    expect((await run(['attach', '1', 'all.bin', '--read', id])).exitCode).toBe(2);
    expect((await run(['attach', '1', '--output', 'x'])).exitCode).toBe(2);
    expect((await run(['attach', '1', '--read', id, '-o', 'no/where'])).exitCode).toBe(2);
  });
});
