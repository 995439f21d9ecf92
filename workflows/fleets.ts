import type { AgentActivities } from '@fixpoint/contracts/agent-activities.ts';
import type { ForgeActivities } from '@fixpoint/contracts/forge-activities.ts';
import type { GitActivities } from '@fixpoint/contracts/git-activities.ts';
import type { LedgerActivities } from '@fixpoint/contracts/ledger-activities.ts';
import { TASK_QUEUES } from '@fixpoint/contracts/queues.ts';
import type { SandboxActivities } from '@fixpoint/contracts/sandbox-activities.ts';
import type { SyncActivities } from '@fixpoint/contracts/sync.ts';
import { type ActivityOptions, proxyActivities } from '@temporalio/workflow';
import { summaryLine } from './summary-line.ts';

/** A fleet's activities; `summary` is the line that a reader of the Temporal UI sees beside the step. */
type Fleet<Activities> = (summary: string) => Activities;

function fleet<Activities extends object>(options: ActivityOptions): Fleet<Activities> {
  return (summary) =>
    proxyActivities<Activities>({ ...options, summary: summaryLine(summary) }) as Activities;
}

// A server that is down for an hour must not cost the run; one that is down for longer is for a person.
const serverRetry = {
  initialInterval: '500ms',
  backoffCoefficient: 2,
  maximumInterval: '30s',
  maximumAttempts: 120,
};

/** A fleet of which no process runs is waited for as long as it may take a person to start it. */
const FLEET_AWAITED_AT_MOST = '24h';

/** Every worker beats for its activities, so that one that was killed is not waited for until their time is up. */
const DEAD_AFTER = '6s';

export const ledger = fleet<LedgerActivities>({
  taskQueue: TASK_QUEUES.ledger,
  scheduleToCloseTimeout: FLEET_AWAITED_AT_MOST,
  startToCloseTimeout: '15s',
  heartbeatTimeout: DEAD_AFTER,
  retry: serverRetry,
});

export const forge = fleet<ForgeActivities>({
  taskQueue: TASK_QUEUES.forge,
  scheduleToCloseTimeout: FLEET_AWAITED_AT_MOST,
  startToCloseTimeout: '60s',
  heartbeatTimeout: DEAD_AFTER,
  retry: serverRetry,
});

// Thousands of new issues take a forge's limits a day and more; a sync that was cut off goes on where it stopped.
export const sync = fleet<SyncActivities>({
  taskQueue: TASK_QUEUES.sync,
  scheduleToCloseTimeout: '72h',
  scheduleToStartTimeout: FLEET_AWAITED_AT_MOST,
  startToCloseTimeout: '24h',
  heartbeatTimeout: '15s',
  // A run that died holds the pair for a minute, and is not known to be dead before.
  retry: { initialInterval: '5s', backoffCoefficient: 2, maximumInterval: '60s', maximumAttempts: 120 },
});

// A reaction is worth a minute and no more: what was asked for waits behind it.
export const forgeBriefly = fleet<Pick<ForgeActivities, 'acknowledge'>>({
  taskQueue: TASK_QUEUES.forge,
  scheduleToCloseTimeout: '5m',
  startToCloseTimeout: '60s',
  heartbeatTimeout: DEAD_AFTER,
  retry: { ...serverRetry, maximumAttempts: 8 },
});

// A first clone of a large repository takes minutes; the heartbeat tells a slow one from a dead one.
export const git = fleet<GitActivities>({
  taskQueue: TASK_QUEUES.git,
  scheduleToCloseTimeout: FLEET_AWAITED_AT_MOST,
  startToCloseTimeout: '30m',
  heartbeatTimeout: '15s',
  retry: { ...serverRetry, maximumAttempts: 10 },
});

// A long answer streams for minutes; an answer that was recorded is given again by the retry and not bought again.
export const agent = fleet<AgentActivities>({
  taskQueue: TASK_QUEUES.agent,
  scheduleToCloseTimeout: FLEET_AWAITED_AT_MOST,
  startToCloseTimeout: '15m',
  heartbeatTimeout: '15s',
  retry: { ...serverRetry, maximumAttempts: 30 },
});

/** `heldForMs` bounds how long a workspace is held; losing its host is answered by the workflow, so nothing is retried here. */
export const holding = (heldForMs: number): Fleet<Pick<SandboxActivities, 'holdWorkspace'>> =>
  fleet({
    taskQueue: TASK_QUEUES.sandbox,
    // Waiting here is waiting for a free place on any host.
    scheduleToStartTimeout: '1h',
    startToCloseTimeout: heldForMs,
    heartbeatTimeout: '10s',
    retry: { maximumAttempts: 1 },
  });

/** Steps on the one host that holds the workspace. A host that is gone shows as schedule-to-start after 30 s. */
export const onHost = (
  hostQueue: string,
  timeoutMs: number,
): Fleet<Omit<SandboxActivities, 'holdWorkspace'>> =>
  fleet({
    taskQueue: hostQueue,
    scheduleToStartTimeout: '30s',
    startToCloseTimeout: timeoutMs,
    heartbeatTimeout: '10s',
    retry: { initialInterval: '500ms', maximumInterval: '5s', maximumAttempts: 5 },
  });
