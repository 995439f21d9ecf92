import type { CapturedIssue } from '@fixpoint/contracts/forge-activities.ts';
import type { PreparedBase } from '@fixpoint/contracts/git-activities.ts';
import type { AttemptOutcome, AttemptResult } from '@fixpoint/contracts/workflows.ts';
import { workflowInfo } from '@temporalio/workflow';
import { branchName } from './branch-name.ts';
import { comment } from './courtesy.ts';
import { forge, git } from './fleets.ts';
import type { RunContext } from './run-context.ts';

/** Pushes the accepted head and opens the pull request, whose text names the ledger's head at that moment. */
export async function propose(
  { record, input, runId }: RunContext,
  issue: CapturedIssue,
  base: PreparedBase,
  result: AttemptResult,
  accepted: Extract<AttemptOutcome, { kind: 'accepted' }>,
): Promise<void> {
  const { head, title, summary, red, green } = accepted;
  record.enter('proposing', { red, green });
  const pushed = await git(`Push ${head.sha.slice(0, 10)}`).pushBranch({
    issue: input.issue,
    runId,
    defaultBranch: base.defaultBranch,
    branch: branchName(input.issue.number, issue.title),
    baseSha: base.baseSha,
    headSha: head.sha,
    bundle: head.bundle,
  });
  record.write('effect', { effect: 'push', branch: pushed.branch, headSha: pushed.headSha });
  record.show({ branch: pushed.branch, headSha: pushed.headSha });

  const { sequence, hash } = await record.ledger.settled();
  const proposal = await forge('Open the pull request').openProposal({
    issue: input.issue,
    runId,
    workflowId: workflowInfo().workflowId,
    branch: pushed.branch,
    defaultBranch: base.defaultBranch,
    baseSha: base.baseSha,
    headSha: pushed.headSha,
    title,
    content: {
      summary,
      red,
      green,
      attempts: result.attempt,
      turns: record.view.turns,
      costUsd: record.view.costUsd,
      ledger: { chainId: record.ledger.chainId, sequence, hash },
    },
  });
  record.write('effect', { effect: 'proposal', number: proposal.number, url: proposal.url });
  record.show({ proposal });
  await comment(record, `proposed/${runId}`, {
    kind: 'proposed',
    proposalUrl: proposal.url,
    proposalNumber: proposal.number,
  });
  record.enter('in-review');
}
