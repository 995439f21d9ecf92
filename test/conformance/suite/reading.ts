import type {
  ChangeCursor,
  ChangesPage,
  IssueBackend,
  Page,
  Sort,
} from '@fixpoint/issue-core/backend/port.ts';
import type { Issue } from '@fixpoint/issue-core/model/issue.ts';
import type { Query } from '@fixpoint/issue-core/query/ast.ts';

/** A bound against backends that never run out of pages. */
const MAX_PAGES = 500;
export const BY_NUMBER: Sort = { field: 'number', descending: false };
export const EVERYTHING: Query = { kind: 'everything' };

export async function allPages<T>(
  readPage: (cursor: string | null) => Promise<Page<T>>,
): Promise<readonly T[]> {
  const items: T[] = [];
  let cursor: string | null = null;
  for (let pages = 0; pages < MAX_PAGES; pages += 1) {
    const page: Page<T> = await readPage(cursor);
    items.push(...page.items);
    if (page.next === null) return items;
    cursor = page.next;
  }
  throw new Error(`more than ${MAX_PAGES} pages`);
}

export function allIssues(
  backend: IssueBackend,
  request: { readonly query?: Query; readonly sort?: Sort; readonly pageSize?: number } = {},
): Promise<readonly Issue[]> {
  const { query = EVERYTHING, sort = BY_NUMBER, pageSize = 50 } = request;
  return allPages((cursor) => backend.listIssues({ query, sort, pageSize, cursor }));
}

/** Everything from a cursor on; `between` runs after each page that is not the last. */
export async function drain<T>(
  readPage: (cursor: ChangeCursor | null) => Promise<ChangesPage<T>>,
  from: ChangeCursor | null,
  between: (page: number) => Promise<void> = async () => undefined,
): Promise<{ readonly items: readonly T[]; readonly cursor: ChangeCursor; readonly pages: number }> {
  const items: T[] = [];
  let cursor = from;
  for (let pages = 1; pages <= MAX_PAGES; pages += 1) {
    const page: ChangesPage<T> = await readPage(cursor);
    items.push(...page.items);
    cursor = page.cursor;
    if (page.done) return { items, cursor, pages };
    await between(pages);
  }
  throw new Error(`more than ${MAX_PAGES} pages`);
}

/** A few at a time: enough to be quick, few enough not to be a load test. */
export async function makeMany<T>(count: number, make: (index: number) => Promise<T>): Promise<readonly T[]> {
  const made: T[] = [];
  for (let start = 0; start < count; start += 4) {
    const indexes = Array.from({ length: Math.min(4, count - start) }, (_, offset) => start + offset);
    made.push(...(await Promise.all(indexes.map(make))));
  }
  return made;
}
