import type { ChangesPage, IssueBackend } from '@fixpoint/issue-core/backend/port.ts';
import type { Answered } from '../client.ts';
import { decodeChangeCursor, encodeChangeCursor, startOf } from './change-cursor.ts';
import type { TrackerClient } from './client.ts';
import { Comments, Issues } from './schema.ts';
import { readOn, START } from './shifting-pages.ts';
import { toComment } from './to-comment.ts';
import { toIssue } from './to-issue.ts';

interface Changed {
  readonly updated_at: string;
}

export function changeOperations(
  client: TrackerClient,
): Pick<IssueBackend, 'changedIssues' | 'changedComments'> {
  return {
    changedIssues(cursor, pageSize) {
      return readChanges({
        cursor,
        pageSize,
        readPage: (query) =>
          client.ask({
            method: 'GET',
            path: '/issues',
            query: { type: 'issues', state: 'all', ...query },
            schema: Issues,
          }),
        idOf: ({ number }) => number,
        convert: toIssue,
      });
    },
    changedComments(cursor, pageSize) {
      return readChanges({
        cursor,
        pageSize,
        readPage: (query) => client.ask({ method: 'GET', path: '/issues/comments', query, schema: Comments }),
        idOf: ({ id }) => id,
        convert: toComment,
      });
    },
  };
}

/**
 * Gitea filters by change (`since`, inclusive, whole seconds) and sorts by creation, so the newest change may be on any
 * page: only after the last one does the cursor move on. It moves to the newest change seen, but never past the moment at
 * which the scan began, because what was edited behind it since is still to come; all by the clock of the server.
 */
async function readChanges<Raw extends Changed, Ours>(of: {
  readonly cursor: string | null;
  readonly pageSize: number;
  readonly readPage: (query: Readonly<Record<string, string | number>>) => Promise<Answered<readonly Raw[]>>;
  readonly idOf: (raw: Raw) => number;
  readonly convert: (raw: Raw) => Ours | null;
}): Promise<ChangesPage<Ours>> {
  const state = of.cursor === null ? startOf(null) : decodeChangeCursor(of.cursor);
  const { since, scan } = state;
  const { items, next, serverTime } = await readOn(
    scan?.place ?? START,
    of.pageSize,
    (page) => of.readPage({ ...page, ...(since === null ? {} : { since }) }),
    of.idOf,
  );
  const times = items.map(({ updated_at }) => updated_at);
  const newest = [...times, ...(scan?.newest ? [scan.newest] : [])].toSorted().at(-1) ?? null;
  const beganAt = scan ? scan.beganAt : (serverTime ?? times.toSorted().at(-1) ?? null);
  const ours = items.flatMap((raw) => of.convert(raw) ?? []);
  const over = serverTime === null ? {} : { overUntil: before(serverTime) };
  if (next) {
    const cursor = encodeChangeCursor({ since, scan: { place: next, newest, beganAt } });
    return { items: ours, cursor, done: false, ...over };
  }
  const cursor = encodeChangeCursor(startOf(sinceAfter(since, newest, beganAt)));
  return { items: ours, cursor, done: true, ...over };
}

/** Edits of the same second, and those that were on their way to the database, are asked for once more. */
const OVERLAP_MS = 2_000;

function sinceAfter(since: string | null, newest: string | null, beganAt: string | null): string | null {
  if (newest === null || beganAt === null) return since;
  const until = before(Date.parse(newest) < Date.parse(beganAt) ? newest : beganAt);
  return since !== null && Date.parse(since) > Date.parse(until) ? since : until;
}

function before(time: string): string {
  return new Date(Date.parse(time) - OVERLAP_MS).toISOString();
}
