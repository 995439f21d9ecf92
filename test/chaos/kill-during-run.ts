import { ISSUE_STATES, type IssueState } from '@fixpoint/contracts/states.ts';
import type { IssueOnForge } from '../e2e/issue-on-forge.ts';
import type { Installation } from '../e2e/open-installation.ts';
import { waitUntil } from '../e2e/wait-until.ts';

/**
 * When the process is killed: in this state of the run, while the model owes the answer to this turn, or so long after `/ai`.
 * An answer that was sent in full and is not recorded yet has to be bought again, so that a test picks its moment.
 */
export type Moment =
  | { readonly kind: 'state'; readonly state: IssueState }
  | { readonly kind: 'asked'; readonly turn: number }
  | { readonly kind: 'after'; readonly delayMs: number };

export interface KillReport {
  readonly service: string;
  /** The state that stood when the process was killed. */
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
/** A state of half a second may be missed on a busy machine; more often than this it is not there to be met. */
const MAX_TRIES = 4;
const LOOK_EVERY_MS = 5;

/** Kills one process (-9) during a run, starts it again, and tells what became of the run. */
export async function killDuringRun(
  installation: Installation,
  service: string,
  moment: Moment,
): Promise<KillReport> {
  for (let tries = 1; ; tries += 1) {
    const issue = await installation.openIssue('fix-python');
    const startedAt = performance.now();
    if (moment.kind === 'asked') await installation.fault({ kind: 'hang', turn: moment.turn });
    await issue.comment('/ai');
    const { killed, killedIn } = await killAt(installation, issue, service, moment);
    if (!killed && tries < MAX_TRIES) {
      // The missed run ends before the next begins, so that a kill meets one run only.
      await issue.until(...OVER);
      continue;
    }
    if (!killed)
      throw new Error(`${service} was not met in the state that was asked for, but in ${killedIn}`);
    await installation.platform.restart(service);
    const view = await issue.until(...OVER);
    return await reportOf(installation, issue, {
      service,
      killedIn,
      endedIn: view.state,
      reason: view.reason,
      runMs: performance.now() - startedAt,
    });
  }
}

/**
 * Kills the process in the state that was asked for, or not at all: it is held still while the state is read, so that
 * what it does there has not been done when it dies.
 */
async function killAt(
  installation: Installation,
  issue: IssueOnForge,
  service: string,
  moment: Moment,
): Promise<{ killed: boolean; killedIn: IssueState | null }> {
  const { platform } = installation;
  await reached(moment, issue, installation);
  const pid = platform.pidOf(service);
  process.kill(pid, 'SIGSTOP');
  let killed = false;
  try {
    const killedIn = await issue.recordedState();
    if (moment.kind === 'state' && killedIn !== moment.state) return { killed, killedIn };
    await platform.kill(service);
    killed = true;
    return { killed, killedIn };
  } finally {
    if (!killed) process.kill(pid, 'SIGCONT');
  }
}

async function reached(moment: Moment, issue: IssueOnForge, { untilItHangs }: Installation): Promise<void> {
  switch (moment.kind) {
    case 'after':
      await new Promise((resolve) => setTimeout(resolve, moment.delayMs));
      return;
    case 'asked':
      return await untilItHangs(await issue.untilItRuns(), moment.turn);
    case 'state': {
      const wanted = ISSUE_STATES.indexOf(moment.state);
      await waitUntil(
        () => issue.recordedState(),
        (seen): seen is IssueState => seen !== null && ISSUE_STATES.indexOf(seen) >= wanted,
        { everyMs: LOOK_EVERY_MS },
      );
    }
  }
}

async function reportOf(
  { platform, counts }: Installation,
  issue: IssueOnForge,
  known: Pick<KillReport, 'service' | 'killedIn' | 'endedIn' | 'reason' | 'runMs'>,
): Promise<KillReport> {
  const [view, comments, pulls, asked] = await Promise.all([
    issue.view(),
    issue.comments(),
    issue.pulls(),
    counts(),
  ]);
  const own = comments.filter(({ user }) => user.login === platform.bot.login);
  const [pull] = pulls;
  return {
    ...known,
    pullRequests: pulls.length,
    ownComments: own.length,
    statusComments: own.filter(({ body }) => body.includes('fixpoint:status/')).length,
    boughtTwice: asked.filter(({ runId, answers }) => runId === view?.runId && answers > 1).length,
    diff: pull ? String(await issue.project.call('GET', `/pulls/${pull.number}.diff`)) : '',
  };
}
