import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { readCassette, readCassettes } from './cassette-files.ts';
import { DeclareTestInput, PlayWorkspace, type ToolUse, toolUsesOf } from './testing/play-workspace.ts';

const FIXTURES = join(import.meta.dirname, '../../test/fixtures');

/** Commands of real projects, on a machine that may be busy. */
const TIMEOUT = { timeout: 60_000 };
const HAS_PYTHON = spawnSync('python3', ['--version']).status === 0;

const workspaces: PlayWorkspace[] = [];

afterEach(async () => {
  await Promise.all(workspaces.splice(0).map((workspace) => workspace.remove()));
});

async function open(project: string): Promise<PlayWorkspace> {
  const workspace = await PlayWorkspace.of(join(FIXTURES, 'repositories', project));
  workspaces.push(workspace);
  return workspace;
}

async function attemptsOf(name: string): Promise<ToolUse[][]> {
  const { exchanges } = await readCassette(join(FIXTURES, 'cassettes', `${name}.json`));
  const attempts = Map.groupBy(exchanges, ({ attempt }) => attempt);
  return [...attempts.values()].map((turns) => turns.flatMap(({ response }) => toolUsesOf(response.content)));
}

async function playAll(workspace: PlayWorkspace, calls: readonly ToolUse[]): Promise<void> {
  for (const call of calls) await workspace.play(call);
}

function declaredIn(calls: readonly ToolUse[]): DeclareTestInput {
  return DeclareTestInput.parse(calls.find(({ name }) => name === 'declare_test')?.input);
}

const ASSERTION_FAILED = /AssertionError|ERR_ASSERTION/;
const PYTHON_TESTS = './scripts/build.sh && ./scripts/test.sh';

describe('every cassette', () => {
  test('fits the format', async () => {
    const cassettes = await readCassettes(join(FIXTURES, 'cassettes'));

    expect(cassettes.map(({ name }) => name)).toEqual([
      'ask',
      'blocked',
      'fix-node',
      'fix-python',
      'hostile',
      'no-scripts',
      'retry-then-fix',
    ]);
  });
});

describe.each([
  { name: 'fix-python', project: 'python-slugify', projectTests: PYTHON_TESTS },
  { name: 'fix-node', project: 'node-cart', projectTests: 'node --test' },
  { name: 'no-scripts', project: 'no-scripts', projectTests: 'python3 -m unittest' },
])('the cassette $name', TIMEOUT, ({ name, project, projectTests }) => {
  test.skipIf(!HAS_PYTHON && name !== 'fix-node')(
    'declares a test that fails by assertion on the base, and passes on the head with all others',
    async () => {
      const [calls = []] = await attemptsOf(name);
      const declared = declaredIn(calls);
      const head = await open(project);
      const base = await open(project);

      await playAll(head, calls);
      await base.takeFiles(head, declared.files);
      const red = await base.run(declared.command);
      const green = await head.run(declared.command);
      const all = await head.run(projectTests);

      expect(red.exitCode).not.toBe(0);
      expect(red.output).toMatch(ASSERTION_FAILED);
      expect(red.output).toContain(declared.test_id);
      expect(green).toMatchObject({ exitCode: 0, output: expect.stringContaining(declared.test_id) });
      expect(all.exitCode).toBe(0);
    },
  );
});

describe.skipIf(!HAS_PYTHON)('the cassette retry-then-fix', TIMEOUT, () => {
  test('breaks an existing test first, and then succeeds with the carried test', async () => {
    const [first = [], second = []] = await attemptsOf('retry-then-fix');
    const declared = declaredIn(first);
    const failing = await open('python-slugify');
    const fixed = await open('python-slugify');

    await playAll(failing, first);
    const newTest = await failing.run(declared.command);
    const refused = await failing.run(PYTHON_TESTS);
    await fixed.takeFiles(failing, declared.files);
    const red = await fixed.run(declared.command);
    await playAll(fixed, second);
    const accepted = await fixed.run(PYTHON_TESTS);

    expect(newTest.exitCode).toBe(0);
    expect(refused).toMatchObject({
      exitCode: 1,
      output: expect.stringContaining('test_punctuation_separates_words'),
    });
    expect(red.output).toMatch(ASSERTION_FAILED);
    expect(accepted.exitCode).toBe(0);
  });
});

describe.skipIf(!HAS_PYTHON)('the cassette blocked', TIMEOUT, () => {
  test('breaks a test, then skips it, then gives up', async () => {
    const [first = [], second = [], third = []] = await attemptsOf('blocked');
    const broken = await open('python-slugify');
    const weakened = await open('python-slugify');

    await playAll(broken, first);
    const refused = await broken.run(PYTHON_TESTS);
    await weakened.takeFiles(broken, declaredIn(first).files);
    await playAll(weakened, second);
    const leftOver = await weakened.run('./scripts/test.sh');

    expect(refused).toMatchObject({
      exitCode: 1,
      output: expect.stringContaining('FAIL: test_text_without_words_has_an_empty_slug'),
    });
    expect(leftOver.exitCode).toBe(0);
    expect(leftOver.output).toContain('OK (skipped=1)');
    expect(third.at(-1)?.name).toBe('give_up');
  });
});
