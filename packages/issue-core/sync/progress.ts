export interface SyncProgress {
  readonly phase: 'reading' | 'issues' | 'links';
  readonly done: number;
  /** Null while it is not known. */
  readonly total: number | null;
  /** From the pace so far; null before there is one. */
  readonly remainingSeconds: number | null;
}

export interface ProgressMeter {
  tell(done: number): void;
}

export function startPhase(
  phase: SyncProgress['phase'],
  total: number | null,
  now: () => number,
  onProgress: (progress: SyncProgress) => void,
): ProgressMeter {
  const startedMs = now();
  return {
    tell(done) {
      const known = total !== null && done > 0;
      const remainingSeconds = known
        ? Math.ceil(((now() - startedMs) / done / 1_000) * Math.max(0, total - done))
        : null;
      onProgress({ phase, done, total, remainingSeconds });
    },
  };
}
