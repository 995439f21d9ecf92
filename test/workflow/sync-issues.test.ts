import {
  addSync,
  forceSync,
  listSyncs,
  readSync,
  removeSync,
  triggerSync,
} from '@fixpoint/cli/sync/schedules.ts';
import { FixpointError } from '@fixpoint/contracts/errors.ts';
import { TASK_QUEUES } from '@fixpoint/contracts/queues.ts';
import { WORKFLOW_TYPES } from '@fixpoint/contracts/workflows.ts';
import { toApplicationFailure } from '@fixpoint/worker-kit/activity-interceptors.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { untilCancelled } from './fake-fleets.ts';
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
      expect(requests).toEqual([{ pair: pairNamed('once'), force: false }]);
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
      await expect
        .poll(async () => (await readSync(client, 'scheduled')).last)
        .toMatchObject({ status: 'completed', counts: NOTHING });
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

test('of two trackers there is one sync, whichever side they are on', async () => {
  const { client } = harness.environment;
  const pair = pairNamed('first');
  await withSyncFleet(
    harness,
    async () => NOTHING,
    async () => {
      const turned = { ...pair, name: 'second', a: pair.b, b: pair.a };
      await addSync(client, pair);

      await expect.poll(async () => (await listSyncs(client)).length).toBe(1);
      await expect(addSync(client, turned)).rejects.toMatchObject({ code: 'ALREADY_EXISTS' });
      await expect(
        addSync(client, { ...pair, name: 'third', b: { ...pair.a, owner: 'ADA' } }),
      ).rejects.toMatchObject({
        code: 'INVALID_INPUT',
      });
      await removeSync(client, 'first');
      expect(await addSync(client, { ...turned, direction: 'a-to-b' })).toMatchObject({
        a: pair.a,
        b: pair.b,
        direction: 'b-to-a',
      });
      await removeSync(client, 'second');
    },
  );
});

test('logins that differ at the two trackers stay with the Schedule, and go with each sync', async () => {
  const { client } = harness.environment;
  const { a, b, ...rules } = pairNamed('mapped');
  const turned = { ...rules, a: b, b: a };
  const users = [{ a: 'ann', b: 'ann-b' }];
  await withSyncFleet(
    harness,
    async () => NOTHING,
    async ({ requests }) => {
      await expect(
        addSync(client, { ...turned, users: [...users, { a: 'Ann', b: 'other' }] }),
      ).rejects.toMatchObject({ code: 'INVALID_INPUT' });
      await addSync(client, { ...turned, users: [{ a: 'ann-b', b: 'ann' }] });

      await expect.poll(() => requests).toEqual([{ pair: { ...pairNamed('mapped'), users }, force: false }]);
      expect((await readSync(client, 'mapped')).pair).toEqual({ ...pairNamed('mapped'), users });
      await removeSync(client, 'mapped');
    },
  );
});

test('a sync that failed is shown with its reason, and one that runs ends when its pair is removed', async () => {
  const { client } = harness.environment;
  const begun = makeGate();
  await withSyncFleet(
    harness,
    async ({ force }) => {
      if (!force) throw toApplicationFailure(new FixpointError('SYNC_IMPLAUSIBLE', '25 of 100 are gone.'));
      begun.open();
      return untilCancelled();
    },
    async ({ requests }) => {
      await addSync(client, pairNamed('many'));
      await expect
        .poll(async () => (await readSync(client, 'many')).last)
        .toMatchObject({ status: 'failed', message: expect.stringContaining('25 of 100 are gone.') });

      await forceSync(client, 'many');
      await begun.opened;
      expect(requests.at(-1)).toMatchObject({ force: true });
      await removeSync(client, 'many');

      const forced = client.workflow.getHandle('sync:many-forced');
      await expect.poll(async () => (await forced.describe()).status.name).toBe('CANCELLED');
    },
  );
});

function secondsNow(): number {
  return Math.floor(Date.now() / 1_000);
}
