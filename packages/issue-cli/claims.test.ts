import { expect, test } from 'vitest';
import { issueWorld } from './testing/issue-world.ts';

async function worldWithIssues(count: number) {
  const world = issueWorld();
  for (let number = 1; number <= count; number += 1) await world.output('create', `Issue ${number}`);
  return world;
}

test('ready lists what can be worked on, and claims the first of it in one operation', async () => {
  const { output, json, run } = await worldWithIssues(3);
  await output('edit', '3', '--priority', 'critical');
  await output('link', '1', 'blocked-by', '2');

  expect(await json('ready')).toMatchObject([{ number: 3, claim: null }, { number: 2 }]);
  expect(await json('ready', '--claim', '--agent', 'coder')).toMatchObject([
    { number: 3, claim: { agent: 'coder', token: 1, issue: 3 } },
  ]);
  expect(await json('ready', '--claim', '--agent', 'tester', '--ttl', '30m')).toMatchObject([
    { number: 2, claim: { agent: 'tester', heartbeatEveryMs: 600_000 } },
  ]);
  const nothing = await run(['ready', '--claim', '--format=json']);
  expect(nothing).toMatchObject({ exitCode: 0, stdout: '[]\n' });
  expect(await json('claim')).toMatchObject([{ agent: 'tester' }, { agent: 'coder' }]);
  expect(await json('list', '--query', 'claimed-by:coder')).toMatchObject([{ number: 3 }]);
});

test('a claim keeps others away from the work, and a stale token is refused', async () => {
  const { output, run, json } = await worldWithIssues(1);
  expect(await output('claim', '1', '--agent', 'coder')).toContain('with token 1 until');

  expect((await run(['claim', '1', '--agent', 'tester'])).exitCode).toBe(5);
  expect((await run(['close', '1', '--agent', 'tester'])).exitCode).toBe(5);
  expect((await run(['comment', '1', 'Hello', '--agent', 'tester'])).exitCode).toBe(0);
  expect(await json('claim', '1', '--agent', 'tester', '--takeover')).toMatchObject({ token: 2 });

  const stale = await run(['comment', '1', 'Done', '--agent', 'coder', '--claim-token', '1', '--json']);
  expect(stale.exitCode).toBe(6);
  expect(JSON.parse(stale.stderr)).toMatchObject({ error: { code: 'CLAIM_LOST', exitCode: 6 } });
  expect((await run(['close', '1', '--agent', 'tester', '--token=2'])).exitCode).toBe(0);
});

test('a heartbeat keeps a claim, and a release gives it back, once', async () => {
  const { output, run, json, clock } = await worldWithIssues(1);
  await output('claim', '1', '--ttl', '1m');

  clock.now += 40_000;
  await output('heartbeat', '1');
  clock.now += 40_000;
  expect(await json('claim')).toHaveLength(1);
  await output('release', '1', '--claim-token', '1');
  expect((await run(['release', '1'])).exitCode).toBe(6);
  expect((await run(['release', '1', '--claim-token', '1'])).exitCode).toBe(6);
  expect((await run(['heartbeat', '1'])).exitCode).toBe(6);
});

test('a lease that ran out frees the issue', async () => {
  const { output, json, clock } = await worldWithIssues(1);
  await output('claim', '1', '--ttl', '90s', '--agent', 'coder');

  clock.now += 90_000;

  expect(await json('ready', '--claim', '--agent', 'tester')).toMatchObject([{ claim: { token: 2 } }]);
});

test('what an agent that died left in progress is ready again, and what was given back is not', async () => {
  const { output, json, clock } = await worldWithIssues(2);
  for (const number of ['1', '2']) {
    await output('claim', number, '--ttl', '90s', '--agent', 'coder');
    await output('edit', number, '--state', 'in_progress', '--agent', 'coder');
  }
  await output('release', '2', '--agent', 'coder');
  expect(await json('ready')).toEqual([]);

  clock.now += 90_000;

  expect(await json('list', '--query', 'is:ready')).toMatchObject([{ number: 1, state: 'in_progress' }]);
  expect(await json('ready', '--claim', '--agent', 'tester')).toMatchObject([
    { number: 1, state: 'in_progress', claim: { agent: 'tester', token: 2 } },
  ]);
});

test('a tracker token on the command line is refused, as it is no claim', async () => {
  const { run } = await worldWithIssues(1);
  const secret = ['ghp', 'a'.repeat(36)].join('_');

  const { exitCode, stderr } = await run(['list', '--token', secret]);

  expect(exitCode).toBe(2);
  expect(stderr).toContain('never given on the command line');
});

test('what is deferred is not ready before its time', async () => {
  const { output, json, run, clock } = await worldWithIssues(1);

  await output('defer', '1', '2h');
  expect(await json('ready')).toEqual([]);
  expect(await json('show', '1')).toMatchObject({ deferredUntil: '2026-03-01T14:00:00.000Z' });
  clock.now += 2 * 3_600_000;
  expect(await json('ready')).toHaveLength(1);
  await output('defer', '1', '2026-04-01');
  await output('defer', '1', '--clear');
  expect(await json('ready')).toHaveLength(1);
  expect((await run(['defer', '1'])).exitCode).toBe(2);
  expect((await run(['defer', '1', 'tomorrow-ish'])).exitCode).toBe(2);
});

test('agents note what they know, revision by revision', async () => {
  const { output, json, run } = await worldWithIssues(1);

  await output('state', '1', '{"step":1}', '--agent', 'coder', '--expected-revision', '0');
  const piped = await run(['state', '1', '-', '--agent', 'coder'], { stdin: '{"step":2}' });
  const stale = await run(['state', '1', '{}', '--agent', 'coder', '--expected-revision', '1']);

  expect(piped.exitCode).toBe(0);
  expect(stale.exitCode).toBe(5);
  expect(await json('state', '1')).toMatchObject([{ agent: 'coder', revision: 2, state: { step: 2 } }]);
  expect(await json('state', '1', '--of', 'tester')).toEqual([]);
  expect((await run(['state', '1', '[1]'])).exitCode).toBe(2);
  expect((await run(['state', '1', '{'])).exitCode).toBe(2);
});

test('agents are registered with their roles', async () => {
  const { output, json, run } = issueWorld();

  await output('agents', 'register', 'eve', '--role', 'reviewer', '--role', 'tester');

  expect(await json('agents')).toMatchObject([{ name: 'eve', kind: 'agent', roles: ['reviewer', 'tester'] }]);
  expect((await run(['agents', 'register', 'No Name'])).exitCode).toBe(2);
});

test('who acts is the flag, the environment, the user, in this order', async () => {
  const { json, run } = await worldWithIssues(1);
  const environment = { ISSUE_CORE_AGENT: 'from-environment' };

  const ofEnvironment = await run(['claim', '1', '--format=json'], { environment });
  await run(['claim', '1', '--takeover', '--agent', 'from-flag'], { environment });

  expect(JSON.parse(ofEnvironment.stdout)).toMatchObject({ agent: 'from-environment' });
  expect(await json('claim')).toMatchObject([{ agent: 'from-flag' }]);
  expect(await json('show', '1')).toMatchObject({ author: 'ada' });
});

test.each([
  ['claim', '1', '--ttl', '100d'],
  ['ready', '--claim', '--ttl', '2d'],
  ['claim', '1', '--ttl', '0s'],
])('%s %s: a lease has bounds, which are told as they are written', async (...argv) => {
  const { run } = await worldWithIssues(1);

  const ran = await run(argv);

  expect(ran.exitCode).toBe(2);
  expect(ran.stderr).toContain('Give a duration from 1s to 24h.');
});

test('how long a claim is to last is refused where none is asked for', async () => {
  const { run } = await worldWithIssues(1);

  expect(await run(['ready', '--ttl', '1m'])).toMatchObject({
    exitCode: 2,
    stderr: expect.stringContaining('give --claim with it'),
  });
});
