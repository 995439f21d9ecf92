import { fold } from '@fixpoint/issue-core/query/fold.ts';
import { allPages } from './all-pages.ts';
import type { TrackerClient } from './client.ts';
import { type Milestone, Milestones } from './schema.ts';

/** Milestones by title, whatever its case: Gitea takes them by id. */
export interface MilestoneIndex {
  list(): Promise<readonly Milestone[]>;
  /** All that have this title, open ones first; looked for anew when it is not known. */
  find(title: string): Promise<readonly Milestone[]>;
  forget(): void;
}

const FRESH_FOR_MS = 10_000;

export function createMilestoneIndex(client: TrackerClient, now: () => number): MilestoneIndex {
  let known: { readonly atMs: number; readonly milestones: readonly Milestone[] } | null = null;

  async function list(): Promise<readonly Milestone[]> {
    const milestones = await allPages((page) =>
      client.ask({
        method: 'GET',
        path: '/milestones',
        query: { ...page, state: 'all' },
        schema: Milestones,
      }),
    );
    known = { atMs: now(), milestones };
    return milestones;
  }

  return {
    list,
    async find(title) {
      const cached = known && now() - known.atMs < FRESH_FOR_MS ? known.milestones : null;
      const found = titled(title, cached ?? []);
      return found.length > 0 ? found : titled(title, await list());
    },
    forget() {
      known = null;
    },
  };
}

function titled(title: string, milestones: readonly Milestone[]): readonly Milestone[] {
  const folded = fold(title);
  return milestones
    .filter((milestone) => fold(milestone.title) === folded)
    .toSorted((a, b) => Number(a.state === 'closed') - Number(b.state === 'closed') || a.id - b.id);
}
