import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { EtagStore } from '@fixpoint/forges/http/etag-store.ts';
import { profileOf, trackerOf } from '@fixpoint/forges/tracker-registry.ts';
import type { IssueBackend } from '@fixpoint/issue-core/backend/port.ts';
import { detectedTiers } from '../config/detected-cache.ts';
import { makeIssueCoreFolder } from '../config/issue-core-folder.ts';
import type { OwnBackendDescription } from '../config/resolve-backend.ts';
import { coordinationPathOf } from './coordination-path.ts';
import { withTokenAdvice } from './token-advice.ts';

export interface OpenBackendOptions {
  /** Of the repository: where `.issue-core` is. */
  readonly root: string;
  /** On whose behalf a local store is written. */
  readonly login: string;
  /** Whoever only reads makes no file. */
  readonly access: 'read' | 'write';
  /** Ends what is asked of a tracker. */
  readonly signal: AbortSignal;
  readonly now: () => Date;
  /** The longest a call waits because the tracker says so; half a minute when left out. */
  readonly maxWaitMs?: number;
}

export interface OpenedBackend {
  readonly backend: IssueBackend;
  /** The file in which claims and events of this tracker are kept. */
  readonly coordinationPath: string;
  close(): Promise<void>;
}

/**
 * Opens the tracker that was resolved. What it needs is loaded only now.
 *
 * @throws FixpointError LOCAL_STORE_FAILED, LOCAL_STORE_BUSY, INVALID_CONFIG; of the tracker, when it is asked what it can
 */
export async function openBackend(
  description: OwnBackendDescription,
  options: OpenBackendOptions,
): Promise<OpenedBackend> {
  const { root, login, access, signal, now, maxWaitMs } = options;
  if (access === 'write') await makeIssueCoreFolder(root);
  const tracker = trackerOf(description.kind.value);
  if (!('url' in description)) {
    const path = pathFor(description.path.value, access);
    const backend = await tracker.open({ path, login });
    return { backend, coordinationPath: path, close: () => backend.close() };
  }
  const { kind, url, owner, repo, token, tier } = description;
  const cache = await openCache(root);
  const fields = {
    url: profileOf(kind.value).apiAddressOf(url.value),
    owner: owner.value,
    repo: repo.value,
    ...(token ? { token: token.token.reveal() } : {}),
    ...(tier ? { tier: tier.value } : {}),
  };
  const tiers = detectedTiers(root, () => now().getTime());
  const patience = maxWaitMs === undefined ? {} : { maxWaitMs };
  const backend = await tracker
    .open(fields, { etags: cache.etags, signal, tiers, ...patience })
    .catch((error: unknown) => {
      cache.close();
      throw withTokenAdvice(error, description);
    });
  return {
    backend,
    coordinationPath: pathFor(coordinationPathOf(description, root), access),
    async close() {
      await backend.close();
      cache.close();
    },
  };
}

/** A store that is not there yet is an empty one to whoever only reads. */
function pathFor(path: string, access: 'read' | 'write'): string {
  return access === 'write' || existsSync(path) ? path : ':memory:';
}

/** Answers of forges by their ETag; on a disk that cannot be written, for this run only. */
async function openCache(root: string): Promise<{ readonly etags: EtagStore; close(): void }> {
  const { openDatabase } = await import('@fixpoint/issue-core/sqlite/open-database.ts');
  const { createSqliteEtagStore, ETAG_SCHEMA } = await import('@fixpoint/issue-core/sqlite/etag-store.ts');
  const open = (path: string) => openDatabase(path, [ETAG_SCHEMA]);
  const database = await makeIssueCoreFolder(root)
    .then((folder) => open(join(folder, 'cache.db')))
    .catch(() => open(':memory:'));
  return {
    etags: createSqliteEtagStore(database),
    close: () => {
      database.close();
    },
  };
}
