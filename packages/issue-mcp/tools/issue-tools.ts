import { SORT_FIELDS } from '@fixpoint/issue-core/backend/port.ts';
import type { Query } from '@fixpoint/issue-core/query/ast.ts';
import type { ListOptions } from '@fixpoint/issue-core/tracker/api.ts';
import {
  Body,
  Cursor,
  FencingToken,
  IssueNumber,
  Name,
  QueryText,
  State,
  Title,
} from '@fixpoint/issue-core/wire/fields.ts';
import { IssueEdit, NewIssue } from '@fixpoint/issue-core/wire/issue.ts';
import { z } from 'zod';
import { issueDetail, issueSummary } from '../answers/issue-answers.ts';
import { pageAnswer } from '../answers/page-answer.ts';
import { defineTool, ListLimit } from './tool.ts';

const Paging = {
  limit: ListLimit,
  cursor: Cursor.exactOptional(),
  sort: z.enum(SORT_FIELDS).default('number'),
  direction: z.enum(['asc', 'desc']).default('desc'),
};
const OperationId = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,64}$/)
  .describe('Chosen by you: asking again with the same one creates nothing twice');

type Paging = z.infer<z.ZodObject<typeof Paging>>;

function listOptions(
  { cursor, sort, direction }: Paging,
  query: Query | string,
  signal: AbortSignal,
): ListOptions {
  return {
    query,
    sort: { field: sort, descending: direction === 'desc' },
    ...(cursor === undefined ? {} : { cursor }),
    signal,
  };
}

export const ISSUE_TOOLS = [
  defineTool({
    name: 'list_issues',
    title: 'List issues',
    description: 'Lists issues, the newest first. Those that are not closed when no state is given.',
    power: 'read',
    input: z.strictObject({
      state: State.exactOptional(),
      labels: z.array(Name).max(20).exactOptional().describe('It has all of them'),
      assignee: Name.exactOptional(),
      ...Paging,
    }),
    run: (tracker, { state, labels = [], assignee, ...paging }, signal) => {
      const parts: Query[] = [
        state === undefined ? { kind: 'not-closed' } : { kind: 'state', state },
        ...labels.map((name): Query => ({ kind: 'label', name })),
        ...(assignee === undefined ? [] : [{ kind: 'assignee', login: assignee } as const]),
      ];
      const options = listOptions(paging, { kind: 'and', parts }, signal);
      return pageAnswer((limit) => tracker.list({ ...options, limit }), paging.limit, issueSummary);
    },
  }),
  defineTool({
    name: 'search_issues',
    title: 'Search issues',
    description:
      'Finds issues by a query such as `is:open label:bug priority:high,critical -assignee:ann login`; AND, OR, NOT, parentheses, `is:ready`, `blocked-by:7`, `updated:>=-7d` work too.',
    power: 'read',
    input: z.strictObject({ query: QueryText.min(1), ...Paging }),
    run: (tracker, { query, ...paging }, signal) => {
      const options = listOptions(paging, query, signal);
      return pageAnswer((limit) => tracker.list({ ...options, limit }), paging.limit, issueSummary);
    },
  }),
  defineTool({
    name: 'get_issue',
    title: 'Read an issue',
    description:
      'An issue with its text, links, claim and the notes of agents. A long text goes on at `bodyNext`. Comments: list_comments.',
    power: 'read',
    input: z.strictObject({ number: IssueNumber, bodyOffset: z.int().min(0).default(0) }),
    run: async (tracker, { number, bodyOffset }) => issueDetail(await tracker.show(number), bodyOffset),
  }),
  defineTool({
    name: 'create_issue',
    title: 'Create an issue',
    description: 'Creates an issue. Look for duplicates first (find_duplicates).',
    power: 'write',
    input: NewIssue.extend({ operationId: OperationId.exactOptional() }),
    run: async (tracker, { operationId, ...issue }, signal) =>
      issueSummary(
        await tracker.create(issue, { ...(operationId === undefined ? {} : { operationId }), signal }),
      ),
  }),
  defineTool({
    name: 'update_issue',
    title: 'Change an issue',
    description:
      'Changes what is given and leaves the rest: title, body, state (open, in_progress, closed), labels, assignees and so on. Under a claim, give its token.',
    power: 'write',
    idempotent: true,
    input: IssueEdit.extend({ number: IssueNumber, fencingToken: FencingToken.exactOptional() }),
    run: async (tracker, { number, fencingToken, ...edit }, signal) =>
      issueSummary(
        await tracker.edit(number, edit, { ...(fencingToken === undefined ? {} : { fencingToken }), signal }),
      ),
  }),
  defineTool({
    name: 'find_duplicates',
    title: 'Find issues that say the same',
    description: 'Open issues that say much the same as a text, the most alike first.',
    power: 'read',
    input: z.strictObject({
      title: Title,
      body: Body.exactOptional(),
      limit: z.int().min(1).max(20).default(5),
    }),
    run: async (tracker, { limit, ...text }, signal) => {
      const found = await tracker.findDuplicates(text, { limit, signal });
      return { items: found.map(({ title, ...rest }) => ({ title: title.slice(0, 200), ...rest })) };
    },
  }),
] as const;
