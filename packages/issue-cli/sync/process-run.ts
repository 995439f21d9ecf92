import { randomUUID } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

/** Its host and where on it process numbers are counted, its process, when that was started, and something random: what tells later whether it is over. */
export function nameOfRun(): string {
  return [whereNumbersCount(), process.pid, startOf(process.pid) ?? '', randomUUID()].join('/');
}

/** Whether that run is surely over: its process, on this host, is there no more, or another one has its number. */
export function isRunOver(name: string): boolean {
  const [host, pidText = '', start] = name.split('/');
  const pid = Number(pidText);
  if (host !== whereNumbersCount() || !Number.isInteger(pid) || pid <= 0) return false;
  if (!isAlive(pid)) return true;
  const standing = startOf(pid);
  return standing !== null && start !== '' && standing !== start;
}

/** A container may have the name of its host, and counts processes by itself. */
function whereNumbersCount(): string {
  try {
    return `${hostname()} ${readlinkSync('/proc/self/ns/pid')}`;
  } catch {
    return hostname();
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // One that we may not signal is there.
    return !(error instanceof Error && 'code' in error && error.code === 'ESRCH');
  }
}

/** In ticks since the machine was started; null where there is no /proc. */
function startOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name of the program, in brackets, may hold anything.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[19] ?? null;
  } catch {
    return null;
  }
}
