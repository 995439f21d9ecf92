import { FixpointError } from '@fixpoint/contracts/errors.ts';
import type { IssueBackend, ListRequest, Page, Sort } from '@fixpoint/issue-core/backend/port.ts';
import type { Issue } from '@fixpoint/issue-core/model/issue.ts';
import { compareIssues } from '@fixpoint/issue-core/query/sort.ts';
import type { Answered } from '../client.ts';
import type { TrackerClient } from './client.ts';
import { hasCode } from './errors.ts';
import type { LabelIndex } from './label-index.ts';
import { decodeListCursor, encodeListCursor } from './list-cursor.ts';
import type { MilestoneIndex } from './milestone-index.ts';
import { type ListQuery, narrowList } from './narrow-list.ts';
import { type Issue as GiteaIssue, Issues } from './schema.ts';
import { type Place, readOn, START, type Stretch } from './shifting-pages.ts';
import { createSnapshots } from './snapshots.ts';
import { toIssue } from './to-issue.ts';

const EMPTY: Page<Issue> = { items: [], next: null, total: 0 };
/** Gitea lists by creation, the newest first, and by nothing else (`ListIssues` in `routers/api/v1/repo/issue.go`). */
const MAX_SORTED = 20_000;
const MAX_SORTED_CHARS = 64 * 1024 ** 2;

export function listOperations(
  client: TrackerClient,
  labels: LabelIndex,
  milestones: MilestoneIndex,
): Pick<IssueBackend, 'listIssues'> {
  const snapshots = createSnapshots();

  function readPage(
    query: ListQuery,
  ): (page: { page: number; limit: number }) => Promise<Answered<GiteaIssue[]>> {
    return (page) =>
      client.ask({
        method: 'GET',
        path: '/issues',
        query: { type: 'issues', ...query, ...page },
        schema: Issues,
      });
  }

  async function nextPage(
    query: ListQuery,
    { sort, pageSize }: ListRequest,
    place: Place | null,
  ): Promise<Page<Issue>> {
    const { items, next, total } = await readOn(
      place ?? START,
      pageSize,
      readPage(query),
      ({ number }) => number,
    );
    return {
      items: items.map(toIssue).toSorted(compareIssues(sort)),
      next: next && encodeListCursor({ kind: 'place', place: next }),
      total,
    };
  }

  /** Everything that the list has, in another order; read once for all pages. */
  async function readSorted(query: ListQuery, sort: Sort): Promise<readonly Issue[]> {
    const found = new Map<number, Issue>();
    let chars = 0;
    for (let place: Place | null = START; place; ) {
      const stretch: Stretch<GiteaIssue> = await readOn(place, 50, readPage(query), ({ number }) => number);
      for (const issue of stretch.items.map(toIssue)) {
        found.set(issue.number, issue);
        chars += issue.body.length;
      }
      if (found.size > MAX_SORTED || chars > MAX_SORTED_CHARS) {
        const hint = 'ask for fewer, or sort by creation, newest first';
        throw new FixpointError(
          'FORGE_REFUSED',
          `Gitea cannot sort, and this is too much to sort here; ${hint}.`,
        );
      }
      place = stretch.next;
    }
    return [...found.values()].toSorted(compareIssues(sort));
  }

  async function list(query: ListQuery, request: ListRequest): Promise<Page<Issue>> {
    const cursor = request.cursor === null ? null : decodeListCursor(request.cursor);
    const { field, descending } = request.sort;
    if (descending && (field === 'number' || field === 'created')) {
      return nextPage(query, request, cursor?.kind === 'place' ? cursor.place : null);
    }
    const read = () => readSorted(query, request.sort);
    return snapshots.page(request, cursor?.kind === 'after' ? cursor : null, read);
  }

  return {
    async listIssues(request) {
      const narrowed = await narrowList(request.query, labels, milestones);
      if (!narrowed) return EMPTY;
      try {
        return await list({ ...narrowed.query, ...narrowed.people }, request);
      } catch (error) {
        if (!hasCode(error, 'FORGE_NOT_FOUND') || Object.keys(narrowed.people).length === 0) throw error;
        return list(narrowed.query, request);
      }
    },
  };
}
