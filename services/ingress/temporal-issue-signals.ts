import type { IssueInput } from '@fixpoint/contracts/commands.ts';
import { FixpointError } from '@fixpoint/contracts/errors.ts';
import { type IssueRef, issueWorkflowId } from '@fixpoint/contracts/ids.ts';
import type { RunLimits } from '@fixpoint/contracts/limits.ts';
import { TASK_QUEUES } from '@fixpoint/contracts/queues.ts';
import { SEARCH_ATTRIBUTES } from '@fixpoint/contracts/search-attributes.ts';
import type { IssueState } from '@fixpoint/contracts/states.ts';
import { type IssueWorkflowInput, SIGNALS, WORKFLOW_TYPES } from '@fixpoint/contracts/workflows.ts';
import { type Client, isGrpcServiceError, WorkflowNotFoundError } from '@temporalio/client';
import { defineSearchAttributeKey, TypedSearchAttributes } from '@temporalio/common';
import type { IssueSignals } from './ports.ts';

export interface IssueSignalsOptions {
  readonly limits: RunLimits;
  /** After which a call to Temporal is given up, retries of the client included. */
  readonly timeoutMs: number;
  readonly taskQueue?: string;
}

/** Temporal keeps at most 200 bytes of summary; the number always has to fit. */
const MAX_REPOSITORY_CHARACTERS = 130;

const GRPC_INVALID_ARGUMENT = 3;

const INITIAL_STATE: IssueState = 'queued';

/** Signals the workflows of issues through a Temporal client. */
export function createTemporalIssueSignals(client: Client, options: IssueSignalsOptions): IssueSignals {
  return {
    async command(issue, input) {
      const args: [IssueWorkflowInput] = [{ issue, limits: options.limits }];
      const signalArgs: [IssueInput] = [input];
      await answered(client, options.timeoutMs, () =>
        client.workflow.signalWithStart(WORKFLOW_TYPES.issue, {
          workflowId: issueWorkflowId(issue),
          taskQueue: options.taskQueue ?? TASK_QUEUES.orchestrator,
          workflowIdConflictPolicy: 'USE_EXISTING',
          workflowIdReusePolicy: 'ALLOW_DUPLICATE',
          signal: SIGNALS.input,
          signalArgs,
          args,
          typedSearchAttributes: searchAttributes(issue),
          staticSummary: summary(issue),
        }),
      );
    },
    async fact(workflowId, input) {
      return answered(client, options.timeoutMs, async () => {
        try {
          await client.workflow.getHandle(workflowId).signal<[IssueInput]>(SIGNALS.input, input);
          return 'delivered';
        } catch (error) {
          if (error instanceof WorkflowNotFoundError) return 'not-running';
          throw error;
        }
      });
    },
  };
}

async function answered<T>(client: Client, timeoutMs: number, call: () => Promise<T>): Promise<T> {
  try {
    return await client.withDeadline(Date.now() + timeoutMs, call);
  } catch (cause) {
    // What Temporal refuses as wrong is a fault of ours, which no redelivery mends.
    if (isGrpcServiceError(cause) && cause.code === GRPC_INVALID_ARGUMENT) throw cause;
    throw new FixpointError('TEMPORAL_UNAVAILABLE', 'The signal was not accepted.', { cause });
  }
}

function searchAttributes(issue: IssueRef): TypedSearchAttributes {
  const { state, forge, repository, issue: number } = SEARCH_ATTRIBUTES;
  const { forgeInstance, owner, name } = issue.repository;
  return new TypedSearchAttributes([
    { key: defineSearchAttributeKey(state.name, 'KEYWORD'), value: INITIAL_STATE },
    { key: defineSearchAttributeKey(forge.name, 'KEYWORD'), value: forgeInstance },
    { key: defineSearchAttributeKey(repository.name, 'KEYWORD'), value: `${owner}/${name}` },
    { key: defineSearchAttributeKey(number.name, 'INT'), value: issue.number },
  ]);
}

function summary(issue: IssueRef): string {
  const { owner, name } = issue.repository;
  const repository = `${owner}/${name}`.slice(0, MAX_REPOSITORY_CHARACTERS);
  return `${repository} #${issue.number}`;
}
