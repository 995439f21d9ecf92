import { createHash } from 'node:crypto';
import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type RepositoryRef, repositoryKey } from '@fixpoint/contracts/ids.ts';
import type { GitPorts, GitRemote } from './ports.ts';
import { runGit } from './run-git.ts';

export interface Mirror {
  readonly gitDir: string;
  readonly remote: GitRemote;
  /** The address of the repository, without a credential. */
  readonly url: string;
}

/** One bare mirror per repository; what is done to one mirror is done one after the other. */
export class Mirrors {
  private readonly ports: GitPorts;
  private readonly startedAtMs = Date.now();
  private readonly tails = new Map<string, Promise<unknown>>();

  constructor(ports: GitPorts) {
    this.ports = ports;
  }

  async use<T>(
    repository: RepositoryRef,
    signal: AbortSignal,
    work: (mirror: Mirror) => Promise<T>,
  ): Promise<T> {
    const key = repositoryKey(repository);
    const before = this.tails.get(key) ?? Promise.resolve();
    const mine = before.then(() => this.open(repository, signal)).then(work);
    const tail = mine.catch(() => undefined);
    this.tails.set(key, tail);
    try {
      return await mine;
    } finally {
      if (this.tails.get(key) === tail) this.tails.delete(key);
    }
  }

  private async open(repository: RepositoryRef, signal: AbortSignal): Promise<Mirror> {
    const name = createHash('sha256').update(repositoryKey(repository)).digest('hex').slice(0, 32);
    const gitDir = join(this.ports.root, `${name}.git`);
    const remote = this.ports.remoteOf(repository.forgeInstance);
    await mkdir(gitDir, { recursive: true });
    await removeStaleLocks(gitDir, this.startedAtMs);
    await runGit({ gitDir, args: ['init', '--quiet', '--bare'], signal });
    return { gitDir, remote, url: `${remote.url}/${repository.owner}/${repository.name}.git` };
  }
}

/** A process that was killed leaves its locks; older than this process means that nobody holds them. */
async function removeStaleLocks(gitDir: string, startedAtMs: number): Promise<void> {
  const entries = await readdir(gitDir, { recursive: true, withFileTypes: true });
  for (const entry of entries) {
    if (!entry.isFile() || !entry.name.endsWith('.lock')) continue;
    const path = join(entry.parentPath, entry.name);
    if ((await stat(path)).mtimeMs < startedAtMs) await rm(path, { force: true });
  }
}
