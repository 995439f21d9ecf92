import type { Exchange } from './exchange.ts';
import type { Order } from './page.ts';
import { booleanOf, choiceOf, listOf, numberOf, type Parameters, textOf, timeIn } from './parameters.ts';
import {
  canReadIssue,
  ISSUE_TYPES,
  type SimIssue,
  type SimProject,
  type SimUser,
  sameName,
} from './world.ts';

export const LIST_PARAMETERS: readonly string[] = [
  ...['state', 'labels', 'milestone', 'scope', 'author_id', 'author_username', 'assignee_id'],
  ...['assignee_username', 'iids', 'order_by', 'sort', 'search', 'in', 'created_after', 'created_before'],
  ...['updated_after', 'updated_before', 'confidential', 'issue_type', 'with_labels_details'],
];
const ORDERS = ['created_at', 'updated_at', 'title', 'due_date', 'priority', 'popularity', 'weight'] as const;
/** In any other order GitLab counts pages (`Issue.supported_keyset_orderings`). */
export const KEYSET_ORDERS: ReadonlySet<string> = new Set(['created_at', 'updated_at', 'title']);

/** What GitLab's list of issues answers, in no order. */
export function findIssues(exchange: Exchange, project: SimProject): readonly SimIssue[] {
  const { world, actor, parameters } = exchange;
  const conditions = [
    stateIs(parameters),
    hasLabels(parameters),
    hasMilestone(parameters),
    isBy(world.users, parameters),
    isAssigned(world.users, parameters),
    isWithin(parameters, 'created', ({ createdAt }) => createdAt),
    isWithin(parameters, 'updated', ({ updatedAt }) => updatedAt),
    isFound(parameters),
    isOneOf(parameters),
  ];
  return project.issues.filter(
    (issue) => canReadIssue(project, issue, actor) && conditions.every((holds) => holds(issue)),
  );
}

export function orderOf({ parameters }: Exchange): Order<SimIssue> & { readonly column: string } {
  const column = choiceOf(parameters, 'order_by', ORDERS) ?? 'created_at';
  const descending = (choiceOf(parameters, 'sort', ['asc', 'desc']) ?? 'desc') === 'desc';
  const keyOf = (issue: SimIssue) => {
    if (column === 'updated_at') return issue.updatedAt;
    return column === 'title' ? issue.title.toLowerCase() : issue.createdAt;
  };
  return { column, descending, keyOf, idOf: ({ id }) => id };
}

type Condition = (issue: SimIssue) => boolean;
const ALL: Condition = () => true;

function stateIs(parameters: Parameters): Condition {
  const state = choiceOf(parameters, 'state', ['opened', 'closed', 'all']) ?? 'all';
  return state === 'all' ? ALL : (issue) => issue.state === state;
}

/** Names are those of labels exactly; `None` and `Any` are none. */
function hasLabels(parameters: Parameters): Condition {
  const names = listOf(parameters, 'labels') ?? [];
  if (names.some((name) => sameName(name, 'none'))) return ({ labels }) => labels.length === 0;
  if (names.some((name) => sameName(name, 'any'))) return ({ labels }) => labels.length > 0;
  return ({ labels }) => names.every((name) => labels.some((label) => label.name === name));
}

function hasMilestone(parameters: Parameters): Condition {
  const title = textOf(parameters, 'milestone');
  if (title === null) return ALL;
  if (sameName(title, 'none')) return ({ milestone }) => milestone === null;
  if (sameName(title, 'any')) return ({ milestone }) => milestone !== null;
  return ({ milestone }) => milestone?.title === title;
}

/** The name of nobody finds nothing. */
function isBy(users: readonly SimUser[], parameters: Parameters): Condition {
  const id = numberOf(parameters, 'author_id');
  const username = textOf(parameters, 'author_username');
  if (id !== null) return ({ author }) => author.id === id;
  if (username === null) return ALL;
  const user = users.find((it) => sameName(it.username, username));
  return ({ author }) => author === user;
}

function isAssigned(users: readonly SimUser[], parameters: Parameters): Condition {
  const id = textOf(parameters, 'assignee_id');
  const [username] = listOf(parameters, 'assignee_username') ?? [];
  if (id !== null && sameName(id, 'none')) return ({ assignees }) => assignees.length === 0;
  if (id !== null && sameName(id, 'any')) return ({ assignees }) => assignees.length > 0;
  if (id !== null) return ({ assignees }) => assignees.some((user) => String(user.id) === id);
  if (username === undefined) return ALL;
  const user = users.find((it) => sameName(it.username, username));
  return ({ assignees }) => user !== undefined && assignees.includes(user);
}

/** Both ends are in it. */
function isWithin(
  parameters: Parameters,
  name: 'created' | 'updated',
  timeOf: (issue: SimIssue) => string,
): Condition {
  const after = timeIn(parameters, `${name}_after`) ?? Number.NEGATIVE_INFINITY;
  const before = timeIn(parameters, `${name}_before`) ?? Number.POSITIVE_INFINITY;
  return (issue) => Date.parse(timeOf(issue)) >= after && Date.parse(timeOf(issue)) <= before;
}

/** Whole words, as PostgreSQL's full-text search has them. */
function isFound(parameters: Parameters): Condition {
  const words = (textOf(parameters, 'search') ?? '')
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  const where = listOf(parameters, 'in') ?? ['title', 'description'];
  return ({ title, description }) => {
    const texts = [
      ...(where.includes('title') ? [title] : []),
      ...(where.includes('description') ? [description] : []),
    ];
    const found = new Set(
      texts
        .join('\n')
        .toLowerCase()
        .split(/[^\p{L}\p{N}_-]+/u),
    );
    return words.every((word) => found.has(word));
  };
}

function isOneOf(parameters: Parameters): Condition {
  const iids = listOf(parameters, 'iids');
  const type = choiceOf(parameters, 'issue_type', ISSUE_TYPES);
  const confidential = booleanOf(parameters, 'confidential');
  return (issue) =>
    (iids === null || iids.includes(String(issue.iid))) &&
    (type === null || issue.type === type) &&
    (confidential === null || issue.confidential === confidential);
}
