import { assertNever } from '@fixpoint/contracts/assert-never.ts';
import type { Fact, IssueInput } from '@fixpoint/contracts/commands.ts';
import { type IssueRef, issueWorkflowId, proposalKey } from '@fixpoint/contracts/ids.ts';
import type { IssueSignals, ProposalIndex, RepositoryRegistry } from './ports.ts';
import { withinDeadline } from './within-deadline.ts';

export interface DeliveryPorts {
  readonly repositories: RepositoryRegistry;
  readonly proposals: ProposalIndex;
  readonly signals: IssueSignals;
  /** How long the store and Temporal may take, each. */
  readonly dependencyTimeoutMs: number;
}

export type DeliveryOutcome = 'accepted' | 'unregistered-repository' | 'unknown-proposal' | 'not-running';

/**
 * Brings an input to its workflow by at most one point read and one call to Temporal.
 *
 * @throws FixpointError STORE_UNAVAILABLE, TEMPORAL_UNAVAILABLE
 */
export async function deliverInput(
  ports: DeliveryPorts,
  issue: IssueRef,
  input: IssueInput,
): Promise<DeliveryOutcome> {
  switch (input.content.kind) {
    case 'command':
      return deliverCommand(ports, issue, input);
    case 'fact':
      return deliverFact(ports, issue, input, input.content.fact);
    default:
      return assertNever(input.content);
  }
}

async function deliverCommand(
  ports: DeliveryPorts,
  issue: IssueRef,
  input: IssueInput,
): Promise<DeliveryOutcome> {
  const registered = await withinDeadline(
    ports.dependencyTimeoutMs,
    'STORE_UNAVAILABLE',
    ports.repositories.isRegistered(issue.repository),
  );
  if (!registered) return 'unregistered-repository';
  await withinDeadline(
    ports.dependencyTimeoutMs,
    'TEMPORAL_UNAVAILABLE',
    ports.signals.command(issue, input),
  );
  return 'accepted';
}

/** Facts start nothing: a repository that was never registered has no workflow and no proposal of ours. */
async function deliverFact(
  ports: DeliveryPorts,
  issue: IssueRef,
  input: IssueInput,
  fact: Fact,
): Promise<DeliveryOutcome> {
  const workflowId = await findWorkflow(ports, issue, fact);
  if (workflowId === null) return 'unknown-proposal';
  const result = await withinDeadline(
    ports.dependencyTimeoutMs,
    'TEMPORAL_UNAVAILABLE',
    ports.signals.fact(workflowId, input),
  );
  return result === 'delivered' ? 'accepted' : result;
}

async function findWorkflow(ports: DeliveryPorts, issue: IssueRef, fact: Fact): Promise<string | null> {
  switch (fact.kind) {
    case 'issue-closed':
      return issueWorkflowId(issue);
    case 'proposal-merged':
    case 'proposal-closed': {
      const record = await withinDeadline(
        ports.dependencyTimeoutMs,
        'STORE_UNAVAILABLE',
        ports.proposals.find(proposalKey(issue.repository, fact.proposalNumber)),
      );
      return record?.workflowId ?? null;
    }
    default:
      return assertNever(fact);
  }
}
