import { assertNever } from '@fixpoint/contracts/assert-never.ts';
import type { IssueState } from '@fixpoint/contracts/states.ts';
import type { IssueView } from '@fixpoint/contracts/workflows.ts';

/** The Markdown that the Temporal UI shows for an issue, for somebody who knows nothing of Fixpoint. */
export function issueDetails(view: IssueView): string {
  const { owner, name } = view.issue.repository;
  const facts = [
    `**Issue #${view.issue.number} of ${owner}/${name}** is **${view.state}**: ${meaning(view.state)}`,
    view.attempt > 0 && `Attempt ${view.attempt} · ${view.turns} turns · $${view.costUsd.toFixed(2)}`,
    view.baseSha && `Base commit \`${view.baseSha}\``,
    view.branch && `Branch \`${view.branch}\` at \`${view.headSha ?? 'nothing yet'}\``,
    view.proposal && `Proposal: ${view.proposal.url}`,
    view.reason && `Reason: ${view.reason}`,
    `Ledger: ${view.ledger.sequence} entries, head \`${view.ledger.hash}\`, when this text was written`,
    view.droppedInputs > 0 && `${view.droppedInputs} inputs were dropped, because too many came at once.`,
  ];
  return facts.filter(Boolean).join('\n\n');
}

function meaning(state: IssueState): string {
  switch (state) {
    case 'queued':
      return 'nothing runs yet; a command waits to be taken or to be allowed.';
    case 'preparing':
      return 'the repository is fetched.';
    case 'reproducing':
      return 'the model writes a test that shows the problem.';
    case 'fixing':
      return 'the test fails as it should; the model writes the fix.';
    case 'checking':
      return 'test, build and project tests run in fresh containers.';
    case 'proposing':
      return 'the branch is pushed and the pull request opened.';
    case 'in-review':
      return 'a person reviews the pull request.';
    case 'waiting-for-reply':
      return 'a question was asked in the issue.';
    case 'blocked':
      return 'it could not be solved; a comment in the issue says why and what to do.';
    case 'merged':
      return 'the pull request was merged.';
    case 'closed':
      return 'the issue or its pull request was closed.';
    case 'stopped':
      return 'a person stopped it.';
    default:
      return assertNever(state);
  }
}
