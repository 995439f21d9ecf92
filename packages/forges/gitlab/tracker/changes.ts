import { FixpointError } from '@fixpoint/contracts/errors.ts';
import type { ChangesPage, IssueBackend } from '@fixpoint/issue-core/backend/port.ts';
import type { Issue as OurIssue } from '@fixpoint/issue-core/model/issue.ts';
import { MAX_PAGE_SIZE } from '../../tracker/stable-pages.ts';
import { type ChangeState, decodeChangeCursor, encodeChangeCursor, type Scan } from './change-cursor.ts';
import type { GitLabClient, Query } from './client.ts';
import { type Place, readOn, type Stretch } from './read-on.ts';
import { type Issue, Issues } from './schema.ts';
import { toIssue } from './to-issue.ts';
import type { Visibility } from './visibility.ts';

/** What is on its way to the database while a page is read may appear with a time before that. */
const OVERLAP_MS = 2_000;

export function changeOperations(
  client: GitLabClient,
  visibility: Visibility,
): Pick<IssueBackend, 'changedIssues' | 'changedComments'> {
  function read(
    order: 'updated_at' | 'created_at',
    since: string | null,
    pageSize: number,
    place: Place | null,
  ) {
    const query: Query = {
      ...{ state: 'all', order_by: order, sort: 'asc', ...visibility.query },
      per_page: Math.min(Math.max(pageSize, 1), MAX_PAGE_SIZE),
      ...(since === null ? {} : { updated_after: since }),
    };
    return readOn(
      place,
      (position) =>
        client.ask({ method: 'GET', path: '/issues', query: { ...query, ...position }, schema: Issues }),
      ({ id }) => id,
    );
  }

  /**
   * Ordered by change, an edit moves an issue to the end of the list, where it is read again. By a place in that order nothing
   * is lost. Where the server counts pages, each request starts again at the time of the last issue; when more than a page
   * share that time, everything from then on is paged in the order of creation, which no edit shifts.
   */
  async function readStep({ since, scan }: ChangeState, pageSize: number): Promise<Step> {
    const from = scan?.from ?? since;
    const isCrowd = scan?.place !== undefined && scan.place !== null && 'page' in scan.place;
    if (isCrowd) return { ...(await read('created_at', from, pageSize, scan.place)), from };
    const stretch = await read('updated_at', from, pageSize, scan?.place ?? null);
    if (stretch.next === null || 'cursor' in stretch.next) return { ...stretch, from: scan?.from ?? null };
    const last = stretch.items.at(-1)?.updated_at ?? null;
    if (last !== from) return { ...stretch, from: last, next: null, startsAgain: true };
    return { ...(await read('created_at', from, pageSize, null)), from };
  }

  return {
    async changedIssues(cursor, pageSize) {
      const state = decodeChangeCursor(cursor);
      const step = await readStep(state, pageSize);
      return pageOf(state, step, step.items.filter(visibility.shows).map(toIssue));
    },
    async changedComments() {
      const detail = 'GitLab lists notes by issue only; an issue changes with its notes.';
      throw new FixpointError('UNSUPPORTED', detail);
    },
  };
}

interface Step extends Stretch<Issue> {
  readonly from: string | null;
  readonly startsAgain?: boolean;
}

function pageOf(
  { since, scan }: ChangeState,
  { items, next, date, from, startsAgain = false }: Step,
  ours: readonly OurIssue[],
): ChangesPage<OurIssue> {
  const newest = latest([...items.map(({ updated_at }) => updated_at), ...(scan ? [scan.newest] : [])]);
  const startedAt = scan?.startedAt ?? date;
  const over = date === null ? {} : { overUntil: before(date) };
  if (startedAt === null) throw new FixpointError('FORGE_REFUSED', 'GET /issues: the answer has no date.');
  if ((next !== null || startsAgain) && newest !== null) {
    const going: Scan = { startedAt, newest, from, place: next };
    return { items: ours, cursor: encodeChangeCursor({ since, scan: going }), done: false, ...over };
  }
  const reached = newest === null ? since : latest([since, before(earlier(newest, startedAt))]);
  return { items: ours, cursor: encodeChangeCursor({ since: reached, scan: null }), done: true, ...over };
}

function latest(times: readonly (string | null)[]): string | null {
  return (
    times
      .filter((time) => time !== null)
      .toSorted()
      .at(-1) ?? null
  );
}

/** What was edited behind the scan since it began is still to come. */
function earlier(a: string, b: string): string {
  return a < b ? a : b;
}

function before(time: string): string {
  return new Date(Date.parse(time) - OVERLAP_MS).toISOString();
}
