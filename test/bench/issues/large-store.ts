import { openCoordination } from '@fixpoint/issue-core/coordination/sqlite/open-coordination.ts';
import { openLocalBackend } from '@fixpoint/issue-core/local/open-local-backend.ts';
import { createTracker, type Tracker } from '@fixpoint/issue-core/tracker/tracker.ts';
import { madeUpIssues } from './made-up-issues.ts';

/** So many issues are blocked by an open one, and so many have a parent. */
const BLOCKED = 2_000;
const CHILDREN = 3_000;
const CLAIMED = 100;
/** So many were left in progress by agents whose claims ran out yesterday. */
const ABANDONED = 100;
const DAY_MS = 24 * 60 * 60 * 1_000;

export interface LargeStore {
  readonly tracker: Tracker;
  close(): Promise<void>;
}

/** A local store with so many issues, some of them linked, claimed and abandoned, as an agent uses it. */
export async function openLargeStore(path: string, issues: number): Promise<LargeStore> {
  const backend = openLocalBackend({ path, login: 'bench' });
  const coordination = openCoordination({ path });
  const made = madeUpIssues(1);
  await backend.importing(async () => {
    for (let number = 1; number <= issues; number += 1) await backend.createIssue(made.issue());
    for (let count = 0; count < BLOCKED; count += 1) {
      // The older blocks the newer, so that no circle can close.
      const number = 2 + made.below(issues - 1);
      await backend.addLink(number, { kind: 'blocked_by', number: 1 + made.below(number - 1) });
    }
    for (let count = 0; count < CHILDREN; count += 1) {
      const number = 2 + made.below(issues - 1);
      await backend.updateIssue(number, { parent: 1 + made.below(number - 1) });
    }
  });
  const as = (agent: string, kept = coordination) =>
    createTracker({ backendName: 'local', backend, coordination: kept, identity: { agent } });
  const yesterday = openCoordination({ path, now: () => new Date(Date.now() - DAY_MS) });
  const dead = as('dead', yesterday);
  for (let count = 0; count < ABANDONED; count += 1) {
    const [taken] = await dead.ready({ limit: 1, claim: {} });
    if (taken) await dead.edit(taken.issue.number, { state: 'in_progress' });
  }
  await yesterday.close();
  for (let count = 0; count < CLAIMED; count += 1) await as('somebody-else').ready({ limit: 1, claim: {} });

  return {
    tracker: as('bench'),
    async close() {
      await coordination.close();
      await backend.close();
    },
  };
}
