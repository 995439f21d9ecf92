import { createLocalProject } from '@fixpoint/cli/demo/local-project.ts';
import { readScene } from '@fixpoint/cli/demo/scenes.ts';
import { followRun } from '@fixpoint/cli/watch/follow-run.ts';
import { attemptWorkflowId, issueWorkflowId } from '@fixpoint/contracts/ids.ts';
import type { Platform } from '@fixpoint/local/platform/start-platform.ts';
import { Client, Connection } from '@temporalio/client';
import { IDLE_ISSUE } from './bench-cassettes.ts';
import type { Figure } from './main.ts';
import { quantile } from './quantile.ts';

/** The first turns open the workspace and fill the caches. */
const WARM_UP_TURNS = 3;

/**
 * The time from one `think` to the next in a run whose model answers at once and whose command is `true`: what a turn costs
 * beside the model and the command. The replay's own HTTP round trip is part of it.
 */
export async function measureTurns(platform: Platform): Promise<Figure[]> {
  const scene = readScene(platform.stack.paths.root, 'fix');
  const project = await createLocalProject(platform, scene.repositoryFolder, 'idle');
  const { ref } = await project.openIssue(IDLE_ISSUE.title, IDLE_ISSUE.body);
  const connection = await Connection.connect({ address: platform.stack.endpoints.temporalAddress });
  try {
    const client = new Client({ connection, namespace: platform.profile.temporalNamespace });
    await project.comment(ref.number, '/ai');
    const view = await followRun(client, ref, () => undefined, AbortSignal.timeout(180_000));
    const attemptId = attemptWorkflowId(issueWorkflowId(ref), view.runId ?? '', 1);
    const times = await thinkTimes(client, attemptId);
    const turns = times
      .slice(1)
      .map((at, index) => at - (times[index] ?? at))
      .slice(WARM_UP_TURNS);
    return [
      {
        name: 'overhead of a turn, median',
        value: `${quantile(turns, 0.5).toFixed(1)} ms`,
        aim: '56 ms, better 28 ms',
      },
      { name: 'overhead of a turn, p90', value: `${quantile(turns, 0.9).toFixed(1)} ms`, aim: '' },
    ];
  } finally {
    await connection.close();
  }
}

/** When each `think` was scheduled, in milliseconds. */
async function thinkTimes(client: Client, workflowId: string): Promise<number[]> {
  const { events } = await client.workflow.getHandle(workflowId).fetchHistory();
  return (events ?? []).flatMap((event) => {
    if (event.activityTaskScheduledEventAttributes?.activityType?.name !== 'think') return [];
    return [Number(event.eventTime?.seconds) * 1000 + Number(event.eventTime?.nanos) / 1e6];
  });
}
