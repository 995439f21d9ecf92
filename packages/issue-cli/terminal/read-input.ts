import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { UsageError } from '../usage-error.ts';
import type { World } from '../world.ts';

const MAX_CHARS = 4_000_000;

/** All of stdin. @throws UsageError when it is longer than any tracker takes */
export async function readInput({ stdin }: World): Promise<string> {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  for await (const chunk of stdin) {
    const bytes = Buffer.from(chunk);
    chunks.push(bytes);
    sizeBytes += bytes.byteLength;
    if (sizeBytes > MAX_CHARS) throw new UsageError(`The input is longer than ${MAX_CHARS} bytes.`);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** The text of a file, or of stdin for `-`. @throws UsageError when it cannot be read */
export async function readTextFile(world: World, path: string): Promise<string> {
  return path === '-' ? readInput(world) : (await readBytes(world, path)).toString('utf8');
}

/** @throws UsageError when it cannot be read */
export async function readBytes(world: World, path: string): Promise<Buffer> {
  try {
    return await readFile(resolve(world.cwd, path));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new UsageError(`${path} cannot be read: ${reason}`, { cause });
  }
}
