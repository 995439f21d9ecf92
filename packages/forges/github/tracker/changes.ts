import { FixpointError } from '@fixpoint/contracts/errors.ts';
import type { ChangeCursor, ChangesPage, IssueBackend } from '@fixpoint/issue-core/backend/port.ts';
import { z } from 'zod';
import { MAX_PAGE_SIZE, PagePlace, readStablePage } from '../../tracker/stable-pages.ts';
import type { Answered, GitHubClient } from './client.ts';
import { isOfIssue, toComment } from './comments.ts';
import { readIssues } from './read-issues.ts';
import { Comment } from './schema.ts';
import { isPullRequest, toIssue } from './to-issue.ts';

/** What shares a second with the last item may appear only after it was read. */
const OVERLAP_MS = 2_000;
const Time = z.iso.datetime();
const Comments = z.array(Comment);

/**
 * `since` alone asks for what changed from then on, by time. `crowd` is set while more than a page shares that second:
 * everything from then on is paged in the order of creation, which no edit shifts. `startedAt` is when its first page was
 * read.
 */
const Cursor = z.object({
  since: Time.nullable(),
  crowd: z.object({ startedAt: Time, place: PagePlace }).nullable(),
});
type Cursor = z.infer<typeof Cursor>;

interface Step<Item> {
  readonly items: readonly Item[];
  readonly after: Cursor;
  readonly done: boolean;
  /** When it was asked for, by GitHub's clock. */
  readonly date: string | null;
}

interface ChangeRequest {
  readonly sort: 'created' | 'updated';
  readonly direction: 'asc';
  readonly since?: string;
  readonly per_page: number;
  readonly page: number;
}

interface Stamped {
  readonly id: number;
  readonly updated_at: string;
}

/**
 * Streams of changes that lose nothing while edits go on: offsets shift under edits, so each request starts again from
 * the time of the last item. Times are GitHub's own throughout.
 */
export function changeOperations(
  client: GitHubClient,
): Pick<IssueBackend, 'changedIssues' | 'changedComments'> {
  return {
    async changedIssues(cursor, pageSize) {
      const page = await readChanges(cursor, pageSize, (request) =>
        readIssues(client, { ...request, state: 'all' }),
      );
      return { ...page, items: page.items.filter((issue) => !isPullRequest(issue)).map(toIssue) };
    },
    async changedComments(cursor, pageSize) {
      const page = await readChanges(cursor, pageSize, (request) =>
        client.call('list changed comments', Comments, ({ issues }, repository) =>
          issues.listCommentsForRepo({ ...repository, ...request }),
        ),
      );
      return { ...page, items: page.items.filter(isOfIssue).map(toComment) };
    },
  };
}

async function readChanges<Item extends Stamped>(
  cursor: ChangeCursor | null,
  pageSize: number,
  ask: (request: ChangeRequest) => Promise<Answered<readonly Item[]>>,
): Promise<ChangesPage<Item>> {
  const from = parseCursor(cursor);
  const common = {
    direction: 'asc' as const,
    per_page: Math.min(Math.max(pageSize, 1), MAX_PAGE_SIZE),
    ...(from.since === null ? {} : { since: from.since }),
  };
  const read = (sort: ChangeRequest['sort'], page: number) => ask({ ...common, sort, page });
  const { items, after, done, date } = await (from.crowd
    ? readCrowd(from.since, from.crowd, read)
    : readFrom(from.since, read));
  return {
    items,
    cursor: JSON.stringify(after),
    done,
    ...(date === null ? {} : { overUntil: before(date) }),
  };
}

type Read<Item> = (sort: ChangeRequest['sort'], page: number) => Promise<Answered<readonly Item[]>>;

async function readFrom<Item extends Stamped>(since: string | null, read: Read<Item>): Promise<Step<Item>> {
  const { data, hasNext, date } = await read('updated', 1);
  const last = data.at(-1)?.updated_at;
  if (last === undefined) return { items: [], after: { since, crowd: null }, done: true, date };
  if (!hasNext) {
    return { items: data, after: { since: later(since, before(last)), crowd: null }, done: true, date };
  }
  if (last !== since) return { items: data, after: { since: last, crowd: null }, done: false, date };
  // Starting again at this second would bring the same page again.
  return readCrowd(since, null, read);
}

async function readCrowd<Item extends Stamped>(
  since: string | null,
  crowd: Cursor['crowd'],
  read: Read<Item>,
): Promise<Step<Item>> {
  const { items, next, date } = await readStablePage(
    crowd?.place ?? null,
    (page) => read('created', page),
    ({ id }) => id,
  );
  const startedAt = crowd?.startedAt ?? date;
  if (startedAt === null) throw new FixpointError('FORGE_REFUSED', 'list changes: the answer has no date.');
  if (next) return { items, after: { since, crowd: { startedAt, place: next } }, done: false, date };
  // What was edited meanwhile may stand on a page already read, with a time from then on.
  return { items, after: { since: later(since, before(startedAt)), crowd: null }, done: true, date };
}

function before(time: string): string {
  return `${new Date(Date.parse(time) - OVERLAP_MS).toISOString().slice(0, 19)}Z`;
}

function later(a: string | null, b: string): string {
  return a !== null && Date.parse(a) > Date.parse(b) ? a : b;
}

function parseCursor(cursor: ChangeCursor | null): Cursor {
  if (cursor === null) return { since: null, crowd: null };
  try {
    return Cursor.parse(JSON.parse(cursor));
  } catch (error) {
    throw new FixpointError('INVALID_INPUT', 'cursor: it is not one of this stream.', { cause: error });
  }
}
