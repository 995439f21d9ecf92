import { assertNever } from '@fixpoint/contracts/assert-never.ts';
import type { RunStatus } from '@fixpoint/contracts/forge-activities.ts';
import { type IssueState, isRunOver } from '@fixpoint/contracts/states.ts';
import { formatCost } from './cost.ts';

/** The one comment of a run that is edited: where it stands, and what comes next. */
export function renderStatus(status: RunStatus): string {
  const lines = [`**Fixpoint: ${status.state}**`, '', explain(status.state)];
  if (status.proposalUrl !== null) lines.push('', `Pull request: ${status.proposalUrl}`);
  if (status.attempt > 0) {
    const turns = `${status.turns} ${status.turns === 1 ? 'turn' : 'turns'}`;
    const used = `Attempt ${status.attempt} of ${status.maxAttempts}, ${turns}, ${formatCost(status.costUsd)}`;
    lines.push('', `${used}${isRunOver(status.state) ? '' : ' so far'}.`);
  }
  if (!isRunOver(status.state)) lines.push('', 'To stop it, comment `/ai stop`.');
  return lines.join('\n');
}

function explain(state: IssueState): string {
  switch (state) {
    case 'queued':
      return 'I have seen this and start soon. You need not do anything.';
    case 'preparing':
      return 'I am getting the code. Next, I write a test that shows the problem.';
    case 'reproducing':
      return 'I am writing a test that shows the problem. Next, I fix it.';
    case 'fixing':
      return 'A test shows the problem, and I am fixing it. Next, I check the fix with all tests.';
    case 'checking':
      return 'I am running the new test and all tests of the project. If they pass, I open a pull request.';
    case 'proposing':
      return 'All checks passed. I am opening a pull request.';
    case 'in-review':
      return 'The fix is ready for a person to review. Merge the pull request if you like it, or close it if you do not. If something should be different, comment `/ai` and what it is.';
    case 'waiting-for-reply':
      return 'I need something from you; my newest comment below says what.';
    case 'blocked':
      return 'I could not solve this. My newest comment below says why, and what you can do.';
    case 'merged':
      return 'The fix was merged. Nothing is left to do.';
    case 'closed':
      return 'The issue or its pull request was closed, so I stopped. To start again, reopen the issue if it is closed, and comment `/ai`.';
    case 'stopped':
      return 'I stopped, as I was asked to. To start again, comment `/ai`.';
    default:
      return assertNever(state);
  }
}
