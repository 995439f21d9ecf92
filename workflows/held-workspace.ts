import type { ErrorCode } from '@fixpoint/contracts/errors.ts';
import { MAX_CALLS_PER_TURN } from '@fixpoint/contracts/limits.ts';
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
import { ActivityFailure, ApplicationFailure } from '@temporalio/common';
import {
  CancellationScope,
  condition,
  defineSignal,
  isCancellation,
  log,
  setHandler,
  sleep,
} from '@temporalio/workflow';
import { failureText } from './failure-text.ts';
import { holding, onHost } from './fleets.ts';
import { isFinal, isHostGone } from './host-failure.ts';

export const workspaceReady = defineSignal<[WorkspaceReady]>(SIGNALS.workspaceReady);

/** How often an attempt asks for a host before it gives up: with the pauses, an engine may be away for four minutes. */
const MAX_OPENINGS = 10;
const LONGEST_PAUSE_MS = 60_000;
const OPEN_TIMEOUT_MS = 65 * 60_000;
/** The attempt looks at its time between turns, so that the last one may take longer. */
const LAST_TURN_MS = 60 * 60_000;
const DISCARD_TIMEOUT_MS = 60_000;
/** Opening the workspace anew, and the snapshot. */
const AROUND_COMMANDS_MS = 5 * 60_000;

/** One host asked for; cancelling its scope lets go of the host and of the steps on it. */
interface Opening {
  readonly number: number;
  readonly scope: CancellationScope;
  hostQueue: string | null;
}

/** The workspace of an attempt, wherever it is held. When its host is lost it opens elsewhere, from the last snapshot. */
export class HeldWorkspace {
  snapshot: Snapshot | null;
  private readonly spec: WorkspaceSpec;
  private readonly heldForMs: number;
  private readonly parent = CancellationScope.current();
  private opening: Opening | null = null;
  private failure: unknown = null;
  private waitedMs = 0;

  constructor(spec: WorkspaceSpec, snapshot: Snapshot | null, attemptTimeoutMs: number) {
    this.spec = spec;
    this.snapshot = snapshot;
    this.heldForMs = attemptTimeoutMs + LAST_TURN_MS;
    setHandler(workspaceReady, (ready) => {
      if (this.opening && ready.attempt === spec.attempt) this.opening.hostQueue = ready.hostQueue;
    });
  }

  /** Asks for a host; returns at once, so that the model can think meanwhile. */
  open(): void {
    this.ask(1, 0);
  }

  async act(request: Omit<ActRequest, 'spec' | 'snapshot'>, summary: string): Promise<ActResult> {
    const acted = await this.onItsHost((host) =>
      host(summary).act({ ...request, spec: this.spec, snapshot: this.snapshot }),
    );
    this.snapshot = acted.snapshot;
    return acted;
  }

  async check(request: Omit<RunChecksRequest, 'spec'>, summary: string): Promise<CheckReport> {
    return await this.onItsHost((host) => host(summary).runChecks({ ...request, spec: this.spec }));
  }

  /** How long steps have waited for a host since this was last asked. */
  takeWaitedMs(): number {
    const { waitedMs } = this;
    this.waitedMs = 0;
    return waitedMs;
  }

  /** Lets go of the host and removes what is left; safe to call in a cancelled run. */
  async release(): Promise<void> {
    const { opening } = this;
    this.opening = null;
    opening?.scope.cancel();
    if (!opening?.hostQueue) return;
    const host = onHost(opening.hostQueue, DISCARD_TIMEOUT_MS)('Remove the workspace');
    const request = { runId: this.spec.runId, attempt: this.spec.attempt };
    try {
      await CancellationScope.nonCancellable(() => host.discardWorkspace(request));
    } catch (error) {
      // What the attempt found must not be lost with its leftovers, which the host's own janitor removes later.
      if (!(error instanceof ActivityFailure)) throw error;
      log.warn('the workspace was not removed', { reason: failureText(error) });
    }
  }

  private ask(number: number, pauseMs: number): void {
    const opening: Opening = {
      number,
      scope: new CancellationScope({ cancellable: true, parent: this.parent }),
      hostQueue: null,
    };
    this.opening = opening;
    opening.scope
      .run(async () => {
        if (pauseMs > 0) await sleep(pauseMs);
        const request = { spec: this.spec, snapshot: this.snapshot };
        await holding(this.heldForMs)(`Hold the workspace of attempt ${this.spec.attempt}`).holdWorkspace(
          request,
        );
      })
      .then(
        () => this.lost(opening, lostFailure('The sandbox host let the workspace go.')),
        (error: unknown) => this.lost(opening, error),
      );
  }

  /** Asks for another host unless that was done already, or would not help. */
  private lost(opening: Opening, error: unknown): void {
    if (this.failure || opening !== this.opening) return;
    opening.scope.cancel();
    if (isCancellation(error) || isFinal(error)) {
      this.failure = error;
      return;
    }
    if (opening.number >= MAX_OPENINGS) {
      const last = failureText(error);
      this.failure = lostFailure(`No sandbox host kept the workspace, in ${MAX_OPENINGS} tries. ${last}`);
      return;
    }
    // A host that was there is replaced at once; where none could open, the next one is likely to fail as well.
    const pauseMs = opening.hostQueue ? 0 : Math.min(LONGEST_PAUSE_MS, 500 * 2 ** opening.number);
    this.ask(opening.number + 1, pauseMs);
  }

  private async onItsHost<T>(step: (host: ReturnType<typeof onHost>) => Promise<T>): Promise<T> {
    // Each command of a turn has the time limit of its own.
    const timeoutMs = MAX_CALLS_PER_TURN * this.spec.limits.commandTimeoutMs + AROUND_COMMANDS_MS;
    for (;;) {
      const { opening, hostQueue } = await this.ready();
      try {
        return await opening.scope.run(() => step(onHost(hostQueue, timeoutMs)));
      } catch (error) {
        // A step on a host that was lost meanwhile says nothing of the work.
        if (opening === this.opening && !this.failure && !isHostGone(error)) throw error;
        this.lost(opening, error);
      }
    }
  }

  private async ready(): Promise<{ opening: Opening; hostQueue: string }> {
    for (;;) {
      if (this.failure) throw this.failure;
      const { opening } = this;
      if (opening?.hostQueue) return { opening, hostQueue: opening.hostQueue };
      // A host that came may be lost again before this goes on, so that it is looked at anew.
      const settled = () => !!this.opening?.hostQueue || this.failure !== null;
      const askedAtMs = Date.now();
      const isSettled = await condition(settled, OPEN_TIMEOUT_MS);
      this.waitedMs += Date.now() - askedAtMs;
      if (isSettled) continue;
      throw lostFailure('No sandbox host opened the workspace in time. Is a sandbox worker running?');
    }
  }
}

/** Anything but a failure of Temporal's own kinds would be tried for ever as a fault of the workflow's code. */
function lostFailure(message: string): ApplicationFailure {
  return ApplicationFailure.retryable(message, 'WORKSPACE_LOST' satisfies ErrorCode);
}
