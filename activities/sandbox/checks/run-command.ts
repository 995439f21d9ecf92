import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import type { WorkspaceSpec } from '@fixpoint/contracts/sandbox-activities.ts';
import { REPORT_FOLDER } from '@fixpoint/proof/report-environment.ts';
import { callEngine } from '../engine/call.ts';
import { AGENT_ENVIRONMENT, WORK_FOLDER } from '../engine/container-options.ts';
import {
  attach,
  createContainer,
  killContainer,
  removeContainer,
  startContainer,
} from '../engine/containers.ts';
import { labels, resourceName } from '../engine/names.ts';
import type { SandboxPorts } from '../ports.ts';
import { createFrameParser } from '../shell/frames.ts';
import { ClippedOutput } from '../shell/output.ts';
import type { CheckPlace } from './check-place.ts';

const KEPT = { headBytes: 512 * 1024, tailBytes: 1024 * 1024 };
const EXIT_TIMEOUT_MS = 10_000;

export interface CommandRun {
  /** As the engine says it, not as the command prints it; null when it was ended by us. */
  readonly exitCode: number | null;
  readonly timedOut: boolean;
  readonly output: string;
  readonly durationMs: number;
}

/**
 * Runs one command on a place's files in a container of its own, which is thrown away.
 *
 * @throws FixpointError of the engine; the signal's reason
 */
export async function runCommand(
  ports: SandboxPorts,
  spec: WorkspaceSpec,
  place: CheckPlace,
  command: string,
  environment: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<CommandRun> {
  const { docker, instanceLabel, image } = ports;
  const container = await createContainer(docker, {
    name: resourceName(place.id, 'check', `-${randomUUID().slice(0, 8)}`),
    image,
    labels: labels(instanceLabel, 'check', place.id),
    command: ['bash', '-c', command],
    environment: { ...AGENT_ENVIRONMENT, ...environment },
    volumes: { [WORK_FOLDER]: place.workVolume, [REPORT_FOLDER]: place.reportVolume },
    limits: spec.limits,
    stdin: false,
  });
  try {
    const output = new ClippedOutput(KEPT);
    const stream = await attach(container, false);
    stream.on(
      'data',
      createFrameParser((_channel, bytes) => output.push(bytes)),
    );
    const closed = once(stream, 'close');
    const startedAt = ports.now();
    await startContainer(container);
    const timeout = AbortSignal.timeout(spec.limits.commandTimeoutMs);
    const ended = await endOf(container, AbortSignal.any([signal, timeout]));
    signal.throwIfAborted();
    if (ended === null) await killContainer(container);
    await Promise.race([closed, once(AbortSignal.timeout(EXIT_TIMEOUT_MS), 'abort')]);
    const durationMs = Math.round(ports.now() - startedAt);
    return { exitCode: ended, timedOut: ended === null, output: output.text(), durationMs };
  } finally {
    await removeContainer(container);
  }
}

/** The exit code of a container, or null when the signal came first. */
async function endOf(
  container: Parameters<typeof removeContainer>[0],
  signal: AbortSignal,
): Promise<number | null> {
  try {
    const { StatusCode } = await container.wait({ abortSignal: signal });
    return Number(StatusCode);
  } catch (cause) {
    if (signal.aborted) return null;
    return callEngine('wait for the container', () => Promise.reject(cause));
  }
}
