import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

export const FOLDER = '.issue-core';

export interface RepositoryRoot {
  readonly path: string;
  /** Whether it is a clone or worktree of git. */
  readonly git: boolean;
}

/** The nearest folder, from here upwards, that is a git repository or is configured; this one when there is none. */
export function findRepositoryRoot(from: string): RepositoryRoot {
  const start = resolve(from);
  for (let path = start; ; path = dirname(path)) {
    // A worktree has a file where a clone has a folder.
    const git = existsSync(join(path, '.git'));
    if (git || existsSync(join(path, FOLDER, 'config.json'))) return { path, git };
    if (path === dirname(path)) return { path: start, git: false };
  }
}
