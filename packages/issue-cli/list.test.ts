import { execFileSync } from 'node:child_process';
import { beforeEach, describe, expect, test } from 'vitest';
import { type IssueWorld, issueWorld } from './testing/issue-world.ts';

let world: IssueWorld;
beforeEach(async () => {
  world = issueWorld();
  await world.output('create', 'Crash at login', '--label', 'bug', '--assignee', 'ann', '--priority', 'high');
  await world.output('create', 'Dark mode', '--label', 'feature', '--label', 'needs-review');
  await world.output('create', 'Old crash', '--label', 'bug', '--assignee', 'ada');
  await world.output('close', '3');
  await world.output('edit', '2', '--state', 'in_progress');
});

async function numbers(...argv: readonly string[]): Promise<readonly number[]> {
  const issues = (await world.json(...argv)) as readonly { number: number }[];
  return issues.map(({ number }) => number);
}

describe('which issues are listed', () => {
  test.each<[readonly string[], readonly number[]]>([
    [[], [2, 1]],
    [['--state', 'open'], [1]],
    [['--state=in_progress'], [2]],
    [['--state', 'closed'], [3]],
    [
      ['--state', 'all'],
      [3, 2, 1],
    ],
    [['--label', 'bug'], [1]],
    [
      ['--label', 'bug', '--state', 'all'],
      [3, 1],
    ],
    [['--label', 'feature', '--label', 'needs-review'], [2]],
    [['--label', 'priority:high'], [1]],
    [['--assignee', 'ann'], [1]],
    [['--assignee', '@me', '--state', 'all'], [3]],
    [['--assignee', 'none'], [2]],
    [['--author', '@me', '--priority', 'high'], [1]],
    [
      ['--query', 'crash'],
      [3, 1],
    ],
    [['--query', 'crash is:open'], [1]],
    [
      ['--query', 'assignee:@me OR label:feature'],
      [3, 2],
    ],
    [['--query', 'crash', '--state', 'closed'], [3]],
    [
      ['--state', 'all', '--reverse'],
      [1, 2, 3],
    ],
    [['--state', 'all', '--limit', '1'], [3]],
    [
      ['--state', 'all', '--limit', 'all'],
      [3, 2, 1],
    ],
  ])('list %j', async (flags, expected) => {
    expect(await numbers('list', ...flags)).toEqual(expected);
  });

  test('the most urgent come first by priority, and last the other way round', async () => {
    const urgency = issueWorld();
    for (const priority of ['low', 'critical', 'medium'])
      await urgency.output('create', priority, '--priority', priority);
    const titles = async (...flags: readonly string[]) =>
      ((await urgency.json('list', '--sort', 'priority', ...flags)) as { title: string }[]).map(
        ({ title }) => title,
      );

    expect(await titles()).toEqual(['critical', 'medium', 'low']);
    expect(await titles('--reverse')).toEqual(['low', 'medium', 'critical']);
  });

  test('search looks in every state', async () => {
    expect(await numbers('search', 'crash', 'NOT', 'label:feature')).toEqual([3, 1]);
    expect(await numbers('search', 'login', 'is:open')).toEqual([1]);
    expect(await world.output('search', '--template={{.number}}', '--', '-label:bug')).toBe('2\n');
  });

  test('a query that cannot be read is marked where it is wrong', async () => {
    const { exitCode, stderr } = await world.run(['list', '--query', 'asignee:ann']);

    expect(exitCode).toBe(2);
    expect(stderr).toContain('did you mean `assignee:`?');
    expect(stderr).toMatch(/\n {2}asignee:ann\n {2}\^/);
  });
});

describe('how they are printed', () => {
  test('json is a bare array, as the lines of the reference expect', async () => {
    const text = await world.output('list', '--label=needs-review', '--format=json');

    expect(JSON.parse(text)[0].number).toBe(2);
    // The very line of the reference, wherever there is a jq.
    if (hasJq()) expect(execFileSync('jq', ['-r', '.[0].number'], { input: text }).toString()).toBe('2\n');
  });

  test('--json is the versioned envelope, with where to go on', async () => {
    const first = JSON.parse(await world.output('list', '--state', 'all', '--limit', '2', '--json'));
    const rest = JSON.parse(
      await world.output('list', '--state', 'all', '--limit', '2', '--json', '--cursor', first.page.next),
    );

    expect(first).toMatchObject({
      schemaVersion: 1,
      data: [{ number: 3 }, { number: 2 }],
      page: { total: 3 },
    });
    expect(rest).toMatchObject({ schemaVersion: 1, data: [{ number: 1 }], page: { next: null } });
    expect(JSON.parse(await world.output('show', '1', '--json'))).toMatchObject({
      schemaVersion: 1,
      data: { number: 1 },
      page: { total: null, next: null },
    });
  });

  test('ndjson is a line each', async () => {
    const lines = (await world.output('list', '--format', 'ndjson')).trimEnd().split('\n');

    expect(lines.map((line) => JSON.parse(line).number)).toEqual([2, 1]);
  });

  test('a template fills in fields', async () => {
    const text = await world.output(
      ...['list', '--template', '#{{.number}}\\t{{ .title }} [{{join .labels "; "}}] {{.priority}}'],
    );

    expect(text).toBe('#2\tDark mode [feature; needs-review] \n#1\tCrash at login [bug] high\n');
    expect(await world.output('list', '--template={{.number}}\\n')).toBe('2\n1\n');
    expect(await world.output('show', '1', '--format=template', '--template={{.title}}')).toBe(
      'Crash at login\n',
    );
  });

  test('a table has a row each, below titles, and nothing that only a terminal understands', async () => {
    const lines = (await world.output('list')).trimEnd().split('\n');

    expect(lines[0]).toMatch(/^# +STATE +PRIORITY +TITLE +LABELS +ASSIGNEES +UPDATED$/);
    expect(lines[1]).toMatch(/^#2 +in_progress +Dark mode +feature, needs-review +\d{4}-/);
    expect(lines[2]).toMatch(/^#1 +open +high +Crash at login +bug +ann +\d{4}-/);
    expect(lines.join('')).not.toContain('\u001b');
  });

  test('nothing found is no output, and said to people', async () => {
    const people = await world.run(['list', '--label', 'nobody-has-it']);
    const machines = await world.run(['list', '--label', 'nobody-has-it', '--format=json']);

    expect(people).toMatchObject({ exitCode: 0, stdout: '', stderr: 'No issue fits.\n' });
    expect(machines).toMatchObject({ exitCode: 0, stdout: '[]\n', stderr: '' });
  });

  test('people are told that there is more', async () => {
    const { stderr } = await world.run(['list', '--state', 'all', '--limit', '2']);

    expect(stderr).toMatch(/more than these 2, of 3: --limit, or --cursor \S+/);
  });

  test.each([
    [['--json', '--format=ndjson']],
    [['--json', '--template', 'x']],
    [['--format=template']],
    [['--template', '{{.nothing}}']],
    [['--template', '{{.number']],
    [['--template', '{{range .labels}}']],
    [['--limit', '0']],
    [['--state', 'done']],
    [['--cursor', 'made-up']],
    [['--frobnicate']],
    [['surplus']],
  ])('%j is a wrong use', async (flags) => {
    expect((await world.run(['list', ...flags])).exitCode).toBe(2);
  });
});

function hasJq(): boolean {
  try {
    execFileSync('jq', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
