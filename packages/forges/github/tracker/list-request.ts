import { assertNever } from '@fixpoint/contracts/assert-never.ts';
import { FixpointError } from '@fixpoint/contracts/errors.ts';
import type { ListRequest, Sort } from '@fixpoint/issue-core/backend/port.ts';
import { labelOfPriority, meaningOfLabel } from '@fixpoint/issue-core/model/encoded-labels.ts';
import { type Issue, PRIORITIES, type Priority } from '@fixpoint/issue-core/model/issue.ts';
import { narrow } from '@fixpoint/issue-core/query/narrow.ts';
import { formatPlace, MAX_PAGE_SIZE, type PagePlace, parsePlace } from '../../tracker/stable-pages.ts';

/** What GitHub is asked for a page, from where, and which of its answer belongs to it. */
export interface ListStep {
  readonly parameters: ListParameters;
  readonly place: PagePlace | null;
  readonly keeps: (issue: Issue) => boolean;
  /** The cursor for what comes after, given where GitHub's own list goes on. */
  readonly cursorAfter: (next: PagePlace | null) => string | null;
}

export interface ListParameters {
  readonly state: 'open' | 'closed' | 'all';
  readonly labels?: string;
  readonly assignee?: string;
  readonly creator?: string;
  readonly since?: string;
  readonly sort: 'created' | 'updated';
  readonly direction: 'asc' | 'desc';
  readonly per_page: number;
}

const LOGIN = /^[A-Za-z0-9-]{1,39}(\[bot\])?$/;
/** GitHub folds ASCII as we do, and separates labels by commas. */
const LABEL_TO_ASK_FOR = /^[\x20-\x2b\x2d-\x7e]{1,50}$/;

/**
 * GitHub's list cannot sort by priority, so it is read once for each, in order, and once more for the issues that have
 * none. Numbers are given in the order of creation, also where people moved an issue here that is older.
 *
 * @throws FixpointError INVALID_INPUT for a cursor that is none
 */
export function listStep(request: ListRequest): ListStep {
  const { field, descending } = request.sort;
  const { stage, place } = parseCursor(request.cursor);
  const parameters: ListParameters = {
    ...filtersOf(request),
    sort: sortOf(field),
    direction: descending ? 'desc' : 'asc',
    per_page: Math.min(Math.max(request.pageSize, 1), MAX_PAGE_SIZE),
  };
  if (field !== 'priority') {
    return { parameters, place, keeps: () => true, cursorAfter: (next) => next && cursorOf(0, next) };
  }
  const stages: readonly (Priority | null)[] = [...(descending ? PRIORITIES.toReversed() : PRIORITIES), null];
  const priority = stages[stage] ?? null;
  const labels = [parameters.labels, priority === null ? undefined : labelOfPriority(priority)];
  const asked = labels.filter((it) => it !== undefined).join(',');
  const following = stage + 1 < stages.length ? cursorOf(stage + 1, null) : null;
  return {
    parameters: { ...parameters, ...(asked === '' ? {} : { labels: asked }) },
    place,
    keeps: (issue) => issue.priority === priority,
    cursorAfter: (next) => (next ? cursorOf(stage, next) : following),
  };
}

function cursorOf(stage: number, place: PagePlace | null): string {
  return `${stage};${place ? formatPlace(place) : ''}`;
}

function parseCursor(cursor: string | null): { readonly stage: number; readonly place: PagePlace | null } {
  if (cursor === null) return { stage: 0, place: null };
  const [, stage, place = ''] = /^(\d);(.*)$/.exec(cursor) ?? [];
  if (stage === undefined || Number(stage) > PRIORITIES.length) {
    throw new FixpointError('INVALID_INPUT', 'cursor: it is not one of this list.');
  }
  return { stage: Number(stage), place: place === '' ? null : parsePlace(place) };
}

/** Only what GitHub compares as the query does; the rest of it is for whoever called. */
function filtersOf({ query }: ListRequest) {
  const { state, labels, assignee, author, updatedSince } = narrow(query);
  const asked = labels.filter((it) => LABEL_TO_ASK_FOR.test(it) && meaningOfLabel(it).field === 'label');
  return {
    state,
    ...(asked.length === 0 ? {} : { labels: asked.join(',') }),
    ...(assignee !== null && LOGIN.test(assignee) ? { assignee } : {}),
    ...(author !== null && LOGIN.test(author) ? { creator: author } : {}),
    ...(updatedSince === null ? {} : { since: `${updatedSince.slice(0, 19)}Z` }),
  };
}

function sortOf(field: Sort['field']): ListParameters['sort'] {
  switch (field) {
    case 'number':
    case 'created':
    case 'priority':
      return 'created';
    case 'updated':
      return 'updated';
    default:
      return assertNever(field);
  }
}
