import type { SyncProgress } from '@fixpoint/issue-core/sync/progress.ts';
import type { World } from '../world.ts';

export interface ProgressLine {
  show(progress: SyncProgress): void;
  /** Takes the line away, so that what follows begins on a clean one. */
  end(): void;
}

const REDRAW_MS = 100;
const TELL_MS = 5_000;
const CLEAR_LINE = '\r\u001b[K';

/** On a terminal one line that changes; elsewhere a line every five seconds. All of it goes to stderr. */
export function createProgressLine({ stderr, isTerminal, now }: World): ProgressLine {
  const everyMs = isTerminal.stderr ? REDRAW_MS : TELL_MS;
  // A sync that is over at once says nothing about its progress.
  let toldAtMs = now().getTime();
  let isShown = false;
  return {
    show(progress) {
      const atMs = now().getTime();
      if (atMs - toldAtMs < everyMs) return;
      toldAtMs = atMs;
      isShown = true;
      const text = renderProgress(progress);
      stderr.write(isTerminal.stderr ? `${CLEAR_LINE}${text}` : `${text}\n`);
    },
    end() {
      if (isShown && isTerminal.stderr) stderr.write(CLEAR_LINE);
    },
  };
}

export function renderProgress({ phase, done, total, remainingSeconds }: SyncProgress): string {
  const of = total === null ? '' : ` of ${total}`;
  const left = remainingSeconds === null ? '' : `, about ${renderSeconds(remainingSeconds)} left`;
  return `${phase}: ${done}${of}${left}`;
}

function renderSeconds(seconds: number): string {
  if (seconds < 90) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 90) return `${minutes} min`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
