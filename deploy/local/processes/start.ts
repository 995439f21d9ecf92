import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { LocalStackError } from '../errors.ts';
import type { LocalPaths } from '../paths.ts';
import { identify, isSameProcess } from './identity.ts';
import { logTail } from './log-tail.ts';
import { type ProcessRecord, readRecord, writeRecord } from './records.ts';
import { stopProcess } from './stop.ts';
import { waitFor } from './wait-for.ts';

/** One row of the process table. A server of the stack and a service of Fixpoint are started and stopped alike. */
export interface ProcessSpec {
  readonly name: string;
  readonly kind: ProcessRecord['kind'];
  readonly command: string;
  readonly args: readonly string[];
  /** The whole environment of the process: nothing is inherited. */
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  /** What the program is made of: one that runs with other sources is started anew. */
  readonly version?: string;
  /** Looked at only when it is really started, not when an earlier one is reused. */
  readonly beforeStart?: () => Promise<void>;
  /** Asks the process the real question; throws until it is well. */
  readonly check: () => Promise<void>;
  readonly timeoutMs: number;
}

export interface StartedProcess {
  readonly record: ProcessRecord;
  /** True when it ran already, with the same settings. */
  readonly reused: boolean;
}

/**
 * Starts a process detached and waits until it is well, or finds the one that an earlier command started.
 * One that runs with other settings is stopped first.
 * @throws {LocalStackError} LOCAL_UNHEALTHY, with the tail of its log; the signal's reason when nothing more is to be started.
 */
export async function startProcess(
  paths: LocalPaths,
  spec: ProcessSpec,
  signal?: AbortSignal,
): Promise<StartedProcess> {
  const fingerprint = fingerprintOf(spec);
  const earlier = readRecord(paths.run, spec.name);
  if (earlier !== undefined && isSameProcess(earlier) && earlier.fingerprint === fingerprint) {
    await untilWell(spec, earlier);
    return { record: earlier, reused: true };
  }
  if (earlier !== undefined) await stopProcess(paths, earlier);
  await spec.beforeStart?.();
  signal?.throwIfAborted();
  const record = spawnDetached(paths, spec, fingerprint);
  await untilWell(spec, record);
  return { record, reused: false };
}

function spawnDetached(paths: LocalPaths, spec: ProcessSpec, fingerprint: string): ProcessRecord {
  const logPath = join(paths.logs, `${spec.name}.log`);
  mkdirSync(dirname(logPath), { recursive: true });
  const log = openSync(logPath, 'w');
  const child = spawn(spec.command, [...spec.args], {
    cwd: spec.cwd,
    env: { ...spec.env },
    detached: true,
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  // Without a listener the failure to start a program would end this process; it is told by the missing pid.
  child.on('error', () => undefined);
  child.unref();
  const identity = child.pid === undefined ? undefined : identify(child.pid);
  if (identity === undefined) {
    const what = child.pid === undefined ? `did not start: ${spec.command} cannot be run` : 'ended at once';
    throw new LocalStackError('LOCAL_UNHEALTHY', `${spec.name} ${what}\n${logTail(logPath)}`);
  }
  const record: ProcessRecord = { name: spec.name, kind: spec.kind, ...identity, fingerprint, logPath };
  writeRecord(paths.run, record);
  return record;
}

async function untilWell(spec: ProcessSpec, record: ProcessRecord): Promise<void> {
  const ended = () => !isSameProcess(record);
  try {
    await waitFor(spec.check, { timeoutMs: spec.timeoutMs, giveUp: ended });
  } catch (error) {
    const what = ended() ? 'ended' : `is not well after ${spec.timeoutMs / 1000} s`;
    const reason = error instanceof Error ? error.message : String(error);
    throw new LocalStackError(
      'LOCAL_UNHEALTHY',
      `${spec.name} ${what}: ${reason}\n${logTail(record.logPath)}`,
      error,
    );
  }
}

/** PATH is left out: it differs from shell to shell, and a server that others use must not be restarted for it. */
export function fingerprintOf({ command, args, env, cwd, version }: ProcessSpec): string {
  const variables = Object.entries(env).filter(([name]) => name !== 'PATH');
  const settings = [command, args, variables.sort(), cwd, ...(version ? [version] : [])];
  return createHash('sha256').update(JSON.stringify(settings)).digest('hex').slice(0, 16);
}
