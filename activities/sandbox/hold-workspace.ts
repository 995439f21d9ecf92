import { setTimeout as sleep } from 'node:timers/promises';
import { FixpointError } from '@fixpoint/contracts/errors.ts';
import { sandboxHostQueue } from '@fixpoint/contracts/queues.ts';
import type { HoldWorkspaceRequest } from '@fixpoint/contracts/sandbox-activities.ts';
import type { SandboxPorts } from './ports.ts';
import type { WorkspaceSlot, Workspaces } from './workspace/workspaces.ts';

const LOOK_INTERVAL_MS = 500;

/**
 * Opens the workspace, says so to the workflow, and holds it until the signal is aborted; then removes it.
 *
 * @throws FixpointError WORKSPACE_LOST when its containers died; the signal's reason
 */
export async function holdWorkspace(
  ports: SandboxPorts,
  workspaces: Workspaces,
  request: HoldWorkspaceRequest & { readonly workflowId: string },
  signal: AbortSignal,
): Promise<void> {
  const { spec, snapshot, workflowId } = request;
  await workspaces.use(spec, async (slot) => {
    slot.holders += 1;
    try {
      await slot.turn.run(() => workspaces.ensureOpen(slot, spec, snapshot, signal));
      await ports.signalReady(workflowId, {
        attempt: spec.attempt,
        hostQueue: sandboxHostQueue(ports.engineId),
      });
      await untilLost(slot, signal);
    } finally {
      slot.holders -= 1;
      // Another holder is a retry that took this workspace over while we were thought dead.
      if (slot.holders === 0) await workspaces.discard(slot);
    }
  });
}

async function untilLost(slot: WorkspaceSlot, signal: AbortSignal): Promise<never> {
  for (;;) {
    signal.throwIfAborted();
    // A busy slot may be opening anew, and says itself when that fails.
    const lost = slot.workspace === null || slot.workspace.helper.closed;
    if (lost && !slot.turn.busy) throw new FixpointError('WORKSPACE_LOST', 'Its containers ended.');
    await abortableSleep(LOOK_INTERVAL_MS, signal);
  }
}

async function abortableSleep(delayMs: number, signal: AbortSignal): Promise<void> {
  try {
    await sleep(delayMs, undefined, { signal });
  } catch (cause) {
    signal.throwIfAborted();
    throw cause;
  }
}
