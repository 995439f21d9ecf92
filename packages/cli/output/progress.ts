import type { Progress, Report } from '@fixpoint/local/report.ts';
import { renderDuration } from './duration.ts';

const TELL_START_AFTER_MS = 2_000;

/**
 * Writes progress as plain lines, one for a step that ends and one for a step that takes longer than 2 s.
 * Plain lines stay readable in a log, in a pipe, and when several steps run side by side.
 */
export function progressLines(write: (line: string) => void): Report {
  const waiting = new Map<string, NodeJS.Timeout>();
  return (progress) => {
    if (progress.status === 'started') {
      waiting.set(
        progress.step,
        setTimeout(() => write(renderProgress(progress)), TELL_START_AFTER_MS).unref(),
      );
      return;
    }
    clearTimeout(waiting.get(progress.step));
    waiting.delete(progress.step);
    write(renderProgress(progress));
  };
}

const SIGNS = { started: '…', running: '…', done: '✓', failed: '✗' } as const;

function renderProgress(progress: Progress): string {
  const { step, why, status, elapsedMs, detail } = progress;
  const sign = SIGNS[status];
  if (status === 'started') return `${sign} ${step}${why === undefined ? '' : `: ${why}`}`;
  const reason = status === 'running' && elapsedMs === 0 && why !== undefined ? `: ${why}` : '';
  return `${sign} ${step}${reason}${detail === undefined ? '' : ` ${detail}`} (${renderDuration(elapsedMs)})`;
}
