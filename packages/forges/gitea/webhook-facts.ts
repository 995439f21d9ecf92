import type { Fact } from '@fixpoint/contracts/commands.ts';
import type { ParsedWebhook, WebhookIdentity } from '../ports.ts';
import { type ClosedPullPayload, type IssuePayload, toRepositoryRef } from './webhook-schema.ts';

export function readClosedIssue(payload: IssuePayload, identity: WebhookIdentity): ParsedWebhook {
  const { issue, repository, sender } = payload;
  if (!issue.closed_at) return { kind: 'ignored', reason: 'closed at no time' };
  return {
    kind: 'input',
    issue: { repository: toRepositoryRef(repository, identity.instance), number: issue.number },
    input: {
      key: `${identity.instance}/issue/${issue.id}/closed/${issue.closed_at}`,
      at: issue.closed_at,
      content: { kind: 'fact', fact: { kind: 'issue-closed', by: sender.login } },
    },
  };
}

export function readClosedProposal(payload: ClosedPullPayload, identity: WebhookIdentity): ParsedWebhook {
  const { pull_request: pull, repository, sender } = payload;
  const fact: Fact = {
    kind: pull.merged ? 'proposal-merged' : 'proposal-closed',
    proposalNumber: pull.number,
    by: pull.merged_by?.login ?? sender.login,
  };
  return {
    kind: 'input',
    issue: { repository: toRepositoryRef(repository, identity.instance), number: pull.number },
    input: {
      key: `${identity.instance}/pull/${pull.id}/closed/${pull.closed_at}`,
      at: pull.closed_at,
      content: { kind: 'fact', fact },
    },
  };
}
