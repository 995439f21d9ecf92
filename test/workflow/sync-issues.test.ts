import { addSync, listSyncs, readSync, removeSync, triggerSync } from '@fixpoint/cli/sync/schedules.ts';
import { FixpointError } from '@fixpoint/contracts/errors.ts';
import { TASK_QUEUES } from '@fixpoint/contracts/queues.ts';
import { WORKFLOW_TYPES } from '@fixpoint/contracts/workflows.ts';
import { toApplicationFailure } from '@fixpoint/worker-kit/activity-interceptors.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Harness, startHarness } from './harness.ts';
import { makeGate } from './scenario.ts';
import { NOTHING, pairNamed, withSyncFleet } from './sync-harness.ts';

let harness: Harness;

beforeAll(async () => {
  harness = await startHarness();
});
afterAll(() => harness.close());

async function run(name: string): Promise<unknown> {
  const { workflow } = harness.environment.client;
  return workflow.execute(WORKFLOW_TYPES.sync, {
    workflowId: `test:${name}`,
    taskQueue: TASK_QUEUES.orchestrator,
    args: [{ pair: pairNamed(name) }],
  });
}

test('a sync is one step of the forge fleet, and ends with what that did', async () => {
  const counts = { ...NOTHING, created: { a: 1, b: 2 }, conflicts: 3 };

  await withSyncFleet(
    harness,
    async () => counts,
    async ({ requests }) => {
      expect(await run('once')).toEqual(counts);
      // Once a day: every one of them is the first of its day.
      expect(requests).toEqual([{ pair: pairNamed('once'), fullScan: true }]);
    },
  );
});

test('a pair that another sync holds is waited for; what no waiting mends ends it', async () => {
  await withSyncFleet(
    harness,
    async ({ pair }, nth) => {
      const code = pair.name === 'held' ? 'LOCAL_STORE_BUSY' : 'FORGE_UNAUTHORIZED';
      if (nth === 1 || pair.name === 'refused')
        throw toApplicationFailure(new FixpointError(code, 'It says.'));
      return NOTHING;
    },
    async ({ requests }) => {
      expect(await run('held')).toEqual(NOTHING);
      expect(requests).toHaveLength(2);

      await expect(run('refused')).rejects.toMatchObject({
        cause: { cause: { type: 'FORGE_UNAUTHORIZED' } },
      });
      expect(requests).toHaveLength(3);
    },
  );
});

test('a Schedule syncs at once, then one at a time, until it is removed', async () => {
  const { client } = harness.environment;
  const begun = makeGate();
  const mayEnd = makeGate();

  await withSyncFleet(
    harness,
    async () => {
      begun.open();
      await mayEnd.opened;
      return NOTHING;
    },
    async ({ requests, mostAtOnce }) => {
      await addSync(client, pairNamed('scheduled'));
      await begun.opened;
      // The server names what a Schedule starts by the second.
      const started = secondsNow();
      await expect.poll(secondsNow).toBeGreaterThan(started);
      await triggerSync(client, 'scheduled');
      await triggerSync(client, 'scheduled');
      mayEnd.open();

      await expect.poll(() => requests.length).toBe(2);
      await expect.poll(async () => (await readSync(client, 'scheduled')).recent.length).toBe(2);
      expect(mostAtOnce()).toBe(1);
      const listed = await listSyncs(client);
      expect(listed).toMatchObject([{ pair: pairNamed('scheduled'), paused: false }]);
      await expect(addSync(client, pairNamed('scheduled'))).rejects.toMatchObject({ code: 'ALREADY_EXISTS' });

      await removeSync(client, 'scheduled');
      await expect(readSync(client, 'scheduled')).rejects.toMatchObject({ code: 'SYNC_UNKNOWN' });
      await expect(triggerSync(client, 'scheduled')).rejects.toMatchObject({ code: 'SYNC_UNKNOWN' });
    },
  );
});

function secondsNow(): number {
  return Math.floor(Date.now() / 1_000);
}
