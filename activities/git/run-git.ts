import { type ErrorCode, FixpointError } from '@fixpoint/contracts/errors.ts';
import { execa } from 'execa';
import { gitEnvironment, secretsOf } from './git-environment.ts';
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
  /** What a failure means, whatever git says. */
  readonly failure?: ErrorCode;
}

/**
 * Runs one git command and gives back what it wrote.
 *
 * @throws FixpointError GIT_*, FORGE_NOT_FOUND; the signal's reason when it is aborted
 */
export async function runGit(call: GitCall): Promise<Buffer> {
  call.signal.throwIfAborted();
  const { gitDir, remote = null } = call;
  const timeout = AbortSignal.timeout(call.timeoutMs ?? DEFAULT_TIMEOUT_MS);
  const subprocess = execa('git', [`--git-dir=${gitDir}`, ...call.args], {
    env: { ...gitEnvironment(gitDir, remote, call.config), ...call.env },
    extendEnv: false,
    encoding: 'buffer',
    maxBuffer: MAX_OUTPUT_BYTES,
    stripFinalNewline: false,
    reject: false,
    // A group of its own: git's children, such as git-remote-https, hold its pipes and have to die with it.
    detached: true,
    ...(call.input ? { input: call.input } : { stdin: 'ignore' as const }),
  });
  const stop = AbortSignal.any([call.signal, timeout]);
  const kill = () => killGroup(subprocess.pid);
  stop.addEventListener('abort', kill, { once: true });
  const result = await subprocess;
  stop.removeEventListener('abort', kill);
  call.signal.throwIfAborted();
  const step = `git ${call.args[0]}`;
  if (!result.failed) return Buffer.from(result.stdout);
  if (timeout.aborted) throw new FixpointError('GIT_UNAVAILABLE', `${step} did not end in time.`);
  const stderr = Buffer.from(result.stderr).toString('utf8');
  throw gitError(step, stderr, remote ? secretsOf(remote) : [], { code: call.failure, cause: result });
}

function killGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch (error) {
    // It ended by itself in between.
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

/** The output as trimmed text. */
export async function gitText(call: GitCall): Promise<string> {
  return (await runGit(call)).toString('utf8').trim();
}
