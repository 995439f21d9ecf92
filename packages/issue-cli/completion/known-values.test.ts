import { localServers } from '@fixpoint/forges/http/testing/local-server.ts';
import { afterEach, expect, test } from 'vitest';
import { emptyEnvironment } from '../config/testing/temporary-clone.ts';
import { type IssueWorld, issueWorld } from '../testing/issue-world.ts';
import { knownValues } from './known-values.ts';
import type { ValueKind } from './wanted-value.ts';

const servers = localServers();
afterEach(() => servers[Symbol.asyncDispose]());
const PLENTY_MS = 20_000;

function known(
  { folder, clock }: IssueWorld,
  kind: ValueKind,
  { backend = null, patienceMs = PLENTY_MS }: { backend?: string | null; patienceMs?: number } = {},
) {
  const { stdin, stdout, stderr } = process;
  const isTerminal = { stdin: false, stdout: false, stderr: false };
  const signal = new AbortController().signal;
  const world = {
    ...{ environment: emptyEnvironment(folder), cwd: folder, columns: 80, rows: 24, signal },
    ...{ stdin, stdout, stderr, isTerminal, now: () => new Date(clock.now) },
  };
  return knownValues({ kind, backend }, world, patienceMs);
}

test('issues are those that are open, with their titles', async () => {
  const world = issueWorld();
  await world.output('create', 'One');
  await world.output('create', 'Done', '--state', 'closed');
  await world.output('create', `Long ${'x'.repeat(200)}`);

  expect(await known(world, 'issue')).toEqual([
    { value: '3', description: `Long ${'x'.repeat(54)}…` },
    { value: '1', description: 'One' },
  ]);
  expect(await known(world, 'closed-issue')).toEqual([{ value: '2', description: 'Done' }]);
});

test('labels and milestones are those of the tracker that is named', async () => {
  const world = issueWorld();
  await world.output('label', 'create', 'bug', '--description', 'not as it should be');
  await world.output('milestone', 'create', 'v1');
  await world.output('backend', 'add', 'other', 'local', '--path', 'other.db');
  await world.output('backend', 'add', 'here', 'local', '--path', '.issue-core/issues.db');

  const labels = [{ value: 'bug', description: 'not as it should be' }];
  expect(await known(world, 'label', { backend: 'here' })).toEqual(labels);
  expect(await known(world, 'milestone', { backend: 'here' })).toMatchObject([{ value: 'v1' }]);
  expect(await known(world, 'label', { backend: 'other' })).toEqual([]);
  expect(await known(world, 'backend')).toEqual([
    { value: 'other', description: 'local' },
    { value: 'here', description: 'local' },
  ]);
});

test('nothing is offered that a shell or a terminal would obey', async () => {
  const world = issueWorld();
  for (const name of ['$(touch owned)', '`owned`', 'a b', 'a;b', "'", '#', '*'])
    await world.output('label', 'create', name);
  await world.output('label', 'create', '--', '-rf');
  await world.output('label', 'create', 'priority/p1', '--description', 'a\u001b]0;owned\u0007b');

  expect(await known(world, 'label')).toEqual([{ value: 'priority/p1', description: 'ab' }]);
});

test('a tracker at a forge is asked; one that does not answer, or refuses, offers nothing', async () => {
  const { url } = await servers.serve((request, response) => {
    if (request.url?.includes('/silent/')) return;
    response.writeHead(request.url?.includes('/ada/') ? 200 : 401, { 'content-type': 'application/json' });
    response.end(JSON.stringify([{ id: 1, name: 'ui', color: '112233', description: '' }]));
  });
  const world = issueWorld();
  for (const owner of ['silent', 'ada', 'grace'])
    await world.output('backend', 'add', owner, 'gitea', '--url', url, '--owner', owner, '--repo', 'engine');

  expect(await known(world, 'label', { backend: 'ada' })).toEqual([{ value: 'ui', description: '' }]);
  expect(await known(world, 'label', { backend: 'grace' })).toEqual([]);
  expect(await known(world, 'label', { backend: 'nobody' })).toEqual([]);
  expect(await known(world, 'label', { backend: 'silent', patienceMs: 300 })).toEqual([]);
});
