import { spawn } from 'node:child_process';
import { childEnvironment } from '@fixpoint/config/issue-cli.ts';
import type { World } from '../world.ts';

export interface InteractiveCommand {
  /** For the shell, as the user wrote it into a variable of theirs: it may hold arguments. */
  readonly command: string;
  /** Given to it as `$1` and so on, out of reach of the shell. */
  readonly args?: readonly string[];
  /** Instead of the terminal's. */
  readonly input?: string;
  readonly environment?: Readonly<Record<string, string>>;
}

/** Runs a program of the user's own in the terminal; its exit code, 127 when there is no such program. */
export function runInteractive(world: World, request: InteractiveCommand): Promise<number> {
  const { command, args = [], input, environment = {} } = request;
  return new Promise((resolve, reject) => {
    const child = spawn('sh', ['-c', `${command}${args.length > 0 ? ' "$@"' : ''}`, 'sh', ...args], {
      cwd: world.cwd,
      env: childEnvironment(environment, world.environment),
      stdio: [input === undefined ? 'inherit' : 'pipe', 'inherit', 'inherit'],
      signal: world.signal,
    });
    child.on('error', reject);
    child.on('close', (code) => resolve(code ?? 1));
    // Whoever leaves a pager early has seen enough.
    child.stdin?.on('error', () => child.stdin?.destroy());
    child.stdin?.end(input);
  });
}
