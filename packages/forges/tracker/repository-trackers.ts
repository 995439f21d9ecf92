import { FixpointError } from '@fixpoint/contracts/errors.ts';
import type { RepositoryRef } from '@fixpoint/contracts/ids.ts';
import type { IssueBackend } from '@fixpoint/issue-core/backend/port.ts';

export interface RepositoryName {
  readonly owner: string;
  readonly name: string;
}

export interface RepositoryTrackerPorts {
  open(repository: RepositoryName): IssueBackend;
  /** What it is called now, by its id. @throws FixpointError FORGE_NOT_FOUND */
  nameOf(repository: RepositoryRef): Promise<RepositoryName>;
}

/** Does something at the tracker of a repository, which is found by its id when its name no longer is. */
export type OnTracker = <T>(
  repository: RepositoryRef,
  work: (tracker: IssueBackend) => Promise<T>,
) => Promise<T>;

/** Each remembers the labels of its repository; what is forgotten is asked for again. */
const MAX_OPEN = 500;

export function createRepositoryTrackers({ open, nameOf }: RepositoryTrackerPorts): OnTracker {
  const trackers = new Map<string, IssueBackend>();

  function trackerOf({ owner, name }: RepositoryName): IssueBackend {
    const key = `${owner}/${name}`;
    const known = trackers.get(key);
    if (known) return known;
    if (trackers.size >= MAX_OPEN) trackers.clear();
    const opened = open({ owner, name });
    trackers.set(key, opened);
    return opened;
  }

  return async (repository, work) => {
    try {
      return await work(trackerOf(repository));
    } catch (error) {
      if (!(error instanceof FixpointError) || error.code !== 'FORGE_NOT_FOUND') throw error;
      const now = await nameOf(repository);
      if (now.owner === repository.owner && now.name === repository.name) throw error;
      // What was not found has had no effect, so that even a write may be sent to the new name.
      return work(trackerOf(now));
    }
  };
}
