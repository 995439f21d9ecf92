import { readFileSync } from 'node:fs';

/**
 * Says which process a pid stands for: a pid alone is given to another process after a while.
 * `startTicks` is the process' start in clock ticks since boot, `bootId` names that boot.
 */
export interface ProcessIdentity {
  readonly pid: number;
  readonly startTicks: string;
  readonly bootId: string;
}

/** Reads a file of /proc; stands apart so that tests can tell of processes that are not there. */
export type ReadProc = (path: string) => string;

const readProc: ReadProc = (path) => readFileSync(path, 'utf8');

/** The identity of a living process; undefined when there is none, or only its zombie. */
export function identify(pid: number, read: ReadProc = readProc): ProcessIdentity | undefined {
  try {
    const stat = read(`/proc/${pid}/stat`);
    // The second field is the program's name in parentheses, and may hold spaces and parentheses itself.
    const [state, ...fields] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const startTicks = fields[18];
    if (state === 'Z' || state === 'X' || startTicks === undefined) return undefined;
    return { pid, startTicks, bootId: read('/proc/sys/kernel/random/boot_id').trim() };
  } catch {
    return undefined;
  }
}

/** True when the very process that was recorded still lives; false for another one that got its pid. */
export function isSameProcess(recorded: ProcessIdentity, read: ReadProc = readProc): boolean {
  const living = identify(recorded.pid, read);
  return living?.startTicks === recorded.startTicks && living.bootId === recorded.bootId;
}
