import { ISSUE_STATES, type IssueState } from '@fixpoint/contracts/states.ts';
import type { IssueView } from '@fixpoint/contracts/workflows.ts';
import { waitUntil } from '../e2e/issue-on-forge.ts';
import type { Installation } from '../e2e/open-installation.ts';

/** When the process is killed: as soon as the run is in this state or beyond it, or so long after `/ai`. */
export type Moment =
  | { readonly kind: 'state'; readonly state: IssueState }
  | { readonly kind: 'after'; readonly delayMs: number };

export interface KillReport {
  readonly service: string;
  readonly killedIn: IssueState | null;
  readonly endedIn: IssueState;
  readonly reason: string | null;
  readonly runMs: number;
  readonly pullRequests: number;
  readonly ownComments: number;
  readonly statusComments: number;
  /** Turns that the model answered in full more than once. */
  readonly boughtTwice: number;
  readonly diff: string;
}

const OVER = ['in-review', 'blocked', 'stopped', 'closed'] as const;

/** Kills one process (-9) during a run, starts it again, and tells what became of the run. */
export async function killDuringRun(
  installation: Installation,
  service: string,
  moment: Moment,
): Promise<KillReport> {
  const { platform } = installation;
  const issue = await installation.openIssue('fix-python');
  const startedAt = performance.now();
  await issue.comment('/ai');
  await reached(moment, () => issue.view());
  await platform.kill(service);
  const killedIn = service === 'orchestrator' ? null : ((await issue.view())?.state ?? null);
  await platform.restart(service);
  const view = await issue.until(...OVER);
  const runMs = performance.now() - startedAt;

  const own = (await issue.comments()).filter(({ user }) => user.login === platform.bot.login);
  const pulls = await issue.pulls();
  const counts = (await installation.counts()).filter(({ runId }) => runId === view.runId);
  return {
    service,
    killedIn,
    endedIn: view.state,
    reason: view.reason,
    runMs,
    pullRequests: pulls.length,
    ownComments: own.length,
    statusComments: own.filter(({ body }) => body.includes(`fixpoint:status/`)).length,
    boughtTwice: counts.filter(({ answers }) => answers > 1).length,
    diff: pulls[0] ? String(await issue.project.call('GET', `/pulls/${pulls[0].number}.diff`)) : '',
  };
}

async function reached(moment: Moment, view: () => Promise<IssueView | null>): Promise<void> {
  switch (moment.kind) {
    case 'after':
      await new Promise((resolve) => setTimeout(resolve, moment.delayMs));
      return;
    case 'state': {
      const wanted = ISSUE_STATES.indexOf(moment.state);
      await waitUntil(
        view,
        (seen): seen is IssueView => seen?.runId != null && ISSUE_STATES.indexOf(seen.state) >= wanted,
      );
    }
  }
}
