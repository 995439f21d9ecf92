import type { Snapshot, WorkspaceSpec } from '@fixpoint/contracts/sandbox-activities.ts';
import { workspaceId } from '../engine/names.ts';
import { removeWorkspace } from '../engine/remove-workspace.ts';
import type { SandboxPorts } from '../ports.ts';
import { Mutex } from './mutex.ts';
import { openWorkspace } from './open-workspace.ts';
import type { Workspace } from './workspace.ts';

/** One workspace's place in this process; what is done with it goes through `turn`, one at a time. */
export interface WorkspaceSlot {
  readonly id: string;
  readonly turn: Mutex;
  workspace: Workspace | null;
  holders: number;
  users: number;
}

/** The places that checks run in: one workspace has at most one of each. */
const CHECK_NAMES = ['red', 'green', 'project'] as const;
export type CheckName = (typeof CHECK_NAMES)[number];

/** The workspaces that this process has open. */
export class Workspaces {
  readonly #ports: SandboxPorts;
  readonly #slots = new Map<string, WorkspaceSlot>();
  readonly #checks = new Set<string>();

  constructor(ports: SandboxPorts) {
    this.#ports = ports;
  }

  /** Whether a workspace is held or in use here; by its id, as the labels have it. */
  has(id: string): boolean {
    return (this.#slots.get(id)?.users ?? 0) > 0 || this.#checks.has(id);
  }

  /** Names a place for checks of a workspace, for as long as `use` takes; the same again after a crash. */
  async useCheck<T>(
    spec: Pick<WorkspaceSpec, 'runId' | 'attempt'>,
    name: CheckName,
    use: (id: string) => Promise<T>,
  ): Promise<T> {
    const id = checkId(workspaceId(this.#ports.instanceLabel, spec.runId, spec.attempt), name);
    this.#checks.add(id);
    try {
      return await use(id);
    } finally {
      this.#checks.delete(id);
    }
  }

  /** Gives the slot of a workspace for as long as `use` takes. */
  async use<T>(
    spec: Pick<WorkspaceSpec, 'runId' | 'attempt'>,
    use: (slot: WorkspaceSlot) => Promise<T>,
  ): Promise<T> {
    const id = workspaceId(this.#ports.instanceLabel, spec.runId, spec.attempt);
    const slot = this.#slots.get(id) ?? { id, turn: new Mutex(), workspace: null, holders: 0, users: 0 };
    this.#slots.set(id, slot);
    slot.users += 1;
    try {
      return await use(slot);
    } finally {
      slot.users -= 1;
      if (slot.users === 0 && (slot.workspace?.helper.closed ?? true)) this.#slots.delete(id);
    }
  }

  /** The open workspace of a slot, or one opened at `snapshot`. Called under the slot's mutex. */
  async ensureOpen(
    slot: WorkspaceSlot,
    spec: WorkspaceSpec,
    snapshot: Snapshot | null,
    signal: AbortSignal,
  ): Promise<Workspace> {
    if (slot.workspace !== null && !slot.workspace.helper.closed) return slot.workspace;
    return this.reopen(slot, spec, snapshot, signal);
  }

  /** Throws what is open away, containers and files, and opens the workspace at `snapshot`. Called under the slot's mutex. */
  async reopen(
    slot: WorkspaceSlot,
    spec: WorkspaceSpec,
    snapshot: Snapshot | null,
    signal: AbortSignal,
  ): Promise<Workspace> {
    const before = slot.workspace;
    slot.workspace = null;
    if (before !== null) await before.agent.close();
    slot.workspace = await openWorkspace(this.#ports, spec, snapshot, signal);
    return slot.workspace;
  }

  /** Removes a workspace, open here or not. Does not wait for what runs in it: that ends because of this. */
  async discard(slot: WorkspaceSlot): Promise<void> {
    const before = slot.workspace;
    slot.workspace = null;
    if (before !== null) await before.agent.close();
    await removeWorkspace(this.#ports.docker, this.#ports.instanceLabel, slot.id);
  }

  /** Removes the workspace and every place for its checks. */
  async discardAll(slot: WorkspaceSlot): Promise<void> {
    const { docker, instanceLabel } = this.#ports;
    const checks = CHECK_NAMES.map((name) => removeWorkspace(docker, instanceLabel, checkId(slot.id, name)));
    await Promise.all([this.discard(slot), ...checks]);
  }
}

function checkId(id: string, name: CheckName): string {
  return `${id}-${name}`;
}
