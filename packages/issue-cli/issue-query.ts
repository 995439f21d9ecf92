import type { IssueState, Priority } from '@fixpoint/issue-core/model/issue.ts';
import type { Query } from '@fixpoint/issue-core/query/ast.ts';
import { labelTerm } from '@fixpoint/issue-core/query/label-term.ts';
import { type ParseOptions, parseQuery } from '@fixpoint/issue-core/query/parse.ts';

/** What flags say of the issues that are meant. */
export interface IssueFilter {
  readonly state?: IssueState | 'all';
  readonly label?: readonly string[];
  readonly assignee?: string;
  readonly author?: string;
  readonly milestone?: string;
  readonly type?: string;
  readonly priority?: Priority;
  readonly query?: string;
}

const ME = '@me';
const NOBODY = 'none';

/** All of it at once. @throws FixpointError QUERY_INVALID */
export function queryOf(filter: IssueFilter, options: ParseOptions): Query {
  const { label = [], assignee, author, milestone, type, priority, query } = filter;
  const login = (name: string) => (name === ME ? (options.me ?? name) : name);
  return {
    kind: 'and',
    parts: [
      ...stateOf(filter),
      ...label.map(labelTerm),
      ...(assignee === undefined ? [] : [assigneeOf(assignee, login)]),
      ...(author === undefined ? [] : [{ kind: 'author', login: login(author) } as const]),
      ...(milestone === undefined ? [] : [{ kind: 'milestone', title: milestone } as const]),
      ...(type === undefined ? [] : [{ kind: 'type', type } as const]),
      ...(priority === undefined ? [] : [{ kind: 'priority', priorities: [priority] } as const]),
      ...(query === undefined ? [] : [parseQuery(query, options)]),
    ],
  };
}

/** A query says itself which states it means. */
function stateOf({ state, query }: IssueFilter): readonly Query[] {
  if (state === 'all') return [];
  if (state !== undefined) return [{ kind: 'state', state }];
  return query === undefined ? [{ kind: 'not-closed' }] : [];
}

function assigneeOf(assignee: string, login: (name: string) => string): Query {
  if (assignee === NOBODY) return { kind: 'not', part: { kind: 'has', field: 'assignee' } };
  return { kind: 'assignee', login: login(assignee) };
}
