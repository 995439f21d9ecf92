import { open, rm, stat } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { FixpointError } from '@fixpoint/contracts/errors.ts';

const RETRY_MS = 20;
const MAX_TRIES = 250;
/** The work is a few milliseconds, so whoever holds it for longer is dead. */
const STALE_AFTER_MS = 10_000;

/**
 * Does something while no other process does it under the same lock file; waits for at most five seconds.
 *
 * @throws FixpointError INVALID_CONFIG when the lock is not to be had; whatever `work` throws
 */
export async function withFileLock<T>(path: string, work: () => Promise<T>): Promise<T> {
  await take(path);
  try {
    return await work();
  } finally {
    await rm(path, { force: true });
  }
}

async function take(path: string): Promise<void> {
  for (let tries = 0; tries < MAX_TRIES; tries += 1) {
    try {
      await (await open(path, 'wx')).close();
      return;
    } catch (cause) {
      if (!(cause instanceof Error && 'code' in cause && cause.code === 'EEXIST')) throw failed(path, cause);
    }
    if (await isStale(path)) await rm(path, { force: true });
    else await delay(RETRY_MS);
  }
  throw failed(path, new Error('another process holds it; remove the file if there is none'));
}

async function isStale(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => null);
  return found !== null && Date.now() - found.mtimeMs > STALE_AFTER_MS;
}

function failed(path: string, cause: unknown): FixpointError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new FixpointError('INVALID_CONFIG', `${path} cannot be locked: ${reason}`, { cause });
}
