import { createLocalProject } from '@fixpoint/cli/demo/local-project.ts';
import { readScene } from '@fixpoint/cli/demo/scenes.ts';
import { followRun } from '@fixpoint/cli/watch/follow-run.ts';
import { attemptWorkflowId, issueWorkflowId } from '@fixpoint/contracts/ids.ts';
import type { Platform } from '@fixpoint/local/platform/start-platform.ts';
import { Client, Connection } from '@temporalio/client';
import { IDLE_ISSUE } from './bench-cassettes.ts';
import type { Figure } from './figure.ts';
import { quantile } from './quantile.ts';
import { turnOverheads } from './turn-overheads.ts';

/** Looking costs the workflow's worker time, so the bench seldom looks. */
const POLL_MS = 2_000;

/** The first turns open the workspace and fill the caches. */
const WARM_UP_TURNS = 3;

/** What a turn of `true` costs beside the model's answer and the command. */
export async function measureTurns(platform: Platform): Promise<Figure[]> {
  const scene = readScene(platform.stack.paths.root, 'fix');
  const project = await createLocalProject(platform, scene.repositoryFolder, 'idle');
  const { ref } = await project.openIssue(IDLE_ISSUE.title, IDLE_ISSUE.body);
  const connection = await Connection.connect({ address: platform.stack.endpoints.temporalAddress });
  try {
    const client = new Client({ connection, namespace: platform.profile.temporalNamespace });
    await project.comment(ref.number, '/ai');
    const view = await followRun(client, ref, () => undefined, AbortSignal.timeout(180_000), POLL_MS);
    const attemptId = attemptWorkflowId(issueWorkflowId(ref), view.runId ?? '', 1);
    const overheads = (await turnOverheads(client, attemptId)).slice(WARM_UP_TURNS);
    return [
      {
        name: 'overhead of a turn, median',
        value: `${quantile(overheads, 0.5).toFixed(1)} ms`,
        aim: '56 ms, better 28 ms',
      },
      { name: 'overhead of a turn, p90', value: `${quantile(overheads, 0.9).toFixed(1)} ms`, aim: '' },
    ];
  } finally {
    await connection.close();
  }
}
