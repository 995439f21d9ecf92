import { assertNever } from '@fixpoint/contracts/assert-never.ts';
import { FixpointError } from '@fixpoint/contracts/errors.ts';
import type { IssueBackend, ListRequest, Page, Sort } from '@fixpoint/issue-core/backend/port.ts';
import type { Issue } from '@fixpoint/issue-core/model/issue.ts';
import { compareIssues } from '@fixpoint/issue-core/query/sort.ts';
import { z } from 'zod';
import { MAX_PAGE_SIZE } from '../../tracker/stable-pages.ts';
import type { GitLabClient, Query } from './client.ts';
import type { LabelIndex } from './label-index.ts';
import { ONE_STAGE, priorityStages } from './list-stages.ts';
import type { MilestoneIndex } from './milestone-index.ts';
import { narrowList } from './narrow-list.ts';
import { Place, readOn } from './read-on.ts';
import { Issues } from './schema.ts';
import { toIssue } from './to-issue.ts';
import type { Visibility } from './visibility.ts';

const EMPTY: Page<Issue> = { items: [], next: null, total: 0 };
const ListCursor = z.object({ stage: z.number().int().min(0).max(20), place: Place.nullable() });
type ListCursor = z.infer<typeof ListCursor>;

export function listOperations(
  client: GitLabClient,
  visibility: Visibility,
  labels: LabelIndex,
  milestones: MilestoneIndex,
): Pick<IssueBackend, 'listIssues'> {
  return {
    async listIssues(request) {
      const { sort } = request;
      const at = parseCursor(request.cursor);
      const narrowed = await narrowList(request.query, labels, milestones);
      if (!narrowed) return EMPTY;
      const stages = sort.field === 'priority' ? await priorityStages(labels, sort.descending) : ONE_STAGE;
      const [stage, following] = stages.filter(({ index }) => index >= at.stage);
      if (!stage) return EMPTY;
      const names = [...narrowed.labels, ...(stage.label === null ? [] : [stage.label])];
      const query: Query = {
        ...narrowed.query,
        ...visibility.query,
        ...orderOf(request),
        ...(names.length === 0 ? {} : { labels: names.join(',') }),
      };
      const place = stage.index === at.stage ? at.place : null;
      const { items, next } = await readOn(
        place,
        (position) =>
          client.ask({ method: 'GET', path: '/issues', query: { ...query, ...position }, schema: Issues }),
        ({ id }) => id,
      );
      const kept = items.filter(visibility.shows).map(toIssue).filter(stage.keeps);
      return {
        // Among those of one moment GitLab goes by id, backwards.
        items: kept.toSorted(compareIssues(sort)),
        next: cursorAfter(stage.index, next, following?.index ?? null),
        total: null,
      };
    },
  };
}

/** GitLab has no order by number, which is that of creation but for issues that were moved here. */
function orderOf({ sort, pageSize }: ListRequest): Query {
  return {
    order_by: columnOf(sort.field),
    sort: sort.descending ? 'desc' : 'asc',
    per_page: Math.min(Math.max(pageSize, 1), MAX_PAGE_SIZE),
  };
}

function columnOf(field: Sort['field']): 'created_at' | 'updated_at' {
  switch (field) {
    case 'number':
    case 'created':
    case 'priority':
      return 'created_at';
    case 'updated':
      return 'updated_at';
    default:
      return assertNever(field);
  }
}

function cursorAfter(stage: number, next: Place | null, following: number | null): string | null {
  if (next) return encode({ stage, place: next });
  return following === null ? null : encode({ stage: following, place: null });
}

function encode(cursor: ListCursor): string {
  return Buffer.from(JSON.stringify(cursor)).toString('base64url');
}

/** @throws FixpointError INVALID_INPUT */
function parseCursor(cursor: string | null): ListCursor {
  if (cursor === null) return { stage: 0, place: null };
  try {
    return ListCursor.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
  } catch (error) {
    throw new FixpointError('INVALID_INPUT', 'cursor: it is not one of this list.', { cause: error });
  }
}
