import { FixpointError } from '@fixpoint/contracts/errors.ts';
import type Docker from 'dockerode';
import type { ContainerPlan } from '../engine/container-options.ts';
import {
  createContainer,
  killContainer,
  openSecondShell,
  removeContainer,
  startShell,
} from '../engine/containers.ts';
import type { HeldShell, ShellRunOptions } from '../shell/held-shell.ts';
import { BoundedBytes, ClippedOutput } from '../shell/output.ts';

const MOST_RESTARTS = 20;
const EDIT_TIMEOUT_MS = 15_000;
const EDIT_OUTPUT_BYTES = 4 * 1024 ** 2;
const CLIP = { headBytes: 8_000, tailBytes: 8_000 };

export interface CommandResult {
  readonly output: string;
  /** Null when the command did not end by itself. */
  readonly exitCode: number | null;
  /** Why the shell is a new one now; null when it is still the same. */
  readonly restarted: string | null;
}

interface Live {
  readonly container: Docker.Container;
  readonly shell: HeldShell;
  edit: Promise<HeldShell> | null;
  shellPid: number | null;
}

/** The agent's container with its two held shells: one for the model's commands, one for its edits. */
export class AgentContainer {
  readonly #docker: Docker;
  readonly #plan: ContainerPlan;
  #live: Live | null = null;
  #starts = 0;
  #closed = false;

  constructor(docker: Docker, plan: ContainerPlan) {
    this.#docker = docker;
    this.#plan = plan;
  }

  async start(): Promise<void> {
    await this.#ensureLive();
  }

  /**
   * Runs a command of the model in its shell. Time-outs, ends of the shell and too many processes are results.
   *
   * @throws FixpointError WORKSPACE_LOST when the container cannot be had any more; the signal's reason
   */
  async bash(
    command: string,
    options: { readonly timeoutMs: number; readonly signal?: AbortSignal },
  ): Promise<CommandResult> {
    const live = await this.#ensureLive();
    const sink = new ClippedOutput(CLIP);
    const end = await this.#run(live.shell, command, { ...options, sink });
    switch (end.kind) {
      case 'timed-out': {
        await this.restart();
        const restarted = `timed out after ${options.timeoutMs / 1000} s; the shell was restarted`;
        return { output: sink.text(), exitCode: null, restarted };
      }
      case 'closed':
        await this.restart();
        return {
          output: sink.text(),
          exitCode: null,
          restarted: 'the container ended; the shell was restarted',
        };
      case 'exited':
        break;
    }
    const { report } = end;
    if (report.processes >= this.#plan.limits.pids * 0.9) {
      await this.restart();
      const restarted = `${report.processes} processes were running, which is the limit; they were ended and the shell was restarted`;
      return { output: sink.text(), exitCode: report.exitCode, restarted };
    }
    const replaced =
      report.shellPid !== (live.shellPid ?? report.shellPid) ||
      (live.shellPid === null && report.previousExitCode !== null);
    live.shellPid = report.shellPid;
    if (!replaced) return { output: sink.text(), exitCode: report.exitCode, restarted: null };
    const restarted = `the shell ended with exit code ${report.previousExitCode ?? 0} and was restarted`;
    return { output: sink.text(), exitCode: report.previousExitCode, restarted };
  }

  /** Runs one of our own scripts with the agent's powers; null when its shell had to be thrown away. */
  async edit(
    script: string,
    signal?: AbortSignal,
  ): Promise<{ readonly exitCode: number; readonly output: Buffer } | null> {
    const live = await this.#ensureLive();
    live.edit ??= openSecondShell(live.container);
    const sink = new BoundedBytes(EDIT_OUTPUT_BYTES);
    const end = await this.#run(await live.edit, script, { sink, timeoutMs: EDIT_TIMEOUT_MS, signal });
    if (end.kind === 'exited') return { exitCode: end.report.exitCode, output: sink.bytes() };
    await this.restart();
    return null;
  }

  /** Ends everything that runs in the container; what follows starts in a fresh one on the same work folder. */
  async restart(): Promise<void> {
    await this.#discard();
    await this.#ensureLive();
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#discard();
  }

  async #run(shell: HeldShell, script: string, options: ShellRunOptions): ReturnType<HeldShell['run']> {
    try {
      return await shell.run(script, options);
    } catch (cause) {
      // Aborted: what still runs must not outlive the turn.
      await this.#discard();
      throw cause;
    }
  }

  async #ensureLive(): Promise<Live> {
    if (this.#live !== null && !this.#live.shell.closed) return this.#live;
    if (this.#live !== null) await this.#discard();
    if (this.#closed) throw new FixpointError('WORKSPACE_LOST', 'The workspace was closed.');
    this.#starts += 1;
    if (this.#starts > MOST_RESTARTS) {
      throw new FixpointError('WORKSPACE_LOST', `The container was restarted ${MOST_RESTARTS} times.`);
    }
    const container = await createContainer(this.#docker, {
      ...this.#plan,
      name: `${this.#plan.name}-${this.#starts}`,
    });
    const live: Live = { container, shell: await startShell(container), edit: null, shellPid: null };
    this.#live = live;
    return live;
  }

  async #discard(): Promise<void> {
    const live = this.#live;
    this.#live = null;
    if (live === null) return;
    await killContainer(live.container);
    live.shell.close();
    await removeContainer(live.container);
  }
}
