import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { FixpointError } from '@fixpoint/contracts/errors.ts';
import { FOLDER } from './repository-root.ts';

/** Stores, caches and locks are of one machine; only the configuration may be shared. */
const GITIGNORE = '*\n!config.json\n';

/**
 * Makes the folder that holds what `issue` keeps for a repository, and what keeps its content out of git.
 *
 * @throws FixpointError INVALID_CONFIG when it cannot be made
 */
export async function makeIssueCoreFolder(root: string): Promise<string> {
  const folder = join(root, FOLDER);
  try {
    await unlessThere(mkdir(folder));
    // Somebody's own .gitignore stays as it is.
    await unlessThere(writeFile(join(folder, '.gitignore'), GITIGNORE, { flag: 'wx' }));
    return folder;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new FixpointError('INVALID_CONFIG', `${folder} cannot be made: ${reason}`, { cause });
  }
}

async function unlessThere(making: Promise<unknown>): Promise<void> {
  try {
    await making;
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
}
