/** What one run may use. Temporal retries are bounded elsewhere; these bound the work itself. */
export interface RunLimits {
  readonly maxAttempts: number;
  readonly maxTurnsPerAttempt: number;
  readonly maxCostUsd: number;
  readonly attemptTimeoutMs: number;
  readonly commandTimeoutMs: number;
  readonly memoryBytes: number;
  readonly cpus: number;
  readonly pids: number;
}

/** More tool calls of one turn are not run, so that its time has a bound. */
export const MAX_CALLS_PER_TURN = 20;

export const DEFAULT_RUN_LIMITS: RunLimits = {
  maxAttempts: 3,
  maxTurnsPerAttempt: 60,
  maxCostUsd: 5,
  attemptTimeoutMs: 60 * 60_000,
  commandTimeoutMs: 120_000,
  memoryBytes: 2 * 1024 ** 3,
  cpus: 2,
  pids: 256,
};
