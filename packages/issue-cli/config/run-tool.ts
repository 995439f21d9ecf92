import { spawn } from 'node:child_process';

export interface ToolRequest {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly environment: Record<string, string | undefined>;
  readonly input?: string;
  readonly timeoutMs?: number;
}

const TIMEOUT_MS = 5_000;
const MAX_OUTPUT_BYTES = 1024 ** 2;

/**
 * What a program of the user's machine writes, when it succeeds. Null when there is no such program, or it fails, writes
 * more than a megabyte, or is not done in time: it is then killed, with all that it started.
 */
export function runTool(request: ToolRequest): Promise<string | null> {
  return new Promise((resolve) => {
    const child = spawn(request.command, request.args, {
      cwd: request.cwd,
      env: request.environment,
      // A group of its own, so that helpers which it started die with it.
      detached: true,
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    const chunks: Buffer[] = [];
    let sizeBytes = 0;

    function finish(output: string | null): void {
      clearTimeout(timer);
      resolve(output);
    }

    function giveUp(): void {
      child.stdout.destroy();
      if (child.pid !== undefined) killGroup(child.pid);
      finish(null);
    }

    const timer = setTimeout(giveUp, request.timeoutMs ?? TIMEOUT_MS);
    child.on('error', () => finish(null));
    child.on('close', (code) => finish(code === 0 ? Buffer.concat(chunks).toString('utf8') : null));
    child.stdout.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      sizeBytes += chunk.byteLength;
      if (sizeBytes > MAX_OUTPUT_BYTES) giveUp();
    });
    // A program that ends without reading its input is judged by its exit code.
    child.stdin.on('error', () => child.stdin.destroy());
    child.stdin.end(request.input ?? '');
  });
}

function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}
