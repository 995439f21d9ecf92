import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { BlobRef } from '@fixpoint/contracts/blobs.ts';
import type { PreparedBase, PushBranchRequest } from '@fixpoint/contracts/git-activities.ts';
import type { IssueRef } from '@fixpoint/contracts/ids.ts';
import { createMemoryBlobs, createMemoryRecords } from '@fixpoint/store/testing/memory-store.ts';
import { Mirrors } from '../mirrors.ts';
import type { BranchRecord, GitPorts, PushRecord } from '../ports.ts';
import { type GitServer, startGitServer, TEST_TOKEN } from './git-server.ts';

/** A server with a project, somebody's clone of it, and a git fleet with stores of its own. */
export interface GitScene {
  readonly server: GitServer;
  readonly issue: IssueRef;
  readonly ports: GitPorts;
  readonly mirrors: Mirrors;
  readonly putBlobs: readonly BlobRef[];
  /** Runs git in the clone. */
  git(...args: readonly string[]): string;
  /** Runs git in the clone with something to read. */
  pipe(input: string, ...args: readonly string[]): string;
  /** Writes files into the clone, commits them and gives back the SHA. */
  commit(message: string, files: Readonly<Record<string, string>>): string;
  /** What the sandbox would hand over for `base..HEAD` of the clone. */
  requestFor(baseSha: string, change?: Partial<PushBranchRequest>): Promise<PushBranchRequest>;
  remoteSha(branch: string): string | null;
  remove(): Promise<void>;
}

export async function createGitScene(): Promise<GitScene> {
  const folder = mkdtempSync(join(tmpdir(), 'fixpoint-git-'));
  const clone = join(folder, 'clone');
  const server = await startGitServer(join(folder, 'server'));
  const git = (...args: readonly string[]) => runGit(clone, args);
  mkdirSync(clone);
  git('init', '--quiet', '--initial-branch=main');
  git('remote', 'add', 'origin', server.gitDir);

  const blobs = createMemoryBlobs();
  const ports: GitPorts = {
    root: join(folder, 'fleet'),
    remoteOf: () => ({ url: server.url, gitToken: TEST_TOKEN }),
    blobs,
    bases: createMemoryRecords<PreparedBase>(),
    pushes: createMemoryRecords<PushRecord>(),
    branches: createMemoryRecords<BranchRecord>(),
  };
  const issue: IssueRef = {
    number: 7,
    repository: {
      forgeKind: 'gitea',
      forgeInstance: 'git.test',
      repositoryId: '1',
      owner: 'owner',
      name: 'project',
    },
  };

  return {
    server,
    issue,
    ports,
    mirrors: new Mirrors(ports),
    putBlobs: blobs.stored,
    git,
    pipe: (input, ...args) => runGit(clone, args, input),
    commit(message, files) {
      for (const [path, text] of Object.entries(files)) {
        mkdirSync(dirname(join(clone, path)), { recursive: true });
        writeFileSync(join(clone, path), text);
      }
      git('add', '--all');
      git('commit', '--quiet', '--allow-empty', '-m', message);
      return git('rev-parse', 'HEAD');
    },
    async requestFor(baseSha, change) {
      const file = join(folder, 'snapshot.bundle');
      git('update-ref', 'refs/fixpoint/snapshot', 'HEAD');
      git('bundle', 'create', '--quiet', file, 'refs/fixpoint/snapshot', `^${baseSha}`);
      return {
        issue,
        runId: 'first.1',
        defaultBranch: 'main',
        branch: 'fix/7-rounding',
        baseSha,
        headSha: git('rev-parse', 'HEAD'),
        bundle: await ports.blobs.put(readFileSync(file)),
        ...change,
      };
    },
    remoteSha(branch) {
      const listed = runGit(clone, ['ls-remote', server.gitDir, `refs/heads/${branch}`]);
      return listed === '' ? null : listed.slice(0, 40);
    },
    async remove() {
      await server.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function runGit(cwd: string, args: readonly string[], input = ''): string {
  const identity = ['-c', 'user.name=Test', '-c', 'user.email=test@test.invalid'];
  const env = {
    PATH: '/usr/local/bin:/usr/bin:/bin',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
  };
  return execFileSync('git', [...identity, ...args], {
    cwd,
    env,
    input,
    encoding: 'utf8',
    stdio: 'pipe',
  }).trim();
}
