import type { Readable, Writable } from 'node:stream';
import type { Environment } from '@fixpoint/config/read-environment.ts';

/** What the program sees and touches; `main.ts` gives that of the process, tests their own. */
export interface World {
  readonly environment: Environment;
  readonly cwd: string;
  readonly stdin: Readable;
  readonly stdout: Writable;
  readonly stderr: Writable;
  /** At which of them a person sits. */
  readonly isTerminal: { readonly stdin: boolean; readonly stdout: boolean; readonly stderr: boolean };
  /** Of the terminal. */
  readonly columns: number;
  readonly rows: number;
  /** Fires when the program is to stop. */
  readonly signal: AbortSignal;
  readonly now: () => Date;
}

/** Resolves when it was taken over; rejects with what the stream says, EPIPE among it. */
export function writeTo(stream: Writable, content: string | Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    stream.write(content, (error) => (error ? reject(error) : resolve()));
  });
}

/** Whether somebody can be asked: questions go to stderr, so that the output stays what it is. */
export function canAsk({ isTerminal }: World): boolean {
  return isTerminal.stdin && isTerminal.stderr;
}
