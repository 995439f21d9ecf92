import type {
  ActRequest,
  ActResult,
  CheckReport,
  RunChecksRequest,
  Snapshot,
  WorkspaceReady,
  WorkspaceSpec,
} from '@fixpoint/contracts/sandbox-activities.ts';
import { SIGNALS } from '@fixpoint/contracts/workflows.ts';
import { ActivityFailure, ApplicationFailure, TimeoutFailure, TimeoutType } from '@temporalio/common';
import {
  CancellationScope,
  condition,
  defineSignal,
  isCancellation,
  log,
  setHandler,
} from '@temporalio/workflow';
import { failureText } from './failure-text.ts';
import { holding, onHost } from './fleets.ts';

export const workspaceReady = defineSignal<[WorkspaceReady]>(SIGNALS.workspaceReady);

/** How often an attempt moves to another host before it gives up: more hosts than that do not die by chance. */
const MAX_OPENINGS = 4;
const OPEN_TIMEOUT_MS = 65 * 60_000;
/** A turn may hold several commands; each has the time limit of its own. */
const COMMANDS_PER_TURN = 10;
const DISCARD_TIMEOUT_MS = 60_000;

/** The workspace of an attempt, wherever it is held. When its host is lost it opens elsewhere, from the last snapshot. */
export class HeldWorkspace {
  snapshot: Snapshot | null;
  private readonly spec: WorkspaceSpec;
  private readonly heldForMs: number;
  private hostQueue: string | null = null;
  private openings = 0;
  private scope: CancellationScope | null = null;
  private failure: unknown = null;
  private released = false;

  constructor(spec: WorkspaceSpec, snapshot: Snapshot | null, heldForMs: number) {
    this.spec = spec;
    this.snapshot = snapshot;
    this.heldForMs = heldForMs;
    setHandler(workspaceReady, (ready) => {
      if (ready.attempt === spec.attempt) this.hostQueue = ready.hostQueue;
    });
  }

  /** Asks for a host; returns at once, so that the model can think meanwhile. */
  open(): void {
    this.openings += 1;
    this.hostQueue = null;
    const scope = new CancellationScope();
    this.scope = scope;
    scope
      .run(() =>
        holding(this.heldForMs)(`Hold the workspace of attempt ${this.spec.attempt}`).holdWorkspace({
          spec: this.spec,
          snapshot: this.snapshot,
        }),
      )
      .then(
        () => this.lost(scope, new Error('the host let the workspace go')),
        (error: unknown) => this.lost(scope, error),
      );
  }

  async act(request: Omit<ActRequest, 'spec' | 'snapshot'>, summary: string): Promise<ActResult> {
    const timeoutMs = COMMANDS_PER_TURN * this.spec.limits.commandTimeoutMs;
    const acted = await this.onItsHost(timeoutMs, (host) =>
      host(summary).act({ ...request, spec: this.spec, snapshot: this.snapshot }),
    );
    this.snapshot = acted.snapshot;
    return acted;
  }

  async check(request: Omit<RunChecksRequest, 'spec'>, summary: string): Promise<CheckReport> {
    const timeoutMs = COMMANDS_PER_TURN * this.spec.limits.commandTimeoutMs;
    return await this.onItsHost(timeoutMs, (host) =>
      host(summary).runChecks({ ...request, spec: this.spec }),
    );
  }

  /** Lets go of the host and removes what is left; safe to call in a cancelled run. */
  async release(): Promise<void> {
    if (this.released) return;
    this.released = true;
    const { hostQueue } = this;
    this.scope?.cancel();
    if (!hostQueue) return;
    const request = { runId: this.spec.runId, attempt: this.spec.attempt };
    try {
      await CancellationScope.nonCancellable(() =>
        onHost(hostQueue, DISCARD_TIMEOUT_MS)('Remove the workspace').discardWorkspace(request),
      );
    } catch (error) {
      // What the attempt found must not be lost with its leftovers, which the host's own janitor removes later.
      if (!(error instanceof ActivityFailure)) throw error;
      log.warn('the workspace was not removed', { reason: failureText(error) });
    }
  }

  private async onItsHost<T>(
    timeoutMs: number,
    step: (host: ReturnType<typeof onHost>) => Promise<T>,
  ): Promise<T> {
    for (;;) {
      const hostQueue = await this.ready();
      try {
        return await step(onHost(hostQueue, timeoutMs));
      } catch (error) {
        if (!isHostGone(error)) throw error;
        this.scope?.cancel();
        this.open();
      }
    }
  }

  private async ready(): Promise<string> {
    await condition(() => this.hostQueue !== null || this.failure !== null, OPEN_TIMEOUT_MS);
    if (this.failure) throw this.failure;
    if (!this.hostQueue) throw new Error('no host opened the workspace in time');
    return this.hostQueue;
  }

  private lost(scope: CancellationScope, error: unknown): void {
    if (this.released || scope !== this.scope) return;
    if (isCancellation(error) || isFinal(error) || this.openings >= MAX_OPENINGS) {
      this.failure = error;
      return;
    }
    this.open();
  }
}

/** An error that another host would answer with again, such as a missing image. */
function isFinal(error: unknown): boolean {
  return (
    error instanceof ActivityFailure &&
    error.cause instanceof ApplicationFailure &&
    error.cause.nonRetryable === true
  );
}

function isHostGone(error: unknown): boolean {
  return (
    error instanceof ActivityFailure &&
    error.cause instanceof TimeoutFailure &&
    error.cause.timeoutType === TimeoutType.SCHEDULE_TO_START
  );
}
