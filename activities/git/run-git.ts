import { FixpointError } from '@fixpoint/contracts/errors.ts';
import { execa } from 'execa';
import { gitEnvironment } from './git-environment.ts';
import { gitError } from './git-errors.ts';
import type { GitRemote } from './ports.ts';

const DEFAULT_TIMEOUT_MS = 20 * 60_000;
const MAX_OUTPUT_BYTES = 512 * 1024 * 1024;

export interface GitCall {
  readonly args: readonly string[];
  readonly gitDir: string;
  /** Whose credential the call is given; most calls need none. */
  readonly remote?: GitRemote;
  readonly config?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: Uint8Array;
  readonly signal: AbortSignal;
  readonly timeoutMs?: number;
}

/**
 * Runs one git command and gives back what it wrote.
 *
 * @throws FixpointError GIT_*, FORGE_NOT_FOUND; the signal's reason when it is aborted
 */
export async function runGit(call: GitCall): Promise<Buffer> {
  call.signal.throwIfAborted();
  const { gitDir, remote = null } = call;
  const result = await execa('git', [`--git-dir=${gitDir}`, ...call.args], {
    env: { ...gitEnvironment(gitDir, remote, call.config), ...call.env },
    extendEnv: false,
    encoding: 'buffer',
    maxBuffer: MAX_OUTPUT_BYTES,
    stripFinalNewline: false,
    reject: false,
    timeout: call.timeoutMs ?? DEFAULT_TIMEOUT_MS,
    cancelSignal: call.signal,
    // git's own children, such as git-remote-https, end with it.
    cleanup: true,
    ...(call.input ? { input: call.input } : { stdin: 'ignore' as const }),
  });
  call.signal.throwIfAborted();
  const step = `git ${call.args[0]}`;
  if (result.timedOut) throw new FixpointError('GIT_UNAVAILABLE', `${step} did not end in time.`);
  if (!result.failed) return Buffer.from(result.stdout);
  throw gitError(step, Buffer.from(result.stderr).toString('utf8'), remote ? [remote.gitToken] : [], result);
}

/** The output as trimmed text. */
export async function gitText(call: GitCall): Promise<string> {
  return (await runGit(call)).toString('utf8').trim();
}
