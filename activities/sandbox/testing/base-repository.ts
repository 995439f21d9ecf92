import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

export interface BaseRepository {
  readonly baseSha: string;
  readonly bundle: Uint8Array;
}

/** Makes a repository of one commit with the given files, and the bundle of it that the git fleet would hand over. */
export function makeBase(files: Readonly<Record<string, string>>): BaseRepository {
  return inTemporaryFolder((folder) => {
    const git = (...args: string[]): string => run(folder, args);
    git('init', '-q', '-b', 'main');
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text, { mode: path.endsWith('.sh') ? 0o755 : 0o644 });
    }
    git('add', '-A');
    git('commit', '-q', '-m', 'base');
    git('update-ref', 'refs/fixpoint/base', 'HEAD');
    git('bundle', 'create', '-q', 'base.bundle', 'refs/fixpoint/base');
    return { baseSha: git('rev-parse', 'HEAD').trim(), bundle: readFileSync(join(folder, 'base.bundle')) };
  });
}

/** What another fleet reads of a snapshot: its message, its author and the files that it changes. */
export function readSnapshot(base: BaseRepository, bundle: Uint8Array, sha: string) {
  return inTemporaryFolder((folder) => {
    const git = (...args: string[]): string => run(folder, args);
    git('init', '-q', '--bare');
    writeFileSync(join(folder, 'base.bundle'), base.bundle);
    writeFileSync(join(folder, 'thin.bundle'), bundle);
    git('fetch', '-q', 'base.bundle', 'refs/fixpoint/base');
    git('-c', 'fetch.fsckObjects=true', 'fetch', '-q', 'thin.bundle', 'refs/fixpoint/snapshot');
    return {
      refs: git('bundle', 'list-heads', 'thin.bundle').trim(),
      parents: git('show', '-s', '--format=%P', sha).trim(),
      author: git('show', '-s', '--format=%an <%ae>', sha).trim(),
      message: git('show', '-s', '--format=%B', sha),
      changes: git('diff', '--name-status', base.baseSha, sha)
        .trim()
        .split('\n')
        .filter((line) => line !== ''),
    };
  });
}

function inTemporaryFolder<T>(use: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'fixpoint-sandbox-'));
  try {
    return use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function run(cwd: string, args: readonly string[]): string {
  const author = ['-c', 'user.name=Test', '-c', 'user.email=test@localhost'];
  return execFileSync('git', [...author, ...args], {
    cwd,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}
