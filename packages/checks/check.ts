/** What one check of the tree says. */
export interface CheckResult {
  readonly name: string;
  readonly ok: boolean;
  /** What is wrong and where, one finding a line; what was looked at when nothing is. */
  readonly output: string;
}

/** A place in the tree that breaks a rule. */
export interface Finding {
  readonly file: string;
  /** 1 is the first; absent when the whole file is meant. */
  readonly line?: number;
  readonly message: string;
}

/** A check fails when it finds something, and when it looked at nothing: an empty look proves nothing. */
export function toResult(name: string, looked: number, findings: readonly Finding[]): CheckResult {
  if (looked === 0) return { name, ok: false, output: 'Nothing was checked: no file was found.' };
  if (findings.length === 0) return { name, ok: true, output: `${looked} files` };
  const lines = findings.map(({ file, line, message }) => `${file}${line ? `:${line}` : ''}: ${message}`);
  return { name, ok: false, output: lines.join('\n') };
}
