import type { ToolResult } from '@fixpoint/contracts/agent-activities.ts';
import { turnId } from '@fixpoint/contracts/ids.ts';
import type { ActRequest, ActResult } from '@fixpoint/contracts/sandbox-activities.ts';
import type { SandboxPorts } from './ports.ts';
import { readTurn } from './read-turn.ts';
import { settleTurn } from './settle-turn.ts';
import { missingFromSnapshot, type TakenSnapshot, takeSnapshot } from './take-snapshot.ts';
import { type DoneCall, runCalls } from './tools/run-calls.ts';
import { summarise, toolName } from './tools/summary.ts';
import type { Workspace } from './workspace/workspace.ts';
import type { WorkspaceSlot, Workspaces } from './workspace/workspaces.ts';

/**
 * Runs the tool calls of one turn and takes a snapshot, recorded under the turn before it returns; asked again, it
 * returns what was recorded. A turn that was begun and not recorded is done again from the snapshot before it.
 *
 * @throws FixpointError of the engine and the store, WORKSPACE_LOST; the signal's reason
 */
export async function act(
  ports: SandboxPorts,
  workspaces: Workspaces,
  request: ActRequest,
  signal: AbortSignal,
): Promise<ActResult> {
  return workspaces.use(request.spec, (slot) =>
    slot.turn.run(() => actOnce(ports, workspaces, slot, request, signal)),
  );
}

async function actOnce(
  ports: SandboxPorts,
  workspaces: Workspaces,
  slot: WorkspaceSlot,
  request: ActRequest,
  signal: AbortSignal,
): Promise<ActResult> {
  const { spec, turn } = request;
  const key = turnId({ runId: spec.runId, attempt: spec.attempt, turn });
  const [recorded, response] = await Promise.all([
    ports.turns.find(key),
    readTurn(ports.blobs, request.response),
  ]);
  if (recorded !== null) return recorded;
  signal.throwIfAborted();
  const { workspace, shellIsNew } = await prepare(workspaces, slot, request, signal);
  workspace.position.lastTurnBegun = turn;
  const done = await runCalls(workspace, response.calls, signal, ports.now);
  const intents = done.flatMap(({ outcome }) => outcome.intent ?? []);
  const taken = await takeSnapshot(workspace, ports.blobs, intents, signal);
  const settled = settleTurn(
    done,
    taken.refusal,
    toldOnce(workspace, taken.skipped),
    await undeclarable(workspace, done, taken, signal),
    shellIsNew,
  );
  const results: ToolResult[] = settled.map(({ call, outcome }) => {
    return { toolUseId: call.toolUseId, content: outcome.content, isError: outcome.isError };
  });
  const result: ActResult = {
    results: await ports.blobs.put(Buffer.from(JSON.stringify(results))),
    snapshot: taken.snapshot,
    shellRestarted: shellIsNew || done.some(({ outcome }) => outcome.shellRestarted),
    calls: settled.map(({ call, outcome, durationMs }) => ({
      toolUseId: call.toolUseId,
      tool: toolName(call.name),
      isError: outcome.isError,
      summary: summarise(call.name, call.input),
      durationMs,
    })),
    intents: settled.flatMap(({ outcome }) => outcome.intent ?? []),
  };
  const { inserted, value } = await ports.turns.insert(key, result);
  // Somebody else did this turn meanwhile: what stands here is not what was recorded.
  if (!inserted) await workspaces.discard(slot);
  return value;
}

/** What stays left out turn after turn is told in the first of them. */
function toldOnce({ position }: Workspace, skipped: readonly string[]): string[] {
  const untold = skipped.filter((line) => !position.skippedTold.has(line));
  for (const line of untold) position.skippedTold.add(line);
  return untold;
}

/** The open workspace when it stands right before this turn; a fresh one at the turn's snapshot otherwise. */
async function prepare(
  workspaces: Workspaces,
  slot: WorkspaceSlot,
  request: ActRequest,
  signal: AbortSignal,
): Promise<{ readonly workspace: Workspace; readonly shellIsNew: boolean }> {
  const { spec, snapshot, turn } = request;
  const open = slot.workspace;
  if (open !== null && !open.helper.closed) {
    const { position } = open;
    const stands = position.lastTurnBegun < turn && position.snapshot?.sha === snapshot?.sha;
    if (stands) return { workspace: open, shellIsNew: position.lastTurnBegun === -1 && turn > 1 };
  }
  return { workspace: await workspaces.reopen(slot, spec, snapshot, signal), shellIsNew: true };
}

/** The calls that declare a test whose files no snapshot holds, with those files. */
async function undeclarable(
  workspace: Workspace,
  done: readonly DoneCall[],
  taken: TakenSnapshot,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const missing = new Map<string, readonly string[]>();
  if (taken.refusal !== null) return missing;
  for (const { outcome } of done) {
    if (outcome.intent?.kind !== 'declare-test') continue;
    const files = await missingFromSnapshot(workspace.helper, outcome.intent.test.files, signal);
    if (files.length > 0) missing.set(outcome.intent.toolUseId, files);
  }
  return missing;
}
