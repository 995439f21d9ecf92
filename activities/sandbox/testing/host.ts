import { randomUUID } from 'node:crypto';
import { readStackConfig } from '@fixpoint/config/stack.ts';
import type { ToolResult } from '@fixpoint/contracts/agent-activities.ts';
import type { ActResult, Snapshot, WorkspaceSpec } from '@fixpoint/contracts/sandbox-activities.ts';
import { createMemoryBlobs, createMemoryRecords } from '@fixpoint/store/testing/memory-store.ts';
import Docker from 'dockerode';
import { act } from '../act.ts';
import { removeFromEngine } from '../engine/call.ts';
import { WORK_FOLDER } from '../engine/container-options.ts';
import { labelFilter, workspaceId } from '../engine/names.ts';
import type { SandboxPorts } from '../ports.ts';
import { Workspaces } from '../workspace/workspaces.ts';
import { type BaseRepository, makeBase } from './base-repository.ts';

export interface Host {
  readonly ports: SandboxPorts;
  readonly workspaces: Workspaces;
}

/** A sandbox host on the stack's engine; `of` shares another's store, as a second process would. */
export function createHost(of?: Host, changes: Partial<SandboxPorts> = {}): Host {
  const stack = readStackConfig();
  const ports: SandboxPorts = of?.ports ?? {
    docker: new Docker({ socketPath: stack.dockerSocketPath }),
    image: stack.sandboxImage,
    helperImage: stack.sandboxImage,
    blobs: createMemoryBlobs(),
    turns: createMemoryRecords<ActResult>(),
    instanceLabel: `test-${randomUUID()}`,
    engineId: 'test-engine',
    signalReady: async () => undefined,
    now: () => performance.now(),
  };
  const changed = { ...ports, ...changes };
  return { ports: changed, workspaces: new Workspaces(changed) };
}

/** Removes everything that a host's installation has on the engine. */
export async function removeHost({ ports: { docker, instanceLabel } }: Host): Promise<void> {
  const filters = labelFilter(instanceLabel, null);
  for (const found of await docker.listContainers({ all: true, filters })) {
    await removeFromEngine('remove', () => docker.getContainer(found.Id).remove({ force: true, v: true }));
  }
  for (const volume of (await docker.listVolumes({ filters })).Volumes) {
    await removeFromEngine('remove', () => docker.getVolume(volume.Name).remove({ force: true }));
  }
}

export async function makeSpec(
  host: Host,
  files: Readonly<Record<string, string>>,
  limits: Partial<WorkspaceSpec['limits']> = {},
): Promise<{ readonly spec: WorkspaceSpec; readonly base: BaseRepository }> {
  const base = makeBase(files);
  const spec: WorkspaceSpec = {
    runId: randomUUID(),
    attempt: 1,
    repository: {
      forgeKind: 'gitea',
      forgeInstance: 'test',
      repositoryId: randomUUID(),
      owner: 'o',
      name: 'n',
    },
    baseSha: base.baseSha,
    baseBundle: await host.ports.blobs.put(base.bundle),
    carried: null,
    limits: { commandTimeoutMs: 20_000, memoryBytes: 256 * 1024 ** 2, cpus: 2, pids: 100, ...limits },
  };
  return { spec, base };
}

/** Whether a file is there in the agent's container, as the engine sees it. */
export async function hasFile({ ports }: Host, spec: WorkspaceSpec, path: string): Promise<boolean> {
  const { docker, instanceLabel } = ports;
  const workspace = workspaceId(instanceLabel, spec.runId, spec.attempt);
  const { label } = labelFilter(instanceLabel, workspace);
  const [agent] = await docker.listContainers({ filters: { label: [...label, 'fixpoint.role=agent'] } });
  if (agent === undefined) return false;
  const look = docker.getContainer(agent.Id).infoArchive({ path: `${WORK_FOLDER}/${path}` });
  return look.then(
    () => true,
    () => false,
  );
}

/** For what nobody cancels. */
export function neverAborted(): AbortSignal {
  return new AbortController().signal;
}

export type Call = readonly [name: string, input: unknown];

/** One turn after another in one workspace, as a workflow would ask for them. */
export class Turns {
  readonly #host: Host;
  readonly spec: WorkspaceSpec;
  turn = 0;
  snapshot: Snapshot | null = null;

  constructor(host: Host, spec: WorkspaceSpec) {
    this.#host = host;
    this.spec = spec;
  }

  async act(calls: readonly Call[], signal?: AbortSignal) {
    this.turn += 1;
    return this.actAgain(this.#host, calls, signal);
  }

  /** The same turn once more, perhaps on another host. */
  async actAgain(host: Host, calls: readonly Call[], signal = neverAborted()) {
    const { blobs } = host.ports;
    const response = await blobs.put(
      Buffer.from(
        JSON.stringify({
          text: '',
          stopReason: 'tool_use',
          calls: calls.map(([name, input], index) => ({ toolUseId: `call-${index}`, name, input })),
        }),
      ),
    );
    const request = { spec: this.spec, turn: this.turn, snapshot: this.snapshot, response };
    const result = await act(host.ports, host.workspaces, request, signal);
    this.snapshot = result.snapshot;
    const results: ToolResult[] = JSON.parse(Buffer.from(await blobs.get(result.results)).toString());
    return { result, results, texts: results.map(({ content }) => content) };
  }

  async bash(command: string): Promise<string> {
    const { texts } = await this.act([['bash', { command }]]);
    return texts[0] ?? '';
  }
}
