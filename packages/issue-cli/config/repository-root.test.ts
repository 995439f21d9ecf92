import { mkdirSync, realpathSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findRepositoryRoot } from './repository-root.ts';
import { git, temporaryClone, temporaryFolder } from './testing/temporary-clone.ts';

test('a worktree is its clone, from any folder in it', () => {
  const clone = realpathSync(temporaryClone());
  git(clone, 'commit', '--quiet', '--allow-empty', '-m', 'first');
  const worktree = join(realpathSync(temporaryFolder()), 'side');
  git(clone, 'worktree', 'add', '--quiet', worktree, '-b', 'side');
  mkdirSync(join(worktree, 'src'));

  expect(findRepositoryRoot(worktree)).toEqual({ path: clone, git: true });
  expect(findRepositoryRoot(join(worktree, 'src'))).toEqual({ path: clone, git: true });
  expect(findRepositoryRoot(clone)).toEqual({ path: clone, git: true });
});

test('what only looks like a worktree is itself', () => {
  const folder = realpathSync(temporaryFolder());
  for (const text of ['gitdir: ../.git/modules/sub\n', 'gitdir: /nowhere/.git/worktrees/x\n', '', '\u0000']) {
    writeFileSync(join(folder, '.git'), text);

    expect(findRepositoryRoot(folder)).toEqual({ path: folder, git: true });
  }
});

test('a folder outside of git that has a store is the root of all below it', () => {
  const folder = realpathSync(temporaryFolder());
  const below = join(folder, 'a', 'b');
  mkdirSync(below, { recursive: true });
  expect(findRepositoryRoot(below)).toEqual({ path: below, git: false });

  mkdirSync(join(folder, '.issue-core'));
  writeFileSync(join(folder, '.issue-core', 'issues.db'), '');

  expect(findRepositoryRoot(below)).toEqual({ path: folder, git: false });
});
