import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ListRequest } from '../../backend/port.ts';
import type { Issue } from '../../model/issue.ts';
import type { LocalBackend } from '../open-local-backend.ts';
import { openLocalBackend } from '../open-local-backend.ts';

const MAX_ISSUES = 10_000;

export const TEST_LOGIN = 'Ann';

/** A store in memory, whose clock stands still unless the test moves it. */
export function openTestStore(now: () => number = () => Date.UTC(2026, 0, 1)): LocalBackend {
  return openLocalBackend({ path: ':memory:', login: TEST_LOGIN, now });
}

/** A path for a store in a folder of its own, for those that several processes open. */
export function temporaryStorePath(): { readonly path: string; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'fixpoint-local-'));
  return {
    path: join(folder, 'deep', 'issues.db'),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** All issues of a list, page by page, and the totals that the pages told. */
export async function listAll(
  backend: LocalBackend,
  request: Omit<ListRequest, 'cursor'>,
): Promise<{ readonly issues: readonly Issue[]; readonly totals: ReadonlySet<number | null> }> {
  const issues: Issue[] = [];
  const totals = new Set<number | null>();
  let cursor: string | null = null;
  do {
    const page = await backend.listIssues({ ...request, cursor });
    issues.push(...page.items);
    totals.add(page.total);
    cursor = page.next;
    if (issues.length > MAX_ISSUES) throw new Error('The pages do not end.');
  } while (cursor !== null);
  return { issues, totals };
}
