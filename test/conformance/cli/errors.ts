import { describe, expect, test } from 'vitest';
import type { CliSubject } from './cli-subject.ts';

interface Told {
  readonly error: { readonly code: string; readonly exitCode: number; readonly retryAfterMs?: number };
}

/** What goes wrong, by its exit code; with `--json` also on stderr. */
export function errors(open: () => Promise<CliSubject>): void {
  async function failing(subject: CliSubject, ...argv: readonly string[]): Promise<Told['error']> {
    const { exitCode, stdout, stderr } = await subject.run(...argv, '--json');
    expect({ argv, stdout }).toEqual({ argv, stdout: '' });
    const { error } = JSON.parse(stderr) as Told;
    expect(error.exitCode).toBe(exitCode);
    return error;
  }

  describe('an exit code', () => {
    test('2 is wrong use, and asks the forge nothing', async () => {
      const subject = await open();
      await subject.json('create', 'One');
      await subject.json('list');
      const before = subject.forge.requests().length;

      expect(await failing(subject, 'list', '--query', 'label:')).toMatchObject({ exitCode: 2 });
      expect(await failing(subject, 'show', 'seven')).toMatchObject({ exitCode: 2 });
      expect(await failing(subject, 'create', 'x', '--read-only')).toMatchObject({ code: 'READ_ONLY' });
      expect(subject.forge.requests().slice(before)).toEqual([]);
    });

    test('3 is what there is not', async () => {
      const subject = await open();

      for (const argv of [
        ['show', '999'],
        ['edit', '999', '--title', 'x'],
        ['comment', '999', 'x'],
        ['link', '999'],
      ])
        expect(await failing(subject, ...argv)).toMatchObject({ exitCode: 3 });
      expect(await failing(subject, 'create', 'x', '--milestone', 'never')).toMatchObject({ exitCode: 3 });
      expect(await failing(subject, 'milestone', 'close', 'never')).toMatchObject({ exitCode: 3 });
    });

    test('4 is a token that is refused, and says whose it was', async () => {
      const { world } = await open();

      for (const argv of [['list'], ['create', 'x'], ['sync', 'pull', 'production', 'backup']]) {
        const ran = await world.run(argv, { environment: { ISSUE_CORE_TOKEN: 'nobody-knows-it' } });
        expect({ argv, exitCode: ran.exitCode, stdout: ran.stdout }).toEqual({
          argv,
          exitCode: 4,
          stdout: '',
        });
        expect(ran.stderr).toContain('The token is that of ISSUE_CORE_TOKEN.');
        expect(ran.stderr).not.toContain('nobody-knows-it');
      }
    });

    test('5 is a conflict', async () => {
      const subject = await open();
      await subject.json('create', 'One');
      await subject.json('claim', '1', '--agent', 'coder-1');

      expect(await failing(subject, 'claim', '1', '--agent', 'coder-2')).toMatchObject({
        code: 'CLAIM_HELD',
      });
      const since = ['--if-updated-at', '2020-01-01T00:00:00Z'];
      expect(
        await failing(subject, 'edit', '1', '--title', 'x', ...since, '--agent', 'coder-1'),
      ).toMatchObject({
        ...{ code: 'EDIT_CONFLICT', exitCode: 5 },
      });
    });

    test('7 is a limit, with how long it lasts', async () => {
      const subject = await open();
      subject.forge.answerReads(9, 429, { 'retry-after': '3600' });

      expect(await failing(subject, 'list')).toEqual({
        ...{ code: 'FORGE_RATE_LIMITED', exitCode: 7, retryAfterMs: 3_600_000 },
        message: expect.stringMatching(/\w/),
      });
    });

    test('1 is a forge that does not answer; one that does the second time is no error', async () => {
      const subject = await open();
      await subject.json('create', 'One');
      subject.forge.answerReads(1, 502);
      expect(await subject.json('list')).toHaveLength(1);

      subject.forge.answerReads(9, 503);
      expect(await failing(subject, 'list')).toMatchObject({ code: 'FORGE_UNAVAILABLE', exitCode: 1 });
    });
  });
}
