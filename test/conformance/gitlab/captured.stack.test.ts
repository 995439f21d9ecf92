import { type Delivery, startWebhookReceiver } from '@fixpoint/forges/testing/webhook-receiver.ts';
import { beforeAll, describe, expect, test } from 'vitest';
import { type Captured, type CapturedKind, readCaptured } from './captured/captured.ts';
import { DEVIATIONS, HOOK_DEVIATIONS } from './captured/deviations.ts';
import { missingFrom } from './captured/structure.ts';
import { goClientModule } from './go-tools.ts';
import { type GitLabScene, openGitLabScene, PROJECT, TOKENS } from './open-gitlab.ts';
import { ROUTES } from './simulator/answer-request.ts';
import { isObject, type JsonObject } from './simulator/json.ts';
import type { SimProject } from './simulator/world.ts';

const TIMEOUT_MS = 300_000;
let captured: Captured;

beforeAll(async () => {
  captured = await readCaptured(await goClientModule());
}, TIMEOUT_MS);

/** Sends as ada; what GitLab answers. */
async function send(scene: GitLabScene, method: string, path: string, body?: unknown): Promise<unknown> {
  const form = body instanceof FormData ? body : null;
  const answer = await fetch(`${scene.simulator.url}/api/v4/projects/${encodeURIComponent(PROJECT)}${path}`, {
    method,
    headers: { 'private-token': TOKENS.ada, ...(form ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: form ?? JSON.stringify(body) }),
  });
  return answer.json();
}

const SHARED_ID = 1;

/** What belongs to the group of the project. */
function addSharedThings(project: SimProject): void {
  const times = { createdAt: '2026-01-31T12:00:00.000Z', updatedAt: '2026-01-31T12:00:00.000Z' };
  const shared = { id: SHARED_ID, groupId: 7, ...times };
  project.labels.push({
    ...shared,
    name: 'shared',
    color: '#112233',
    description: 'For all',
    priority: null,
  });
  project.milestones.push({
    ...{
      ...shared,
      iid: 1,
      title: 'Shared',
      description: '',
      state: 'active',
      dueDate: null,
      startDate: null,
    },
  });
}

/** One of each, with everything that can be set. */
async function makeAll(scene: GitLabScene): Promise<ReadonlyMap<CapturedKind, readonly unknown[]>> {
  const ids = [scene.people.ada.id];
  const file = new FormData();
  file.set('file', new Blob(['a']), 'trace.txt');
  const dates = { due_date: '2031-03-30', start_date: '2031-01-01' };
  const milestone = await send(scene, 'POST', '/milestones', { title: 'v1', description: 'First', ...dates });
  const { id } = milestone as { id: number };
  const full = { description: 'Text.', labels: 'bug,shared', assignee_ids: ids, milestone_id: id };
  addSharedThings(scene.project);
  await send(scene, 'POST', '/issues', { title: 'Full', discussion_locked: true, ...full });
  await send(scene, 'POST', '/issues', {
    title: 'Other',
    ...full,
    milestone_id: SHARED_ID,
  });
  const link = await send(scene, 'POST', '/issues/1/links', {
    target_project_id: PROJECT,
    target_issue_iid: 2,
  });
  const note = await send(scene, 'POST', '/issues/1/notes', { body: 'Said.' });
  await send(scene, 'PUT', '/issues/1', { state_event: 'close' });
  return new Map<CapturedKind, readonly unknown[]>([
    [
      'issue',
      [
        await send(scene, 'GET', '/issues/1'),
        ...((await send(scene, 'GET', '/issues?with_labels_details=true')) as unknown[]),
      ],
    ],
    ['note', [note]],
    [
      'label',
      [
        await send(scene, 'GET', '/labels/bug'),
        await send(scene, 'PUT', '/labels/bug', { description: 'x', priority: 2 }),
      ],
    ],
    ['milestone', [milestone]],
    ['linked issue', [await send(scene, 'GET', '/issues/1/links')].flat()],
    ['link', [link]],
    ['upload', [await send(scene, 'POST', '/uploads', file)]],
    ['listed upload', [await send(scene, 'GET', '/uploads')].flat()],
    ['member', [await send(scene, 'GET', '/members/all')].flat()],
  ]);
}

function missing(ours: ReadonlyMap<CapturedKind, readonly unknown[]>, kind: CapturedKind): readonly string[] {
  return missingFrom(ours.get(kind) ?? [], captured.answers.get(kind) ?? [], DEVIATIONS[kind]);
}

test('what GitLab’s Go client carries is found, of every kind', () => {
  const counts = [...captured.answers].map(([kind, answers]) => [kind, answers.length > 0]);

  expect(Object.fromEntries(counts)).toEqual({
    ...{ issue: true, note: true, label: true, milestone: true, 'linked issue': true, link: true },
    ...{ upload: true, 'listed upload': true, member: true },
  });
  expect(missingFrom([{}], captured.answers.get('issue') ?? []).length).toBeGreaterThan(40);
});

test('every answer has what the captured ones have, of the same types', { timeout: TIMEOUT_MS }, async () => {
  const scene = await openGitLabScene({ edition: { licence: 'paid' } });
  const ours = await makeAll(scene);
  await scene.simulator.close();

  for (const kind of captured.answers.keys()) expect([kind, missing(ours, kind)]).toEqual([kind, []]);
});

test('every webhook has what the captured ones have, of the same types', async () => {
  const scene = await openGitLabScene({ edition: { licence: 'paid' } });
  const receiver = await startWebhookReceiver();
  scene.simulator.webhooks.subscribe({ url: receiver.url, secretToken: 'x', signingToken: null });
  await makeAll(scene);
  await send(scene, 'PUT', '/issues/2', {
    title: 'Changed',
    description: 'All of it.',
    labels: 'new,shared',
  });
  await send(scene, 'PUT', '/issues/1', { state_event: 'reopen' });
  const events = [
    ['issue', 'open'],
    ['issue', 'update'],
    ['issue', 'close'],
    ['issue', 'reopen'],
    ['note', 'create'],
  ];
  const hooks: JsonObject[] = [];
  for (const [kind, action] of events) {
    const { rawBody } = await receiver.next((delivery) => isAbout(delivery, kind, action));
    const hook: unknown = JSON.parse(Buffer.from(rawBody).toString('utf8'));
    if (isObject(hook)) hooks.push(hook);
  }
  await scene.simulator.close();
  await receiver.close();
  const [issues, notes] = ['issue', 'note'].map((kind) => hooks.filter((hook) => hook.object_kind === kind));

  const apart = new Set([...HOOK_DEVIATIONS, 'changes']);
  expect(missingFrom(issues ?? [], [captured.issueHook], apart)).toEqual([]);
  expect(missingFrom(notes ?? [], [captured.noteHook], HOOK_DEVIATIONS)).toEqual([]);
  expect(missingFrom(notes ?? [], [captured.issueHook], apart)).not.toEqual([]);
  expect(changesMissing(issues ?? [], captured.issueHook)).toEqual([]);
});

/** Which changes a webhook tells depends on what was done: those that both tell are compared. */
function changesMissing(ours: readonly JsonObject[], like: unknown): readonly string[] {
  const changes = ours.flatMap((hook) => (isObject(hook.changes) ? [hook.changes] : []));
  const captured = isObject(like) && isObject(like.changes) ? like.changes : {};
  const names = Object.keys(captured).filter((name) => changes.some((it) => name in it));
  expect(names.toSorted()).toEqual(['closed_at', 'description', 'labels', 'state_id', 'title', 'updated_at']);
  return names.flatMap((name) =>
    missingFrom(
      changes.flatMap((it) => (name in it ? [{ [name]: it[name] }] : [])),
      [{ [name]: captured[name] }],
    ),
  );
}

function isAbout({ rawBody }: Delivery, kind: string | undefined, action: string | undefined): boolean {
  const payload: unknown = JSON.parse(Buffer.from(rawBody).toString('utf8'));
  if (!isObject(payload) || payload.object_kind !== kind) return false;
  return isObject(payload.object_attributes) && payload.object_attributes.action === action;
}

describe('what is not as GitLab answers is found out', () => {
  test('by a simulator that forgets something, and has something of the wrong type', async () => {
    const routes = ROUTES.map((route) => {
      if (route.method !== 'GET' || route.path !== '/projects/:id/issues/:iid') return route;
      return {
        ...route,
        handle: (exchange: Parameters<typeof route.handle>[0]) => {
          const reply = route.handle(exchange);
          const { web_url: _, ...rest } = isObject(reply.body) ? reply.body : {};
          return { ...reply, body: { ...rest, iid: '1', author: {} } };
        },
      };
    });
    const scene = await openGitLabScene({ routes, edition: { licence: 'paid' } });
    const ours = await makeAll(scene);
    await scene.simulator.close();

    expect(missing(ours, 'issue')).toEqual(
      expect.arrayContaining([
        ...['web_url is missing', 'iid is string, and number elsewhere', 'author.id is missing'],
      ]),
    );
  });
});
