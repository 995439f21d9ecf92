import type { BulkSelection, IssueEdit, Tracker } from '@fixpoint/issue-core/tracker/api.ts';
import { BulkReportAnswer, IssueDetailAnswer, IssueFactsAnswer } from '@fixpoint/issue-core/wire/answers.ts';
import { IssueEdit as EditFields, IssueAnswer, NewIssue } from '@fixpoint/issue-core/wire/issue.ts';
import { z } from 'zod';
import { type ClientContext, headersOf } from '../context.ts';
import { namesIn, picked } from '../picked.ts';
import { textOf } from '../query-text.ts';
import { readPages } from '../read-pages.ts';

type IssueOperations = Pick<
  Tracker,
  | 'list'
  | 'get'
  | 'show'
  | 'facts'
  | 'create'
  | 'edit'
  | 'close'
  | 'reopen'
  | 'delete'
  | 'editMany'
  | 'assign'
  | 'unassign'
>;

const CREATED = namesIn(NewIssue);
const EDITED = namesIn(EditFields);
const DEFAULT_LIMIT = 30;
/** Of up to a thousand issues, each of which may cost a forge several requests. */
const BULK_TIMEOUT_MS = 5 * 60_000;

export function issueOperations({ ask }: ClientContext): IssueOperations {
  const edit: Tracker['edit'] = async (number, { expectedUpdatedAt, ...changes }, write = {}) =>
    ask({
      method: 'PATCH',
      path: ['issues', number],
      body: picked<IssueEdit>(changes, EDITED),
      headers: { ...headersOf(write), ...ifMatch(expectedUpdatedAt) },
      answer: IssueAnswer,
      signal: write.signal,
    });

  return {
    list: ({ query, sort, limit = DEFAULT_LIMIT, cursor, signal } = {}) =>
      readPages(ask, {
        path: ['issues'],
        query: {
          q: query === undefined ? undefined : textOf(query),
          sort: sort?.field,
          direction: sort && (sort.descending ? 'desc' : 'asc'),
        },
        item: IssueAnswer,
        limit,
        cursor,
        signal,
      }),
    get: (number) => ask({ method: 'GET', path: ['issues', number], answer: IssueAnswer }),
    show: (number) => ask({ method: 'GET', path: ['issues', number, 'detail'], answer: IssueDetailAnswer }),
    facts: (number) => ask({ method: 'GET', path: ['issues', number, 'facts'], answer: IssueFactsAnswer }),
    create: async (issue, write = {}) =>
      ask({
        method: 'POST',
        path: ['issues'],
        body: picked(issue, CREATED),
        headers: headersOf(write),
        answer: IssueAnswer,
        signal: write.signal,
      }),
    edit,
    close: async (number, options = {}, write = {}) =>
      ask({
        method: 'POST',
        path: ['issues', number, 'close'],
        body: picked(options, ['reason', 'comment']),
        headers: headersOf(write),
        answer: IssueAnswer,
        signal: write.signal,
      }),
    reopen: async (number, options = {}, write = {}) =>
      ask({
        method: 'POST',
        path: ['issues', number, 'reopen'],
        body: picked(options, ['comment']),
        headers: headersOf(write),
        answer: IssueAnswer,
        signal: write.signal,
      }),
    delete: async (number, write = {}) =>
      ask({
        method: 'DELETE',
        path: ['issues', number],
        headers: headersOf(write),
        answer: z.undefined(),
        signal: write.signal,
      }),
    editMany: async (selection, changes, write = {}) =>
      ask({
        method: 'POST',
        path: ['bulk-edits'],
        body: { select: selectOf(selection), edit: picked(changes, EDITED) },
        headers: headersOf(write),
        answer: BulkReportAnswer,
        timeoutMs: BULK_TIMEOUT_MS,
        signal: write.signal,
      }),
    assign: (number, logins, write) => edit(number, { addAssignees: logins }, write),
    unassign: (number, logins, write) => edit(number, { removeAssignees: logins }, write),
  };
}

/** What is no time fits no issue, as everywhere. */
function ifMatch(expected: IssueEdit['expectedUpdatedAt']): Record<string, string> {
  if (expected === undefined) return {};
  const ms = Date.parse(expected);
  return { 'if-match': Number.isNaN(ms) ? '"never"' : `"${new Date(ms).toISOString()}"` };
}

/** That everything is meant has to be said. */
function selectOf(selection: BulkSelection): object {
  if ('numbers' in selection) return { numbers: selection.numbers };
  return { query: textOf(selection.query) || 'is:issue' };
}
