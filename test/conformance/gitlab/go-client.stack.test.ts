import { expect, test } from 'vitest';
import { goClient } from './go-tools.ts';
import { openGitLabScene, PROJECT, TOKENS } from './open-gitlab.ts';
import { hookEventOf, hookPayloadOf } from './simulator/webhook-payload.ts';

test("GitLab's Go client takes the simulator for GitLab, for the whole life of an issue", {
  timeout: 300_000,
}, async () => {
  const scene = await openGitLabScene({ edition: { licence: 'paid' } });
  const go = await goClient();

  const printed = await go.run([scene.simulator.url, TOKENS.ada, PROJECT]);
  const ours = await scene.open().getIssue(1);
  const { items } = await scene.open().listComments(1, null);
  await scene.simulator.close();

  expect(scene.simulator.violations).toEqual([]);
  expect(JSON.parse(printed)).toEqual({
    ...{
      me: 'ada',
      dueOn: '2031-03-30',
      comments: ['Seen this morning.', 'Not for everybody.'],
      internal: true,
    },
    ...{
      file: true,
      links: ['is_blocked_by 2'],
      closed: ['closed', true, 'ada'],
      assignees: 'ada',
      twice: 409,
    },
    issue: ['Totals are off by a cent', 'Often.', 'opened', 'incident', 'v1', ['größe', 'urgent']],
    ...{ counted: [47, 47], keyset: [47, 47], later: 0 },
  });
  expect(ours).toMatchObject({
    title: 'Totals are off by a cent',
    type: 'incident',
    milestone: 'v1',
    number: 1,
  });
  expect(items.map(({ body }) => body)).toEqual(['Seen this morning.']);
});

test("GitLab's Go client reads the webhooks of the simulator", { timeout: 300_000 }, async () => {
  const { simulator, project, ...scene } = await openGitLabScene();
  const go = await goClient();
  const backend = scene.open();
  await backend.createIssue({ title: 'Told', labels: ['a'], assignees: ['ada'] });
  await backend.createComment(1, 'Said.');
  const [issue] = project.issues;
  const note = project.notes.find(({ system }) => !system);
  if (!issue || !note) throw new Error('nothing was created');
  const context = { world: simulator.world, web: simulator.url };

  const told = [];
  for (const announcement of [
    { event: 'issue', action: 'open', project, issue, changes: {} },
    { event: 'note', action: 'create', project, note },
  ] as const) {
    const payload = JSON.stringify(hookPayloadOf(context, announcement, scene.people.ada));
    told.push(JSON.parse(await go.run(['webhook', hookEventOf(announcement)], payload)));
  }
  await simulator.close();

  expect(told).toEqual([
    { action: 'open', number: 1, project: PROJECT, user: 'ada' },
    { action: 'create', number: 1, note: 'Said.', user: 'ada' },
  ]);
});
