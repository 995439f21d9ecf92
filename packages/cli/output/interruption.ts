/** A command that Ctrl-C ends: what it started is cleaned up before the process exits. */
export interface Interruption {
  readonly signal: AbortSignal;
  /** The promise, or the interruption, whichever is first. */
  race<T>(work: Promise<T>): Promise<T>;
  /** Gives Ctrl-C its usual meaning back. */
  end(): void;
}

export class InterruptedError extends Error {
  override readonly name = 'InterruptedError';
}

export function interruption(): Interruption {
  const controller = new AbortController();
  const interrupted = Promise.withResolvers<never>();
  interrupted.promise.catch(() => undefined);
  const stop = () => {
    process.stderr.write('\nStopping; this takes a moment.\n');
    const reason = new InterruptedError('Stopped.');
    controller.abort(reason);
    interrupted.reject(reason);
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  return {
    signal: controller.signal,
    race: (work) => Promise.race([work, interrupted.promise]),
    end: () => {
      process.off('SIGINT', stop);
      process.off('SIGTERM', stop);
    },
  };
}
