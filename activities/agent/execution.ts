/** How a use case learns that it is no longer wanted, and says that it is alive. */
export interface Execution {
  readonly signal: AbortSignal;
  readonly heartbeat: (details?: unknown) => void;
}
