import { FixpointError } from '@fixpoint/contracts/errors.ts';

export interface StreamLimits {
  /** Without a byte from the model for this long, the request is given up. */
  readonly idleTimeoutMs: number;
  /** The whole answer has to be there by then. */
  readonly totalTimeoutMs: number;
}

const LOOK_EVERY_MS = 2_000;

/** Watches one answer, and aborts it when it is cancelled, silent or endless. */
export class StreamWatch {
  readonly signal: AbortSignal;
  readonly #cancelled: AbortSignal;
  readonly #expired = new AbortController();
  readonly #timers: readonly NodeJS.Timeout[];
  #lastByteAt = performance.now();

  constructor(limits: StreamLimits, signal: AbortSignal) {
    this.#cancelled = signal;
    this.signal = AbortSignal.any([signal, this.#expired.signal]);
    const tick = () => {
      if (performance.now() - this.#lastByteAt > limits.idleTimeoutMs)
        this.#expire('sent nothing', limits.idleTimeoutMs);
    };
    this.#timers = [
      setInterval(tick, Math.min(LOOK_EVERY_MS, limits.idleTimeoutMs / 2)),
      setTimeout(() => this.#expire('did not finish', limits.totalTimeoutMs), limits.totalTimeoutMs),
    ];
  }

  /** The provider's pings count: the SDK swallows them, so the bytes are watched. */
  readonly fetch = async (input: string | URL | Request, init?: RequestInit): Promise<Response> => {
    const response = await fetch(input, init);
    this.#lastByteAt = performance.now();
    if (response.body === null) return response;
    const watched = response.body.pipeThrough(
      new TransformStream<Uint8Array, Uint8Array>({
        transform: (chunk, controller) => {
          this.#lastByteAt = performance.now();
          controller.enqueue(chunk);
        },
      }),
    );
    return new Response(watched, {
      status: response.status,
      statusText: response.statusText,
      headers: response.headers,
    });
  };

  /** Throws the reason when it was this watch that ended the request. */
  throwIfEnded(): void {
    this.#cancelled.throwIfAborted();
    this.#expired.signal.throwIfAborted();
  }

  close(): void {
    for (const timer of this.#timers) clearTimeout(timer);
  }

  #expire(what: string, limitMs: number): void {
    this.#expired.abort(new FixpointError('MODEL_UNAVAILABLE', `It ${what} for ${limitMs} ms.`));
  }
}
