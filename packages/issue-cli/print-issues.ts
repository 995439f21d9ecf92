import type { Sort } from '@fixpoint/issue-core/backend/port.ts';
import type { Issue } from '@fixpoint/issue-core/model/issue.ts';
import type { Query } from '@fixpoint/issue-core/query/ast.ts';
import type { Tracker } from '@fixpoint/issue-core/tracker/api.ts';
import type { PrintedPage, Printer } from './output/printer.ts';
import { renderIssues } from './output/render-issue.ts';

export interface IssuesRequest {
  readonly query: Query;
  readonly sort: Sort;
  /** 30 when left out. */
  readonly limit?: number | 'all';
  readonly cursor?: string;
  readonly signal: AbortSignal;
}

const LARGEST_PAGE = 10_000;
const DEFAULT_LIMIT = 30;

/** Lists issues, and says where to go on. */
export async function printIssues(printer: Printer, tracker: Tracker, request: IssuesRequest): Promise<void> {
  const page = await readIssues(tracker, request, printer.tellsTotal);
  await printer.list(page, renderIssues);
  if (page.items.length === 0) return printer.note('No issue fits.');
  if (page.next === null) return;
  const total = typeof page.total === 'number' ? `, of ${page.total}` : '';
  await printer.note(
    `\nThere are more than these ${page.items.length}${total}: --limit, or --cursor ${page.next}`,
  );
}

async function readIssues(
  tracker: Tracker,
  request: IssuesRequest,
  tellsTotal: boolean,
): Promise<PrintedPage<Issue> & { readonly next: string | null }> {
  const { limit = DEFAULT_LIMIT, cursor: start = null, ...options } = request;
  const wanted = limit === 'all' ? Number.POSITIVE_INFINITY : limit;
  const items: Issue[] = [];
  let cursor = start;
  let total: number | null = null;
  while (true) {
    // A page may hold fewer than it could: a query that little fits is answered in several.
    const size = Math.min(LARGEST_PAGE, wanted - items.length);
    const counted = tellsTotal && items.length === 0 ? 'exact' : 'none';
    const page = await tracker.list({ ...options, limit: size, cursor, total: counted });
    items.push(...page.items);
    total ??= page.total;
    if (page.next === null || items.length >= wanted) return { items, next: page.next, total };
    cursor = page.next;
  }
}
