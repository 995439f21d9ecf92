import { childEnvironment } from '@fixpoint/config/issue-cli.ts';
import { run } from './run.ts';

const DEFAULT_COLUMNS = 80;
const DEFAULT_ROWS = 24;

/** Carries out the command line of this process, at its terminal. */
export async function runProcess(): Promise<void> {
  const { stdin, stdout, stderr } = process;
  const stopping = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    // The second one ends the process as usual.
    process.once(signal, () => stopping.abort(new Error('Stopped.')));
  }
  // What cannot be written is told to whoever writes; as an event it would end the process with a stack.
  for (const stream of [stdout, stderr]) stream.on('error', () => undefined);
  process.exitCode = await run(process.argv.slice(2), {
    environment: childEnvironment({}),
    cwd: process.cwd(),
    stdin,
    stdout,
    stderr,
    isTerminal: {
      stdin: stdin.isTTY === true,
      stdout: stdout.isTTY === true,
      stderr: stderr.isTTY === true,
    },
    columns: stdout.columns ?? DEFAULT_COLUMNS,
    rows: stdout.rows ?? DEFAULT_ROWS,
    signal: stopping.signal,
    now: () => new Date(),
  });
  // What was left behind, a wait for a tracker perhaps, would keep the process; a shell that completes a word waits for its end.
  if (stopping.signal.aborted || process.argv[2] === 'complete') process.exit();
}
