import { expect, test } from 'vitest';
import { issueWorld } from './testing/issue-world.ts';

test('events are polled with a cursor', async () => {
  const { output, json } = issueWorld();
  await output('create', 'One');
  await output('close', '1');
  await output('create', 'Two');

  const first = JSON.parse(await output('events', '--after', '0', '--limit', '2', '--json'));
  const rest = JSON.parse(await output('events', '--after', first.page.next, '--json'));

  expect(first.data).toMatchObject([
    { seq: 1, type: 'issue-created', issue: 1, actor: 'ada', payload: { title: 'One' } },
    { seq: 2, type: 'state-changed', issue: 1 },
  ]);
  expect(rest).toMatchObject({ data: [{ type: 'issue-created', issue: 2 }], page: { next: '3' } });
  expect(await json('events', '--limit', '1')).toMatchObject([{ seq: 3 }]);
  expect(await json('events', '--issue', '1', '--type', 'state-changed')).toMatchObject([{ seq: 2 }]);
});

test('of one issue or type are the latest that fit, however much happened since', async () => {
  const world = issueWorld();
  await world.output('create', 'First');
  await world.output('comment', '1', 'a');
  for (const title of ['Second', 'Third', 'Fourth']) await world.output('create', title);

  const ofIssue = await world.json('events', '--issue', '1', '--limit', '3');
  const ofType = await world.json('events', '--type', 'issue-created', '--limit', '2');

  expect(ofIssue).toMatchObject([{ type: 'issue-created' }, { type: 'commented' }]);
  expect(ofType).toMatchObject([{ issue: 3 }, { issue: 4 }]);
});

test('a wrong type names those there are', async () => {
  const { exitCode, stderr } = await issueWorld().run(['events', '--type', 'explosion']);

  expect(exitCode).toBe(2);
  expect(stderr).toContain('issue-created');
});

test('--wait answers as soon as something happens', async () => {
  const { output, run } = issueWorld();
  await output('create', 'One');

  const waiting = run(['events', '--after', '1', '--wait', '30s', '--format=json']);
  await output('create', 'Two');

  expect(JSON.parse((await waiting).stdout)).toMatchObject([{ issue: 2 }]);
});

test('--follow prints each as it happens, until it is interrupted', async () => {
  const { output, run } = issueWorld();
  await output('create', 'One');
  const stopping = new AbortController();
  const seen: string[] = [];

  const following = run(['events', '--after', '0', '--follow', '--format=ndjson'], {
    signal: stopping.signal,
    onOutput(text) {
      seen.push(text);
      if (text.includes('Two')) stopping.abort();
    },
  });
  await output('create', 'Two');
  const { exitCode } = await following;

  expect(exitCode).toBe(130);
  expect(seen.map((line) => JSON.parse(line).seq)).toEqual([1, 2]);
});
