import type { OutputSink } from './output.ts';

const LONGEST_TRAILER_BYTES = 64;

/** What a shell says of itself when a command has ended. */
export interface ShellReport {
  readonly exitCode: number;
  /** The process id of the shell: another one than before means that the shell was replaced. */
  readonly shellPid: number;
  /** How the shell before this one ended; null for the first. */
  readonly previousExitCode: number | null;
  /** Processes alive in the container. */
  readonly processes: number;
}

/** The shell line that prints the marker of a nonce. The raw byte 1 keeps an echo of this line from matching. */
export function endMarkerLine(nonce: string, fd: number): string {
  return (
    `builtin printf '\\001${nonce} %d %d %s' "$?" "$$" "\${1:--}" >&${fd}; ` +
    `__=(/proc/[0-9]*); builtin printf ' %d\\n' "\${#__[@]}" >&${fd}\n`
  );
}

/** Passes output on to `sink` until the marker of `nonce` comes, cut anywhere; the report then, null before. */
export function createEndMarkerScanner(
  nonce: string,
  sink: OutputSink,
): (bytes: Buffer) => ShellReport | null {
  const marker = Buffer.from(`\u0001${nonce} `);
  let held: Buffer = Buffer.alloc(0);
  return function scan(bytes: Buffer): ShellReport | null {
    const data = held.length === 0 ? bytes : Buffer.concat([held, bytes]);
    const at = data.indexOf(marker);
    if (at === -1) {
      const safe = data.length - partialMarkerLength(data, marker);
      if (safe > 0) sink.push(data.subarray(0, safe));
      held = Buffer.from(data.subarray(safe));
      return null;
    }
    const trailer = data
      .subarray(at + marker.length, at + marker.length + LONGEST_TRAILER_BYTES)
      .toString('latin1');
    const report = parseTrailer(trailer);
    if (report === null) {
      held = data;
      return null;
    }
    if (at > 0) sink.push(data.subarray(0, at));
    return report;
  };
}

function parseTrailer(trailer: string): ShellReport | null {
  const found = /^(\d+) (\d+) (\d+|-) (\d+)\n/.exec(trailer);
  if (found === null) return null;
  const [, exitCode, shellPid, previous, processes] = found;
  return {
    exitCode: Number(exitCode),
    shellPid: Number(shellPid),
    previousExitCode: previous === '-' ? null : Number(previous),
    processes: Number(processes),
  };
}

function partialMarkerLength(data: Buffer, marker: Buffer): number {
  for (let length = Math.min(marker.length - 1, data.length); length > 0; length -= 1) {
    if (data.subarray(data.length - length).equals(marker.subarray(0, length))) return length;
  }
  return 0;
}
