import type { ForgeActivities } from '@fixpoint/contracts/forge-activities.ts';
import type { SyncActivities } from '@fixpoint/contracts/sync.ts';
import { activityInfo, cancellationSignal } from '@temporalio/activity';
import { acknowledge } from './acknowledge.ts';
import { captureIssue } from './capture-issue.ts';
import { openProposal } from './open-proposal.ts';
import type { ForgePorts } from './ports.ts';
import { postNotice } from './post-notice.ts';
import { readPermission } from './read-permission.ts';
import { setLabels } from './set-labels.ts';
import { type SyncPorts, syncPair } from './sync-pair.ts';
import { upsertStatus } from './upsert-status.ts';

/** The forge fleet's activities; every request to a forge is bounded in time by its client. */
export function createForgeActivities(ports: ForgePorts): ForgeActivities {
  return {
    captureIssue: (request) => captureIssue(ports, request.issue),
    readPermission: (request) => readPermission(ports, request),
    acknowledge: (request) => acknowledge(ports, request),
    upsertStatus: (request) => upsertStatus(ports, request),
    postNotice: (request) => postNotice(ports, request),
    setLabels: (request) => setLabels(ports, request),
    openProposal: (request) => openProposal(ports, request),
  };
}

/** Syncs of issues, which the forge fleet does because it holds the forges' tokens; cancelled, they end between two steps. */
export function createSyncActivities(ports: SyncPorts): SyncActivities {
  return {
    syncPair: (request) => {
      const { workflowExecution, activityId, attempt } = activityInfo();
      const workflowRunId = workflowExecution?.runId ?? activityId;
      return syncPair(ports, request, { workflowRunId, attempt, signal: cancellationSignal() });
    },
  };
}
