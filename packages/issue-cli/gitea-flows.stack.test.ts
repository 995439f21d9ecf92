import { readStackConfig } from '@fixpoint/config/stack.ts';
import { createGiteaProject, type GiteaProject } from '@fixpoint/forges/testing/gitea-project.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type IssueWorld, issueWorld, type Ran, type RunOptions } from './testing/issue-world.ts';

const stack = readStackConfig();
let project: GiteaProject;

beforeAll(async () => {
  project = await createGiteaProject({ url: stack.giteaUrl, adminToken: stack.giteaAdmin.token });
});
afterAll(() => project?.remove());

/** As the new user of the reference: the token in the environment, and a clone. */
function newUser() {
  const world: IssueWorld = issueWorld({ origin: `${stack.giteaUrl}/${project.owner.login}/project.git` });
  const environment = { GITEA_API_TOKEN: project.writer.token };

  async function run(argv: readonly string[], options: RunOptions = {}): Promise<Ran> {
    const ran = await world.run(argv, { environment, ...options });
    expect(`${ran.stdout}${ran.stderr}`).not.toContain(project.writer.token);
    return ran;
  }

  async function json(...argv: readonly string[]): Promise<unknown> {
    const { exitCode, stdout, stderr } = await run([...argv, '--format=json']);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    return JSON.parse(stdout);
  }
  return { run, json };
}

test('a clone works with no set-up at all', async () => {
  const { json } = newUser();

  expect(await json('config', 'show')).toMatchObject({
    kind: { value: 'gitea', from: 'probe' },
    url: { value: stack.giteaUrl },
    token: { source: 'GITEA_API_TOKEN' },
  });
  expect(await json('backend', 'test')).toMatchObject({ login: project.writer.login, canWrite: true });
});

test('the commands of the reference work as they are printed there', async () => {
  const { run, json } = newUser();
  const { login } = project.writer;
  const added = await run(['backend', 'add', 'myproject', 'gitea'], { isTerminal: true, stdin: '\n\n\n' });
  expect(added.stderr).toContain(
    `URL [${stack.giteaUrl}]: Owner [${project.owner.login}]: Repository [project]: `,
  );
  await run(['backend', 'set-default', 'myproject']);

  const { number } = (await json(
    ...['create', 'Implement user authentication', '--label=feature', '--label=priority:high'],
  )) as { number: number };
  await json('edit', `${number}`, '--state=in_progress', `--assignee=${login}`);
  await json('comment', `${number}`, 'Implementation complete, tests passing');
  expect(await json('list', '--state=in_progress', '--label=feature')).toMatchObject([
    { number, state: 'in_progress', priority: 'high', assignees: [login], labels: ['feature'] },
  ]);
  await json('close', `${number}`, '--comment=Ready for review');
  expect(await json('show', `${number}`, '--comments')).toMatchObject({
    state: 'closed',
    comments: [{ body: 'Implementation complete, tests passing' }, { body: 'Ready for review' }],
  });
  await json('reopen', `${number}`, '--comment=Again');
  expect(await json('search', 'authentication', 'is:open')).toMatchObject([{ number }]);
});

test('work offline comes back', async () => {
  const { run, json } = newUser();
  await json('config', 'detect', '--save', 'gitea-production');
  await json('create', 'From Gitea', '--label', 'online');
  await json('backend', 'add', 'backup', 'local');

  await json('sync', 'pull', 'gitea-production', 'backup');
  await json('backend', 'set-default', 'backup');
  await json('create', 'Offline implementation', '--label=offline');
  const plan = await json('sync', 'push', 'backup', 'gitea-production', '--dry-run');
  expect(await json('list', '--backend', 'gitea-production', '--label', 'offline')).toEqual([]);
  const pushed = await json('sync', 'push', 'backup', 'gitea-production');
  const again = await json('sync', 'bidirectional', 'backup', 'gitea-production');

  expect(pushed).toMatchObject({ created: { b: 1 }, failed: [], conflicts: 0 });
  expect((pushed as { operations: unknown }).operations).toEqual(
    (plan as { operations: unknown }).operations,
  );
  expect(again).toMatchObject({ created: { a: 0, b: 0 }, operationCount: 0 });
  expect(await json('list', '--backend', 'gitea-production', '--label', 'offline')).toMatchObject([
    { title: 'Offline implementation' },
  ]);
  expect((await run(['sync', 'status'])).stdout).toContain('backup ↔ gitea-production');
});

test('a wrong token is told as one, with where it came from', async () => {
  const { run } = newUser();

  const ran = await run(['list', '--json'], { environment: { GITEA_API_TOKEN: '0'.repeat(40) } });

  expect(ran.exitCode).toBe(4);
  expect(ran.stderr).toContain('The token is that of GITEA_API_TOKEN.');
});
