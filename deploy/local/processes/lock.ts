import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { LocalStackError } from '../errors.ts';
import type { LocalPaths } from '../paths.ts';
import { identify, isSameProcess, type ProcessIdentity } from './identity.ts';

const LOCK_TIMEOUT_MS = 20 * 60_000;
const LOOK_EVERY_MS = 200;

/**
 * Runs `action` while no other command starts or stops the stack of this checkout. The lock of a command that died is taken over;
 * a command that was interrupted while it started the stack may stop it right away.
 * @throws {LocalStackError} LOCAL_BUSY after 20 minutes
 */
export async function withStackLock<T>(
  paths: LocalPaths,
  waiting: (pid: number) => void,
  action: () => Promise<T>,
): Promise<T> {
  const file = join(paths.run, 'lock.json');
  mkdirSync(paths.run, { recursive: true });
  if (readHolder(file)?.pid === process.pid) return await action();
  await take(file, waiting);
  try {
    return await action();
  } finally {
    rmSync(file, { force: true });
  }
}

async function take(file: string, waiting: (pid: number) => void): Promise<void> {
  const deadline = performance.now() + LOCK_TIMEOUT_MS;
  let told = false;
  while (!tryTake(file)) {
    const holder = readHolder(file);
    if (holder !== undefined && !isSameProcess(holder)) discardStale(file, holder);
    else if (performance.now() > deadline)
      throw new LocalStackError('LOCAL_BUSY', `Process ${holder?.pid ?? '?'} holds ${file}.`);
    else {
      if (!told && holder !== undefined) waiting(holder.pid);
      told = true;
      await delay(LOOK_EVERY_MS);
    }
  }
}

/** Puts a dead holder's lock aside; when somebody else was quicker, it is their lock, and they get it back. */
function discardStale(file: string, holder: ProcessIdentity): void {
  const aside = `${file}.stale.${process.pid}`;
  try {
    renameSync(file, aside);
    if (readHolder(aside)?.startTicks !== holder.startTicks) linkSync(aside, file);
  } catch {
    // It is gone already, or taken again: the next try sees which.
  } finally {
    rmSync(aside, { force: true });
  }
}

/** A link to a complete file appears at once, so that nobody ever reads half a lock. */
function tryTake(file: string): boolean {
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, JSON.stringify(identify(process.pid)));
  try {
    linkSync(draft, file);
    return true;
  } catch {
    return false;
  } finally {
    rmSync(draft, { force: true });
  }
}

function readHolder(file: string): ProcessIdentity | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as ProcessIdentity;
  } catch {
    return undefined;
  }
}
