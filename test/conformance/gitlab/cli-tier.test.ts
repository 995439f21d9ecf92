import { issueWorld } from '@fixpoint/issue-cli/testing/issue-world.ts';
import { expect, onTestFinished, test } from 'vitest';
import { openGitLabScene, TOKENS } from './open-gitlab.ts';
import type { Edition } from './simulator/world.ts';

const TWO = ['--assignee', 'ada', '--assignee', 'grace', '--format=json'];

/** `issue` for a project with one issue. */
async function openClone(licence: Edition['licence']) {
  const { simulator, ...scene } = await openGitLabScene({ edition: { licence } });
  onTestFinished(() => simulator.close());
  await scene.open().createIssue({ title: 'Tells' });
  const world = issueWorld();
  const where = ['--url', simulator.url, '--owner', 'acme/tools', '--repo', 'shop'];
  return {
    ...{ simulator, world },
    add: (...flags: readonly string[]) =>
      world.output('backend', 'add', 'work', 'gitlab', ...where, '--force', ...flags),
    run: (argv: readonly string[], variables: Readonly<Record<string, string>> = {}) =>
      world.run(argv, { environment: { ISSUE_CORE_TOKEN: TOKENS.ada, ...variables } }),
  };
}

test('several assignees are had where the project is paid, which is found out once', async () => {
  const { add, run, world, simulator } = await openClone('paid');
  await add();

  const created = await run(['create', 'One', ...TWO]);
  await run(['create', 'Two', ...TWO]);
  await run(['list']);

  expect(JSON.parse(created.stdout)).toMatchObject({ assignees: ['ada', 'grace'] });
  expect(simulator.requests.filter(({ search }) => search === '?per_page=1')).toHaveLength(1);
  const [listed] = (await world.json('backend', 'list')) as readonly [{ readonly capabilities: unknown }];
  expect(listed.capabilities).toMatchObject({ 'several-assignees': 'native', 'blocked-by': 'native' });
});

test('they are refused where it is free', async () => {
  const { add, run } = await openClone('free');
  await add();

  const refused = await run(['create', 'One', ...TWO]);

  expect(refused).toMatchObject({ exitCode: 2, stdout: '' });
  expect(refused.stderr).toContain('several-assignees');
});

test('what the configuration or the environment says wins, and then nobody is asked', async () => {
  const { add, run, world, simulator } = await openClone('paid');
  await add('--tier', 'free');
  const before = simulator.requests.length;

  const refused = await run(['create', 'One', ...TWO]);
  expect(refused.exitCode).toBe(2);
  expect(simulator.requests.length).toBe(before);
  const allowed = await run(['create', 'One', ...TWO], { ISSUE_CORE_TIER: 'paid' });
  expect(allowed.exitCode).toBe(0);
  expect(simulator.requests.filter(({ search }) => search === '?per_page=1')).toEqual([]);

  expect(await world.json('config', 'show')).toMatchObject({ tier: { value: 'free', from: 'config' } });
  expect((await world.run(['backend', 'add', 'x', 'gitea', '--tier', 'paid'])).exitCode).toBe(2);
  expect((await world.run(['backend', 'add', 'x', 'gitlab', '--tier', 'gold'])).exitCode).toBe(2);
});
