import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

const TAIL_BYTES = 16_384;
const LINE_MAX_CHARACTERS = 400;

/** The last lines of a log, indented; says so when there is none. */
export function logTail(path: string, lines = 15): string {
  try {
    const file = openSync(path, 'r');
    try {
      const { size } = fstatSync(file);
      const bytes = Buffer.alloc(Math.min(size, TAIL_BYTES));
      readSync(file, bytes, 0, bytes.length, size - bytes.length);
      const tail = bytes.toString('utf8').trimEnd().split('\n').slice(-lines);
      return `${tail.map((line) => `    ${line.slice(0, LINE_MAX_CHARACTERS)}`).join('\n')}\n  (the whole log: ${path})`;
    } finally {
      closeSync(file);
    }
  } catch {
    return `  (no log at ${path})`;
  }
}
