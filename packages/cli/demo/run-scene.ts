import type { IssueView } from '@fixpoint/contracts/workflows.ts';
import type { Platform } from '@fixpoint/local/platform/start-platform.ts';
import { Client, Connection } from '@temporalio/client';
import { followRun, type RunEvent } from '../watch/follow-run.ts';
import { createLocalProject, type LocalProject } from './local-project.ts';
import type { Scene } from './scenes.ts';

export interface SceneResult {
  readonly project: LocalProject;
  readonly issueUrl: string;
  readonly view: IssueView;
  /** The pull request's diff as the forge shows it; empty when there is none. */
  readonly diff: string;
  /** From the comment `/ai` to the end of the run. */
  readonly runMs: number;
}

/** Plays a scene as people would: a repository, an issue, a comment `/ai`; then follows the run to its end. */
export async function runScene(
  platform: Platform,
  scene: Scene,
  tell: (event: RunEvent, elapsedMs: number) => void,
  signal: AbortSignal,
): Promise<SceneResult> {
  const project = await createLocalProject(platform, scene.repositoryFolder, scene.repository);
  const { ref, url } = await project.openIssue(scene.title, scene.body);
  const connection = await Connection.connect({ address: platform.stack.endpoints.temporalAddress });
  try {
    const client = new Client({ connection, namespace: platform.profile.temporalNamespace });
    const startedAt = performance.now();
    await project.comment(ref.number, '/ai');
    const elapsed = () => performance.now() - startedAt;
    const view = await followRun(client, ref, (event) => tell(event, elapsed()), signal);
    const runMs = elapsed();
    const diff = view.proposal
      ? String(await project.call('GET', `/pulls/${view.proposal.number}.diff`))
      : '';
    return { project, issueUrl: url, view, diff, runMs };
  } finally {
    await connection.close();
  }
}
