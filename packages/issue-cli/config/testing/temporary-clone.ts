import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { childEnvironment } from '@fixpoint/config/issue-cli.ts';
import { onTestFinished } from 'vitest';

/** A folder that is gone after the test. */
export function temporaryFolder(): string {
  const path = mkdtempSync(join(tmpdir(), 'issue-cli-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

/** An environment in which nothing of the developer's own is found. */
export function emptyEnvironment(home: string): Record<string, string> {
  return {
    PATH: childEnvironment({}).PATH ?? '',
    HOME: home,
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
  };
}

/** A repository with these remotes. */
export function temporaryClone(remotes: Readonly<Record<string, string>> = {}): string {
  const path = temporaryFolder();
  git(path, 'init', '--quiet', '--initial-branch=main');
  for (const [name, url] of Object.entries(remotes)) git(path, 'remote', 'add', name, url);
  return path;
}

export function git(path: string, ...args: readonly string[]): void {
  execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.org', ...args], {
    cwd: path,
    env: emptyEnvironment(path),
    stdio: 'pipe',
  });
}
