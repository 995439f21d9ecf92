import { SORT_FIELDS } from '@fixpoint/issue-core/backend/port.ts';
import type { Query } from '@fixpoint/issue-core/query/ast.ts';
import type { ListOptions } from '@fixpoint/issue-core/tracker/api.ts';
import { Body, IssueNumber, Name, QueryText, State, Title } from '@fixpoint/issue-core/wire/fields.ts';
import { z } from 'zod';
import { factsAnswer, issueDetail, issueSummary } from '../answers/issue-answers.ts';
import { pageAnswer } from '../answers/page-answer.ts';
import { Offset, Paged } from './arguments.ts';
import { defineTool } from './tool.ts';

const Sorted = {
  ...Paged,
  sort: z.enum(SORT_FIELDS).default('number'),
  direction: z.enum(['asc', 'desc']).default('desc'),
};

function listOptions(
  { cursor, sort, direction }: z.infer<z.ZodObject<typeof Sorted>>,
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
      ...Sorted,
    }),
    run: (tracker, { state, labels = [], assignee, ...sorted }, { signal }) => {
      const parts: Query[] = [
        state === undefined ? { kind: 'not-closed' } : { kind: 'state', state },
        ...labels.map((name): Query => ({ kind: 'label', name })),
        ...(assignee === undefined ? [] : [{ kind: 'assignee', login: assignee } as const]),
      ];
      const options = listOptions(sorted, { kind: 'and', parts }, signal);
      return pageAnswer((limit) => tracker.list({ ...options, limit }), sorted.limit, issueSummary);
    },
  }),
  defineTool({
    name: 'search_issues',
    title: 'Search issues',
    description:
      'Finds issues by a query such as `is:open label:bug priority:high,critical -assignee:ann login`; AND, OR, NOT, parentheses, `is:ready`, `blocked-by:7`, `updated:>=-7d` work too.',
    power: 'read',
    input: z.strictObject({ query: QueryText.min(1), ...Sorted }),
    run: (tracker, { query, ...sorted }, { signal }) => {
      const options = listOptions(sorted, query, signal);
      return pageAnswer((limit) => tracker.list({ ...options, limit }), sorted.limit, issueSummary);
    },
  }),
  defineTool({
    name: 'get_issue',
    title: 'Read an issue',
    description:
      'An issue with its text, links, claim and the notes of agents. A long text goes on at `bodyNext`. Comments: list_comments.',
    power: 'read',
    input: z.strictObject({ number: IssueNumber, bodyOffset: Offset }),
    run: async (tracker, { number, bodyOffset }) => issueDetail(await tracker.show(number), bodyOffset),
  }),
  defineTool({
    name: 'get_issue_facts',
    title: 'Whether an issue can be worked on',
    description:
      'Whether an issue is blocked (itself or through a parent), held, abandoned (its last claim ran out) or deferred; by what, and what waits for it.',
    power: 'read',
    input: z.strictObject({ number: IssueNumber }),
    run: async (tracker, { number }) => factsAnswer(await tracker.facts(number)),
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
      threshold: z.number().min(0.01).max(1).exactOptional().describe('How alike they must be'),
    }),
    run: async (tracker, { limit, threshold, ...text }, { signal }) => {
      const options = { limit, ...(threshold === undefined ? {} : { threshold }), signal };
      const found = await tracker.findDuplicates(text, options);
      return { items: found.map(({ title, ...rest }) => ({ title: title.slice(0, 200), ...rest })) };
    },
  }),
] as const;
