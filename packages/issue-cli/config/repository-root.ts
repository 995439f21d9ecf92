import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

export const FOLDER = '.issue-core';

const KEPT = ['config.json', 'issues.db'];

export interface RepositoryRoot {
  readonly path: string;
  /** Whether it is a clone or worktree of git. */
  readonly git: boolean;
}

/**
 * The nearest folder, from here upwards, that is a git repository, is configured, or has a store; this one when there is none. A worktree is
 * its clone: agents who work side by side in worktrees have one store, and one order of claims.
 */
export function findRepositoryRoot(from: string): RepositoryRoot {
  const start = resolve(from);
  for (let path = start; ; path = dirname(path)) {
    if (existsSync(join(path, '.git'))) return { path: cloneOf(path), git: true };
    if (KEPT.some((name) => existsSync(join(path, FOLDER, name)))) return { path, git: false };
    if (path === dirname(path)) return { path: start, git: false };
  }
}

/** Of a worktree, `.git` is a file that names `CLONE/.git/worktrees/NAME`. */
function cloneOf(path: string): string {
  const file = join(path, '.git');
  if (!statSync(file).isFile()) return path;
  const named = /^gitdir: (.+)[/\\]\.git[/\\]worktrees[/\\][^/\\]+\s*$/.exec(readFileSync(file, 'utf8'))?.[1];
  const clone = named === undefined ? null : resolve(path, named);
  return clone !== null && existsSync(join(clone, '.git')) ? clone : path;
}
