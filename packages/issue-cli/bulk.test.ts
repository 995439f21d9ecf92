import { beforeEach, describe, expect, test } from 'vitest';
import { type IssueWorld, issueWorld } from './testing/issue-world.ts';

let world: IssueWorld;
beforeEach(async () => {
  world = issueWorld();
  for (const title of ['One', 'Two', 'Three']) await world.output('create', title, '--label', 'old');
});

describe('several issues at once', () => {
  test('are edited each for itself, and one that fails is told with it', async () => {
    const ran = await world.run(['edit', '1', '99', '2', '--add-label', 'new', '--format=json']);

    expect(ran.exitCode).toBe(8);
    expect(JSON.parse(ran.stdout)).toMatchObject([
      { number: 1, ok: true, issue: { labels: ['new', 'old'] } },
      { number: 99, ok: false, error: { code: 'ISSUE_NOT_FOUND' } },
      { number: 2, ok: true },
    ]);
    expect(await world.json('list', '--label', 'new')).toHaveLength(2);
  });

  test('are closed with a comment each', async () => {
    expect(
      (await world.run(['close', '1', '3', '--comment', 'Done', '--reason', 'not_planned'])).exitCode,
    ).toBe(0);

    expect(await world.json('list', '--query', 'reason:not_planned comments:1')).toHaveLength(2);
  });

  test('get labels and lose them', async () => {
    await world.output('label', 'add', '1', '2', '--label', 'a', '--label', 'b');
    await world.output('label', 'remove', '1', '--label', 'a');

    expect(await world.json('list', '--label', 'b')).toHaveLength(2);
    expect(await world.json('list', '--label', 'a')).toMatchObject([{ number: 2 }]);
    expect((await world.run(['label', 'add', '1'])).exitCode).toBe(2);
  });

  test('are deleted, those that there are', async () => {
    const ran = await world.run(['delete', '1', '99', '--yes']);

    expect(ran.exitCode).toBe(8);
    expect(ran.stdout).toContain('✗ #99 Issue #99 is not in the local store.');
    expect(await world.json('list')).toHaveLength(2);
  });

  test('are not edited at all when the edit itself is wrong', async () => {
    expect((await world.run(['edit', '1', '2', '--title', ' '])).exitCode).toBe(2);
    expect((await world.run(['edit', '1', '2'])).exitCode).toBe(2);
  });
});

describe('all that fit a query', () => {
  test('need a yes: of a person, or as a flag', async () => {
    const nobody = await world.run(['close', '--query', 'label:old']);
    const no = await world.run(['close', '--query', 'label:old'], { isTerminal: true, stdin: '\n' });
    expect(nobody.exitCode).toBe(2);
    expect(nobody.stderr).toContain('--yes');
    expect(no.exitCode).toBe(2);
    expect(await world.json('list')).toHaveLength(3);

    const yes = await world.run(['close', '--query', 'One OR Two'], { isTerminal: true, stdin: 'yes\n' });
    expect(yes.exitCode).toBe(0);
    expect(yes.stderr).toContain('close 2 issues? [y/N]');
    await world.output('edit', '--query', 'Three', '--yes', '--title', 'Renamed');
    expect(await world.json('list')).toMatchObject([{ number: 3, title: 'Renamed' }]);
  });

  test('may be none', async () => {
    expect(await world.run(['edit', '--query', 'nothing', '--title', 'x', '--format=json'])).toMatchObject({
      exitCode: 0,
      stdout: '[]\n',
    });
    expect(await world.run(['close', '--query', 'nothing'])).toEqual({
      exitCode: 0,
      stdout: '',
      stderr: 'No issue fits.\n',
    });
  });

  test('are not given together with numbers, and one of both is', async () => {
    expect((await world.run(['close', '1', '--query', 'label:old', '--yes'])).exitCode).toBe(2);
    expect((await world.run(['close'])).exitCode).toBe(2);
  });
});
