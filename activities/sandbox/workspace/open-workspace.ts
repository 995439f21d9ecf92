import type { Snapshot, WorkspaceSpec } from '@fixpoint/contracts/sandbox-activities.ts';
import { AGENT_ENVIRONMENT, WORK_FOLDER } from '../engine/container-options.ts';
import { labels, resourceName, workspaceId } from '../engine/names.ts';
import { removeWorkspace } from '../engine/remove-workspace.ts';
import type { SandboxPorts } from '../ports.ts';
import { SHELL_LOOP_COMMAND } from '../shell/held-shell.ts';
import { AgentContainer } from './agent-container.ts';
import { checkOutBase, checkOutTree, layOver } from './checkout.ts';
import type { HelperShell } from './helper-shell.ts';
import { receiveBase, receiveSnapshot } from './mirror.ts';
import { openHelper } from './open-helper.ts';
import type { Workspace, WorkspacePosition } from './workspace.ts';

/**
 * Opens the workspace of an attempt afresh, whatever was left of it before: at the snapshot, or else at the base
 * with the carried files.
 *
 * @throws FixpointError of the engine, the store and the mirror
 */
export async function openWorkspace(
  ports: SandboxPorts,
  spec: WorkspaceSpec,
  snapshot: Snapshot | null,
  signal: AbortSignal,
): Promise<Workspace> {
  const { docker, instanceLabel } = ports;
  const id = workspaceId(instanceLabel, spec.runId, spec.attempt);
  await removeWorkspace(docker, instanceLabel, id);
  signal.throwIfAborted();
  const volume = resourceName(id, 'work');
  const agent = new AgentContainer(docker, {
    name: resourceName(id, 'agent'),
    image: ports.image,
    labels: labels(instanceLabel, 'agent', id),
    command: SHELL_LOOP_COMMAND,
    environment: AGENT_ENVIRONMENT,
    volumes: { [WORK_FOLDER]: volume },
    limits: spec.limits,
    stdin: true,
  });
  try {
    const helper = await openHelper(ports, spec, id, { [WORK_FOLDER]: volume });
    const { position, baseCommittedAt } = await fillWorkFolder(ports, helper, spec, snapshot);
    signal.throwIfAborted();
    // Only now: once the agent runs, the helper does nothing but read the work folder.
    await agent.start();
    return { spec, helper, agent, baseCommittedAt, position };
  } catch (cause) {
    await agent.close();
    await removeWorkspace(docker, instanceLabel, id);
    throw cause;
  }
}

async function fillWorkFolder(
  ports: SandboxPorts,
  helper: HelperShell,
  spec: WorkspaceSpec,
  snapshot: Snapshot | null,
): Promise<{ readonly position: WorkspacePosition; readonly baseCommittedAt: number }> {
  await receiveBase(helper, ports.blobs, spec);
  const base = await checkOutBase(helper, spec.baseSha);
  const start = { lastTurnBegun: -1, indexAhead: false, skippedTold: new Set<string>() };
  if (snapshot !== null) {
    await receiveSnapshot(helper, ports.blobs, snapshot);
    const snapshotTree = await checkOutTree(helper, snapshot.sha);
    return { position: { ...start, snapshot, snapshotTree }, baseCommittedAt: base.committedAt };
  }
  if (spec.carried !== null) {
    await receiveSnapshot(helper, ports.blobs, spec.carried.snapshot);
    await layOver(helper, spec.carried.snapshot.sha, spec.carried.files);
  }
  return {
    position: { ...start, indexAhead: spec.carried !== null, snapshot: null, snapshotTree: base.tree },
    baseCommittedAt: base.committedAt,
  };
}
