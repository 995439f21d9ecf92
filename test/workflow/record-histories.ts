/**
 * Records one history of each kind of issue and attempt into `test/fixtures/histories`, for `replay-histories.test.ts`:
 *
 *     FIXPOINT_TEMPORAL_EXECUTABLE=.fixpoint/bin/temporal node test/workflow/record-histories.ts [SCENE …]
 *
 * All of them without a name. Only to be recorded anew when a change of the workflows is not meant to go on with what already runs.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { FixpointError } from '@fixpoint/contracts/errors.ts';
import { attemptWorkflowId } from '@fixpoint/contracts/ids.ts';
import { TASK_QUEUES } from '@fixpoint/contracts/queues.ts';
import { WORKFLOW_TYPES } from '@fixpoint/contracts/workflows.ts';
import { toApplicationFailure } from '@fixpoint/worker-kit/activity-interceptors.ts';
import type { Client } from '@temporalio/client';
import { FAKE_HOST_QUEUE, untilCancelled } from './fake-fleets.ts';
import { type IssueUnderTest, startHarness, type WorkflowChange } from './harness.ts';
import { writeHistory } from './history-files.ts';
import { ask, declareTest, giveUp, hang, makeGate, type Scenario, submit, work } from './scenario.ts';
import { NOTHING, pairNamed, withSyncFleet } from './sync-harness.ts';

interface Scene {
  readonly scenario: Scenario;
  readonly change?: WorkflowChange;
  play(issue: IssueUnderTest): Promise<void>;
}

const solves = { writers: ['ada'], attempts: [[declareTest, submit]] };

async function merge(issue: IssueUnderTest): Promise<void> {
  await issue.until(({ state }) => state === 'in-review');
  await issue.fact({ kind: 'proposal-merged', proposalNumber: 7, by: 'ada' });
}

async function close(issue: IssueUnderTest): Promise<void> {
  await issue.fact({ kind: 'issue-closed', by: 'ada' });
}

/** Waits, bounded, for the second execution: until then the merge would still be taken by the first. */
async function continued({ handle }: IssueUnderTest): Promise<void> {
  const { runId } = await handle.describe();
  const deadline = Date.now() + 20_000;
  while ((await handle.describe()).runId === runId) {
    if (Date.now() > deadline) throw new Error('it did not continue as new');
    await sleep(50);
  }
}

function hostLost(): Scene {
  const acting = makeGate();
  let hung = false;
  return {
    scenario: {
      ...solves,
      before: (activity, request) => {
        if (activity !== 'act' || hung || (request as { turn: number }).turn !== 2) return undefined;
        hung = true;
        acting.open();
        return untilCancelled();
      },
      host: (opening) =>
        opening === 1
          ? { kind: 'lost', after: () => acting.opened }
          : { kind: 'held', hostQueue: FAKE_HOST_QUEUE },
    },
    play: async (issue) => {
      await issue.command('solve', 'ada');
      await merge(issue);
    },
  };
}

const SCENES: Record<string, Scene> = {
  merged: {
    scenario: solves,
    play: async (issue) => {
      await issue.command('solve', 'ada');
      await merge(issue);
    },
  },
  blocked: {
    scenario: { ...solves, check: (_, phase) => ({ passed: phase === 'red', reason: 'It fails.' }) },
    play: async (issue) => {
      await issue.command('solve', 'ada');
      await issue.until(({ state }) => state === 'blocked');
      await close(issue);
    },
  },
  stopped: {
    scenario: { writers: ['ada'], attempts: [[work, hang]] },
    play: async (issue) => {
      await issue.command('solve', 'ada');
      await issue.until(() => issue.fleets.count('act') === 2);
      await issue.command('stop', 'ada');
      await issue.until(() => issue.fleets.notices.includes('stopped'));
      await close(issue);
    },
  },
  asked: {
    scenario: { writers: ['ada'], attempts: [[ask]] },
    play: async (issue) => {
      await issue.command('solve', 'ada');
      await issue.until(({ state }) => state === 'waiting-for-reply');
      await close(issue);
    },
  },
  permission: {
    scenario: solves,
    play: async (issue) => {
      await issue.command('solve', 'bob');
      await issue.until(() => issue.fleets.notices.includes('needs-go'));
      await issue.command('go', 'ada');
      await merge(issue);
    },
  },
  continued: {
    scenario: solves,
    change: { continueAsNewAfterInputs: 1, continueAsNewAfterTurns: 1 },
    play: async (issue) => {
      await issue.command('solve', 'ada');
      await continued(issue);
      await merge(issue);
    },
  },
  'host-lost': hostLost(),
  retried: {
    scenario: { writers: ['ada'], attempts: [[giveUp], [declareTest, submit]] },
    play: async (issue) => {
      await issue.command('solve', 'ada');
      await merge(issue);
    },
  },
  'proposal-closed': {
    scenario: solves,
    play: async (issue) => {
      await issue.command('solve', 'ada');
      await issue.until(({ state }) => state === 'in-review');
      await issue.fact({ kind: 'proposal-closed', proposalNumber: 7, by: 'ada' });
    },
  },
  closed: {
    scenario: { writers: ['ada'], attempts: [[work, hang]] },
    play: async (issue) => {
      await issue.command('solve', 'ada');
      await issue.until(() => issue.fleets.count('act') === 2);
      await close(issue);
    },
  },
  cancelled: {
    scenario: { writers: ['ada'], attempts: [[work, hang]] },
    play: async (issue) => {
      await issue.command('solve', 'ada');
      await issue.until(() => issue.fleets.count('act') === 2);
      await issue.handle.cancel();
    },
  },
  failed: {
    scenario: {
      ...solves,
      failures: { appendLedger: { code: 'LEDGER_CONFLICT', times: 1, after: 2, only: isOfIssue } },
    },
    play: (issue) => issue.command('solve', 'ada'),
  },
};

/** What is refused is the chain of the issue, not the one of its attempt. */
function isOfIssue(request: unknown): boolean {
  return !(request as { chain: { workflowId: string } }).chain.workflowId.includes('/attempt/');
}

/** Every execution of a workflow, in the order in which one continued the other. */
async function record(client: Client, name: string, workflowId: string): Promise<void> {
  let runId = await firstRunId(client, workflowId);
  for (let ordinal = 1; runId; ordinal += 1) {
    const history = await client.workflow.getHandle(workflowId, runId).fetchHistory();
    writeHistory({ name: ordinal === 1 ? name : `${name}.${ordinal}`, workflowId, history });
    runId = history.events?.at(-1)?.workflowExecutionContinuedAsNewEventAttributes?.newExecutionRunId;
  }
}

async function firstRunId(client: Client, workflowId: string): Promise<string | null | undefined> {
  const { events } = await client.workflow.getHandle(workflowId).fetchHistory();
  return events?.[0]?.workflowExecutionStartedEventAttributes?.firstExecutionRunId;
}

/** A sync whose first try finds the pair held. */
async function recordSync(): Promise<void> {
  const sync = async (_: unknown, nth: number) => {
    if (nth === 1) throw toApplicationFailure(new FixpointError('LOCAL_STORE_BUSY', 'Another sync runs.'));
    return NOTHING;
  };
  await withSyncFleet(harness, sync, async () => {
    const { client } = harness.environment;
    const start = { taskQueue: TASK_QUEUES.orchestrator, args: [{ pair: pairNamed('shop') }] };
    await client.workflow.execute(WORKFLOW_TYPES.sync, { ...start, workflowId: 'sync:shop' });
    await record(client, 'synced', 'sync:shop');
  });
}

const wanted = process.argv.slice(2);
const harness = await startHarness();
for (const [name, { scenario, play, change }] of Object.entries(SCENES)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  await harness.withIssue(
    scenario,
    async (issue) => {
      await play(issue);
      // A workflow that failed or was cancelled has no result, but an end and a view like the others.
      await issue.handle.result().catch(() => undefined);
      const { runId, attempt } = await issue.view();
      const { client } = harness.environment;
      await record(client, `${name}.issue`, issue.workflowId);
      // Later attempts differ from the second in nothing that a replay would see.
      for (let number = 1; number <= Math.min(attempt, 2); number += 1) {
        const attemptId = attemptWorkflowId(issue.workflowId, runId ?? '', number);
        await record(client, `${name}.attempt-${number}`, attemptId);
      }
    },
    change,
  );
}
if (wanted.length === 0 || wanted.includes('synced')) await recordSync();
await harness.close();
