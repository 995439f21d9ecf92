import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type IssueWorld, issueWorld } from './testing/issue-world.ts';

/** An editor that keeps what it was given, and writes this instead. */
function editorThatWrites({ folder }: IssueWorld, text: string): string {
  const script = join(folder, 'my editor.sh');
  writeFileSync(join(folder, 'wanted'), text);
  writeFileSync(script, 'cp "$2" "$1/given"\n[ -s "$1/wanted" ] && cat "$1/wanted" > "$2"\nexit 0\n');
  return `sh '${script}' '${folder}'`;
}

describe('the editor', () => {
  test('is opened for an issue without a title, whose first line is that', async () => {
    const world = issueWorld();
    const EDITOR = editorThatWrites(world, '# The title\n\nAnd the\n# description.\n');

    const ran = await world.run(['create', '--label', 'x', '-d', 'Draft'], {
      isTerminal: true,
      environment: { EDITOR },
    });

    expect(ran.exitCode).toBe(0);
    expect(readFileSync(join(world.folder, 'given'), 'utf8')).toMatch(/^Draft\n\n<!--/);
    expect(await world.json('show', '1')).toMatchObject({
      title: 'The title',
      body: 'And the\n# description.',
      labels: ['x'],
    });
  });

  test('shows the issue that is edited, and $VISUAL goes before $EDITOR', async () => {
    const world = issueWorld();
    await world.output('create', 'Old', '-d', 'Text');
    const VISUAL = editorThatWrites(world, 'New\n\nText, longer');

    await world.run(['edit', '1'], { isTerminal: true, environment: { VISUAL, EDITOR: 'false' } });

    expect(readFileSync(join(world.folder, 'given'), 'utf8')).toMatch(/^Old\n\nText\n\n<!--/);
    expect(await world.json('show', '1')).toMatchObject({ title: 'New', body: 'Text, longer' });
  });

  test('takes a comment; what it leaves as it was is nothing', async () => {
    const world = issueWorld();
    await world.output('create', 'One');

    const said = await world.run(['comment', '1'], {
      isTerminal: true,
      environment: {
        EDITOR: editorThatWrites(world, 'Said\n<!-- Everything from this line on is dropped. -->\nno'),
      },
    });
    const nothing = await world.run(['comment', '1'], {
      isTerminal: true,
      environment: { EDITOR: editorThatWrites(world, '') },
    });

    expect(said.exitCode).toBe(0);
    expect(nothing.exitCode).toBe(2);
    expect(await world.json('show', '1', '--comments')).toMatchObject({ comments: [{ body: 'Said' }] });
  });

  test('shows the comment that is edited, which has to be there', async () => {
    const world = issueWorld();
    await world.output('create', 'One');
    const { id } = (await world.json('comment', '1', 'Frist')) as { readonly id: string };
    const environment = { EDITOR: editorThatWrites(world, 'First') };

    const edited = await world.run(['comment', '1', '--edit', id], { isTerminal: true, environment });

    expect(edited.exitCode).toBe(0);
    expect(readFileSync(join(world.folder, 'given'), 'utf8')).toMatch(/^Frist\n\n<!--/);
    expect(await world.json('show', '1', '--comments')).toMatchObject({ comments: [{ id, body: 'First' }] });
    const gone = await world.run(['comment', '1', '--edit', 'gone'], { isTerminal: true, environment });
    expect(gone).toMatchObject({ exitCode: 3, stdout: '' });
  });

  test.each(['false', 'no-such-editor-anywhere'])('that is `%s` changes nothing', async (EDITOR) => {
    const world = issueWorld();

    const ran = await world.run(['create'], { isTerminal: true, environment: { EDITOR } });

    expect(ran.exitCode).toBe(2);
    expect(ran.stderr).toContain('set $VISUAL or $EDITOR');
    expect(await world.json('list')).toEqual([]);
  });

  test.each([['create'], ['edit', '1'], ['comment', '1']])(
    'is never opened for `%s` without a terminal',
    async (...argv) => {
      const world = issueWorld();
      await world.output('create', 'One');
      const EDITOR = editorThatWrites(world, 'Text');

      expect((await world.run(argv, { environment: { EDITOR } })).exitCode).toBe(2);
      expect(existsSync(join(world.folder, 'given'))).toBe(false);
    },
  );
});

describe('on a terminal', () => {
  test('there are colours, short times and a table that fits', async () => {
    const world = issueWorld();
    await world.output('create', `A long title ${'word '.repeat(40)}`, '--label', 'bug');
    world.clock.now = Date.now() + 3 * 3_600_000;

    const { stdout } = await world.run(['list'], { isTerminal: true, columns: 60 });

    expect(stdout).toContain('\u001b[32mopen');
    expect(stdout).toMatch(/[23] h ago/);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: what is measured is without colours
    const plain = stdout.replace(/\u001b\[\d+m/g, '');
    for (const line of plain.split('\n')) expect(line.length).toBeLessThanOrEqual(60);
    expect(plain).toContain('…');
  });

  test.each([
    [['--no-color'], {}],
    [[], { NO_COLOR: '1' }],
    [[], { TERM: 'dumb' }],
  ])('%j with %j there are none', async (flags, environment) => {
    const world = issueWorld();
    await world.output('create', 'One');

    expect((await world.run(['list', ...flags], { isTerminal: true, environment })).stdout).not.toContain(
      '\u001b',
    );
  });

  test('text of others cannot command it, whatever the format', async () => {
    const world = issueWorld();
    const evil = 'Evil\u001b]0;owned\u0007 \u001b[2J\u009b31m\u202e title';
    await world.output('create', evil, '--description', `body ${evil}`, '--label', `l${evil}`);
    await world.output('comment', '1', evil);

    for (const argv of [
      ['list', '--no-color'],
      ['show', '1', '--comments', '--no-color'],
      ['list', '--format=json'],
      ['list', '--json'],
      ['list', '--template', '{{.title}} {{.body}} {{json .}}'],
      ['close', '1', '--no-color'],
      ['events', '--after', '0', '--no-color'],
    ]) {
      const { stdout } = await world.run(argv, { isTerminal: true });
      expect(stdout).toMatch(/Evil/);
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there
      expect(stdout).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202e]/);
    }
    expect(await world.json('show', '1')).toMatchObject({ title: evil.toWellFormed() });
  });

  test('long output goes through $PAGER, unless that is not wanted', async () => {
    const world = issueWorld();
    await world.output('create', 'One');
    const paged = join(world.folder, 'paged');
    const environment = { PAGER: `tee '${paged}' >/dev/null; echo "$LESS" >> '${paged}'` };

    const shown = await world.run(['list'], { isTerminal: true, rows: 3, environment });
    const short = await world.run(['list'], { isTerminal: true, rows: 4, environment });
    const piped = await world.run(['list'], { environment });
    const unwanted = await world.run(['list', '--no-pager'], { isTerminal: true, rows: 3, environment });
    const machine = await world.run(['list', '--format=json'], { isTerminal: true, rows: 3, environment });
    const missing = await world.run(['list'], {
      isTerminal: true,
      rows: 3,
      environment: { PAGER: 'no-such-pager' },
    });

    expect(shown).toMatchObject({ exitCode: 0, stdout: '' });
    expect(readFileSync(paged, 'utf8')).toMatch(/One[\s\S]*FRX/);
    for (const { stdout } of [short, piped, unwanted, machine, missing]) expect(stdout).toContain('One');
  });
});
