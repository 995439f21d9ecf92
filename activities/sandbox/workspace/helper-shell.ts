import { randomUUID } from 'node:crypto';
import { FixpointError } from '@fixpoint/contracts/errors.ts';
import type Docker from 'dockerode';
import { callEngine } from '../engine/call.ts';
import { MIRROR_FOLDER } from '../engine/container-options.ts';
import type { HeldShell, ShellEnd, ShellRunOptions } from '../shell/held-shell.ts';
import { BoundedBytes } from '../shell/output.ts';
import { tarOfFile } from './tar.ts';

const INCOMING_FOLDER = `${MIRROR_FOLDER}/incoming`;
const TIMEOUT_MS = 120_000;
const OUTPUT_LIMIT_BYTES = 4 * 1024 ** 2;
const ERROR_LIMIT_BYTES = 2_000;

export interface ScriptOptions {
  readonly signal?: AbortSignal | undefined;
  /** More than this is GIT_FAILED. */
  readonly outputLimitBytes?: number;
}

/** The helper container's shell: runs our own scripts, never anything of a repository. */
export class HelperShell {
  readonly container: Docker.Container;
  readonly #shell: HeldShell;

  constructor(container: Docker.Container, shell: HeldShell) {
    this.container = container;
    this.#shell = shell;
  }

  get closed(): boolean {
    return this.#shell.closed;
  }

  /**
   * Runs a script under `set -eu` and returns what it printed.
   *
   * @throws FixpointError GIT_FAILED with the last lines of its stderr, WORKSPACE_LOST when the container is gone
   */
  async run(script: string, options: ScriptOptions = {}): Promise<Buffer> {
    const sink = new BoundedBytes(options.outputLimitBytes ?? OUTPUT_LIMIT_BYTES);
    const end = await this.#runOnce(wrap(script), { sink, timeoutMs: TIMEOUT_MS, signal: options.signal });
    switch (end.kind) {
      case 'timed-out':
        this.#shell.close();
        throw new FixpointError('WORKSPACE_LOST', `The helper did not answer in ${TIMEOUT_MS / 1000} s.`);
      case 'closed':
        throw new FixpointError('WORKSPACE_LOST', 'The helper container is gone.');
      case 'exited':
        break;
    }
    const output = sink.bytes();
    if (end.report.exitCode !== 0) {
      throw new FixpointError('GIT_FAILED', output.subarray(-ERROR_LIMIT_BYTES).toString().trim());
    }
    if (sink.overflowed) throw new FixpointError('GIT_FAILED', 'It is more than is taken over.');
    return output;
  }

  async #runOnce(script: string, options: ShellRunOptions): Promise<ShellEnd> {
    try {
      return await this.#shell.run(script, options);
    } catch (cause) {
      // Aborted in the middle of a script: nobody may come after it.
      this.#shell.close();
      throw cause;
    }
  }

  /** Puts bytes into a file of a new name beside the mirror, and returns its path; `use` may read it until it returns. */
  async withFile<T>(bytes: Uint8Array, use: (path: string) => Promise<T>): Promise<T> {
    const name = randomUUID();
    const path = `${INCOMING_FOLDER}/${name}`;
    await this.run(`mkdir -p ${INCOMING_FOLDER}`);
    // Large files do not go over the shell's stdin: what a failing command leaves unread there would be run.
    await callEngine('upload a bundle', (abortSignal) =>
      this.container.putArchive(tarOfFile(name, bytes), { path: INCOMING_FOLDER, abortSignal }),
    );
    try {
      return await use(path);
    } finally {
      if (!this.closed) await this.run(`rm -f ${path}`);
    }
  }
}

/** `set -e` has no effect left of `||`, so the status is looked at afterwards. */
function wrap(script: string): string {
  return [
    '( set -eu',
    script,
    ') 2>/tmp/stderr',
    `code=$?; [ $code = 0 ] || { echo; tail -c ${ERROR_LIMIT_BYTES} /tmp/stderr; ( exit $code ); }`,
  ].join('\n');
}
