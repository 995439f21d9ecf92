import { addSync, removeSync, triggerSync } from '@fixpoint/cli/sync/schedules.ts';
import { type SyncCounts, syncScheduleId } from '@fixpoint/contracts/sync.ts';
import { createGiteaProject, type GiteaProject } from '@fixpoint/forges/testing/gitea-project.ts';
import { localForgeInstance } from '@fixpoint/local/platform/forge-files.ts';
import { letBotWrite } from '@fixpoint/local/platform/register-repository.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { useInstallation } from './installation.ts';
import { waitUntil } from './wait-until.ts';

interface ListedIssue {
  readonly number: number;
  readonly title: string;
  readonly body: string;
  readonly state: string;
  readonly labels: readonly { readonly name: string }[];
}

const ISSUES = 40;
const installation = useInstallation();
const name = `e2e-${Date.now()}`;
let left: GiteaProject;
let right: GiteaProject;

beforeAll(async () => {
  const { endpoints } = installation().platform.stack;
  const server = { url: endpoints.giteaUrl, adminToken: endpoints.giteaAdmin.token };
  left = await createGiteaProject(server);
  right = await createGiteaProject(server);
  for (const { owner } of [left, right]) await letBotWrite(installation().platform, owner.login, 'project');
});
afterAll(async () => {
  // When it failed before there was one, the projects go all the same.
  await removeSync(installation().client, name).catch(() => undefined);
  await left?.remove();
  await right?.remove();
});

function issuesOf(project: GiteaProject): Promise<readonly ListedIssue[]> {
  const path = `/repos/${project.owner.login}/project/issues?state=all&type=issues&limit=50`;
  return project.call(project.owner, 'GET', path);
}

async function titlesOf(project: GiteaProject): Promise<readonly string[]> {
  return (await issuesOf(project)).map(({ title }) => title).toSorted();
}

/** What the syncs of the pair that have ended did, the oldest first. */
async function ended(): Promise<readonly SyncCounts[]> {
  const { client } = installation();
  const { info } = await client.schedule.getHandle(syncScheduleId(name)).describe();
  const results: SyncCounts[] = [];
  for (const { action } of info.recentActions) {
    const { workflowId, firstExecutionRunId } = action.workflow;
    const handle = client.workflow.getHandle(workflowId, firstExecutionRunId);
    if ((await handle.describe()).status.name === 'COMPLETED') results.push(await handle.result());
  }
  return results;
}

async function untilEnded(count: number): Promise<SyncCounts> {
  const all = await waitUntil(ended, (seen): seen is readonly SyncCounts[] => seen.length >= count);
  const last = all.at(-1);
  if (!last) throw new Error('no sync has ended');
  return last;
}

describe('two repositories that are synced in the background', () => {
  it('become the same, also when the worker is killed in the middle, with nothing twice', async () => {
    const { client, platform } = installation();
    for (let index = 1; index <= ISSUES; index += 1)
      await left.openIssue(left.owner, `Left ${index}`, 'text');
    const fromRight = await right.openIssue(right.owner, 'Right', 'other text');
    await right.comment(right.owner, fromRight, 'A comment');
    const forgeInstance = localForgeInstance(platform.stack.endpoints);
    const at = ({ owner }: GiteaProject) => ({ forgeInstance, owner: owner.login, name: 'project' });
    const rules = { direction: 'both', policy: 'manual', deletes: 'close', everyMinutes: 600 } as const;

    await addSync(client, { name, a: at(left), b: at(right), ...rules });
    await waitUntil(
      () => issuesOf(right),
      (seen): seen is readonly ListedIssue[] => seen.length > 5,
      { everyMs: 20 },
    );
    await platform.kill('forge-worker');
    expect((await issuesOf(right)).length).toBeLessThan(ISSUES);
    await platform.restart('forge-worker');
    const counts = await untilEnded(1);

    expect(counts).toMatchObject({ failed: 0, conflicts: 0 });
    const titles = [...Array.from({ length: ISSUES }, (_, index) => `Left ${index + 1}`), 'Right'].toSorted();
    expect(await titlesOf(left)).toEqual(titles);
    expect(await titlesOf(right)).toEqual(titles);
    const copied = (await issuesOf(left)).find(({ title }) => title === 'Right');
    const path = `/repos/${left.owner.login}/project/issues/${copied?.number}/comments`;
    const comments = await left.call<readonly { body: string }[]>(left.owner, 'GET', path);
    expect(comments.map(({ body }) => body)).toEqual([expect.stringContaining('A comment')]);
  });

  it('follow what people change on either side, and are left alone when nobody does', async () => {
    const { client } = installation();
    const [before] = await issuesOf(left);
    const path = `/repos/${left.owner.login}/project/issues/${before?.number}`;
    await left.call(left.owner, 'PATCH', path, { title: 'Renamed by a person', state: 'closed' });
    await triggerSync(client, name);

    expect(await untilEnded(2)).toMatchObject({ created: { a: 0, b: 0 }, updated: 1, failed: 0 });
    expect((await issuesOf(right)).find(({ title }) => title === 'Renamed by a person')).toMatchObject({
      state: 'closed',
    });

    await triggerSync(client, name);
    expect(await untilEnded(3)).toEqual({
      created: { a: 0, b: 0 },
      updated: 0,
      tombstoned: 0,
      failed: 0,
      failures: [],
      conflicts: 0,
    });
  });
});
