import type { ListRequest, Page, Sort } from '../backend/port.ts';
import type { Issue } from '../model/issue.ts';
import type { Query } from '../query/ast.ts';
import { factsNeeded } from '../query/facts-needed.ts';
import { parseQuery } from '../query/parse.ts';
import { compareIssues } from '../query/sort.ts';
import type { ListOptions } from './api.ts';
import { asksForFreeIssues, asksForReadyIssues, claimedIssues } from './claimed-issues.ts';
import type { TrackerContext } from './context.ts';
import { filterIssues } from './issue-facts.ts';
import { createLinkReader } from './link-reader.ts';
import { type PageSource, readPages } from './read-pages.ts';

const DEFAULT_LIMIT = 30;
const LARGE_PAGE = 100;
/** Of a request to the local store. */
const MAX_LEFT_OUT = 1_000;
const NEWEST_FIRST: Sort = { field: 'number', descending: true };

/** @throws FixpointError QUERY_INVALID */
export function queryOf({ now, login, agent }: TrackerContext, query: Query | string | undefined): Query {
  if (query === undefined) return { kind: 'everything' };
  return typeof query === 'string' ? parseQuery(query, { now: now(), me: login, agent }) : query;
}

/**
 * Pages through the backend, and filters what it gives.
 *
 * @throws FixpointError QUERY_INVALID, INVALID_INPUT
 */
export async function listIssues(context: TrackerContext, options: ListOptions = {}): Promise<Page<Issue>> {
  const { sort = NEWEST_FIRST, limit = DEFAULT_LIMIT, cursor, total = 'exact', signal } = options;
  const query = queryOf(context, options.query);
  const links = createLinkReader(context);
  const hasExactTotal = total === 'exact' && isCounted(context, query);
  const reading = await readingOf(context, query, sort, limit);
  return readPages(
    {
      ...reading,
      idOf: ({ number }) => String(number),
      filter: (issues) => filterIssues(context, query, issues, links),
      hasExactTotal,
    },
    { limit, cursor, signal },
  );
}

/** Backends know nothing of claims: how to come by those that fit, with few requests or rows. */
async function readingOf(
  context: TrackerContext,
  query: Query,
  sort: Sort,
  limit: number,
): Promise<Pick<PageSource<Issue>, 'readPage' | 'pageSize'>> {
  const { backend, coordination, backendName } = context;
  const reading = (useful: Pick<ListRequest, 'except' | 'inProgress'>): PageSource<Issue>['readPage'] => {
    return (cursor, pageSize, total) =>
      backend.listIssues({ query, sort, pageSize, cursor, total, ...useful });
  };
  if (!factsNeeded(query).claims) return { readPage: reading({}) };
  // Each page costs a tracker a request; the local store, which is asked for a page at once, pays for each row.
  if (backend.kind !== 'local') return { readPage: reading({}), pageSize: LARGE_PAGE };
  const claims = await coordination.listClaims(backendName);
  const held = await claimedIssues(context, query, claims);
  if (held !== null) {
    const items = held.toSorted(compareIssues(sort));
    return { readPage: async () => ({ items, next: null, total: null }) };
  }
  // What somebody works on stands first in a ready queue: one page shall reach beyond.
  const abandoned = asksForReadyIssues(query) ? await coordination.listAbandoned(backendName) : null;
  const inProgress = abandoned === null ? {} : { inProgress: abandoned };
  if (asksForFreeIssues(query) && claims.length <= MAX_LEFT_OUT) {
    const except = claims.map(({ issue }) => issue);
    return { readPage: reading({ ...inProgress, ...(except.length > 0 ? { except } : {}) }) };
  }
  return { readPage: reading(inProgress), pageSize: limit + claims.length };
}

/** The local store decides all but claims; trackers surely tell open and closed apart. */
function isCounted({ backend }: TrackerContext, query: Query): boolean {
  if (backend.kind === 'local') return !factsNeeded(query).claims;
  if (query.kind === 'everything' || query.kind === 'not-closed') return true;
  return query.kind === 'state' && query.state === 'closed';
}
