/** One line of progress: which step, why it is needed, how long it took so far. */
export interface Progress {
  readonly step: string;
  readonly status: 'started' | 'running' | 'done' | 'failed';
  readonly elapsedMs: number;
  readonly why?: string;
  readonly detail?: string;
}

export type Report = (progress: Progress) => void;

const REMIND_EVERY_MS = 30_000;

/** Runs one step and reports its start, a reminder now and then, and its end; `tellDetail` says more from the result. */
export async function step<T>(
  report: Report,
  name: string,
  why: string,
  action: () => Promise<T>,
  tellDetail?: (result: T) => string,
): Promise<T> {
  const startedAt = performance.now();
  const tell = (status: Progress['status'], detail?: string) =>
    report({
      step: name,
      why,
      status,
      elapsedMs: performance.now() - startedAt,
      ...(detail === undefined ? {} : { detail }),
    });
  tell('started');
  const reminder = setInterval(() => tell('running'), REMIND_EVERY_MS);
  try {
    const result = await action();
    tell('done', tellDetail?.(result));
    return result;
  } catch (error) {
    tell('failed');
    throw error;
  } finally {
    clearInterval(reminder);
  }
}
