import { Readable, Writable } from 'node:stream';
import { emptyEnvironment, temporaryClone } from '../config/testing/temporary-clone.ts';
import { run } from '../run.ts';

export interface RunOptions {
  /** What is typed, or piped into it. */
  readonly stdin?: string;
  /** Whether a person sits at stdin, stdout and stderr. */
  readonly isTerminal?: boolean;
  readonly columns?: number;
  readonly rows?: number;
  readonly environment?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
  /** What becomes of what is written to stdout; told each piece. */
  readonly onOutput?: (text: string) => void;
}

export interface Ran {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** `issue` in a clone of its own, where nothing of the developer's is found. */
export interface IssueWorld {
  readonly folder: string;
  readonly clock: { now: number };
  run(argv: readonly string[], options?: RunOptions): Promise<Ran>;
  /** Runs what must succeed; its stdout. */
  output(...argv: readonly string[]): Promise<string>;
  /** The same with `--format=json`, read. */
  json(...argv: readonly string[]): Promise<unknown>;
}

const START = Date.parse('2026-03-01T12:00:00Z');

export function issueWorld(
  remotes: Readonly<Record<string, string>> = {},
  clock = { now: START },
): IssueWorld {
  const folder = temporaryClone(remotes);

  async function runIn(argv: readonly string[], options: RunOptions = {}): Promise<Ran> {
    const {
      stdin = '',
      isTerminal = false,
      columns = 80,
      rows = 24,
      environment = {},
      signal,
      onOutput,
    } = options;
    const stdout = collector(onOutput);
    const stderr = collector();
    const exitCode = await run(argv, {
      environment: { ...emptyEnvironment(folder), USER: 'ada', PAGER: '', ...environment },
      cwd: folder,
      stdin: Readable.from(stdin === '' ? [] : [Buffer.from(stdin)]),
      stdout: stdout.stream,
      stderr: stderr.stream,
      isTerminal: { stdin: isTerminal, stdout: isTerminal, stderr: isTerminal },
      columns,
      rows,
      signal: signal ?? new AbortController().signal,
      now: () => new Date(clock.now),
    });
    return { exitCode, stdout: stdout.text(), stderr: stderr.text() };
  }

  async function output(...argv: readonly string[]): Promise<string> {
    const { exitCode, stdout, stderr } = await runIn(argv);
    if (exitCode !== 0) throw new Error(`issue ${argv.join(' ')} ended with ${exitCode}: ${stderr}`);
    return stdout;
  }

  return {
    folder,
    clock,
    run: runIn,
    output,
    json: async (...argv) => JSON.parse(await output(...argv, '--format=json')),
  };
}

function collector(onText: (text: string) => void = () => undefined) {
  let text = '';
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      text += chunk.toString('utf8');
      onText(chunk.toString('utf8'));
      done();
    },
  });
  return { stream, text: () => text };
}
