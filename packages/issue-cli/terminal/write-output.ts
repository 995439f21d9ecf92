import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { UsageError } from '../usage-error.ts';
import type { World } from '../world.ts';

/** @throws UsageError when it cannot be written */
export async function writeBytes(world: World, path: string, bytes: Uint8Array): Promise<void> {
  try {
    await writeFile(resolve(world.cwd, path), bytes);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new UsageError(`${path} cannot be written: ${reason}`, { cause });
  }
}
