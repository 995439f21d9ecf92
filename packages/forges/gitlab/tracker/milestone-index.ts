import { fold } from '@fixpoint/issue-core/query/fold.ts';
import { allPages } from './all-pages.ts';
import type { GitLabClient } from './client.ts';
import { type Milestone, Milestones } from './schema.ts';

/** Milestones by title, whatever its case: GitLab takes them by an id that is the server's, not the project's. */
export interface MilestoneIndex {
  /** Those of the groups above it among them, since GitLab 16.7. */
  list(signal?: AbortSignal): Promise<readonly Milestone[]>;
  /** All that have this title, open ones first; looked for anew when it is not known. */
  find(title: string, signal?: AbortSignal): Promise<readonly Milestone[]>;
  forget(): void;
}

const FRESH_FOR_MS = 10_000;

export function createMilestoneIndex(client: GitLabClient, now: () => number): MilestoneIndex {
  let known: { readonly atMs: number; readonly milestones: readonly Milestone[] } | null = null;

  async function list(signal?: AbortSignal): Promise<readonly Milestone[]> {
    const milestones = await allPages((page) =>
      client.ask({
        method: 'GET',
        path: '/milestones',
        query: { ...page, include_ancestors: true },
        schema: Milestones,
        signal,
      }),
    );
    known = { atMs: now(), milestones };
    return milestones;
  }

  return {
    list,
    async find(title, signal) {
      const cached = known && now() - known.atMs < FRESH_FOR_MS ? known.milestones : null;
      const found = titled(title, cached ?? []);
      return found.length > 0 ? found : titled(title, await list(signal));
    },
    forget() {
      known = null;
    },
  };
}

function titled(title: string, milestones: readonly Milestone[]): readonly Milestone[] {
  const folded = fold(title.trim());
  return milestones
    .filter((milestone) => fold(milestone.title) === folded)
    .toSorted((a, b) => Number(a.state === 'closed') - Number(b.state === 'closed') || a.id - b.id);
}
