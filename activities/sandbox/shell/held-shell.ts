import { randomBytes } from 'node:crypto';
import type { Duplex } from 'node:stream';
import { createEndMarkerScanner, endMarkerLine, type ShellReport } from './end-marker.ts';
import { createFrameParser } from './frames.ts';
import type { OutputSink } from './output.ts';
import { quote } from './quote.ts';

/** Where a shell keeps its own stdout while a command runs: a command's redirections must not reach it. */
export const SHELL_FD = 201;

/** Starts a shell that reads commands from the stream that it was started on. */
export const SHELL_COMMAND = ['bash', '-c', `exec ${SHELL_FD}>&1; exec bash --noprofile --norc -s`] as const;

/**
 * The same as the container's first process, replacing a shell that ended (`exit`, killed) without a restart of
 * the container. Bounded, because a closed stream ends every shell at once.
 */
export const SHELL_LOOP_COMMAND = [
  'bash',
  '-c',
  `exec ${SHELL_FD}>&1; c=; for ((i = 0; i < 100; i++)); do bash --noprofile --norc -s -- $c; c=$?; done`,
] as const;

export interface ShellRunOptions {
  readonly sink: OutputSink;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
}

/** After anything but `exited` the shell is of no more use: whoever runs it throws its container away. */
export type ShellEnd =
  | { readonly kind: 'exited'; readonly report: ShellReport }
  | { readonly kind: 'timed-out' }
  | { readonly kind: 'closed' };

interface Running {
  readonly scan: (bytes: Buffer) => ShellReport | null;
  readonly settle: (end: ShellEnd) => void;
}

/**
 * A bash held open over one attached stream, so that a command costs no exec. Each command's end is marked by a
 * nonce of its own that the shell reads only after the command has ended: it is in no environment and no argument.
 * A command that goes as far as stealing it from the shell's stdin deceives the model that ran it, and nobody else:
 * nothing is proven here.
 */
export class HeldShell {
  readonly #stream: Duplex;
  #running: Running | null = null;
  #closed = false;

  constructor(stream: Duplex) {
    this.#stream = stream;
    // Output of background processes between two commands belongs to none, and is dropped.
    const parse = createFrameParser((channel, bytes) => {
      if (channel === 'stdout') this.#take(bytes);
    });
    stream.on('data', parse);
    for (const event of ['end', 'close', 'error'] as const) stream.on(event, () => this.#end());
  }

  get closed(): boolean {
    return this.#closed;
  }

  /**
   * Runs one command in the shell's own process, so that `cd` and variables stay.
   *
   * @throws the signal's reason when it is aborted
   */
  run(script: string, options: ShellRunOptions): Promise<ShellEnd> {
    options.signal?.throwIfAborted();
    if (this.#closed) return Promise.resolve({ kind: 'closed' });
    if (this.#running !== null) throw new Error('a held shell runs one command at a time');
    const nonce = randomBytes(16).toString('hex');
    return new Promise((resolve, reject) => {
      const finish = (): void => {
        clearTimeout(timer);
        options.signal?.removeEventListener('abort', onAbort);
        this.#running = null;
      };
      const onAbort = (): void => {
        finish();
        reject(options.signal?.reason);
      };
      const settle = (end: ShellEnd): void => {
        finish();
        resolve(end);
      };
      const timer = setTimeout(() => settle({ kind: 'timed-out' }), options.timeoutMs);
      options.signal?.addEventListener('abort', onAbort, { once: true });
      this.#running = { scan: createEndMarkerScanner(nonce, options.sink), settle };
      this.#stream.write(commandLines(script, nonce));
    });
  }

  close(): void {
    this.#stream.destroy();
    this.#end();
  }

  #take(bytes: Buffer): void {
    const report = this.#running?.scan(bytes) ?? null;
    if (report !== null) this.#running?.settle({ kind: 'exited', report });
  }

  #end(): void {
    this.#closed = true;
    this.#running?.settle({ kind: 'closed' });
  }
}

function commandLines(script: string, nonce: string): string {
  const fd = SHELL_FD;
  return `{ eval ${quote(script)}; } </dev/null >&${fd} 2>&${fd} ${fd}>&-\n${endMarkerLine(nonce, fd)}`;
}
