import { invalid } from './refusal.ts';
import { type SimIssue, type SimRepository, sameName, type World } from './world.ts';

/** What GitHub's list of issues answers to a query, pull requests included. */
export function findIssues(
  world: World,
  repository: SimRepository,
  query: URLSearchParams,
): readonly SimIssue[] {
  const state = query.get('state') ?? 'open';
  const since = query.get('since');
  const labels = (query.get('labels') ?? '').split(',').filter((name) => name !== '');
  const creator = query.get('creator');
  const isAssigned = assigneeFilter(world, query.get('assignee'));
  const isOfMilestone = milestoneFilter(query.get('milestone'));
  const found = repository.issues.filter(
    (issue) =>
      issue.gone === null &&
      (state === 'all' || issue.state === state) &&
      (since === null || Date.parse(issue.updatedAt) >= Date.parse(since)) &&
      labels.every((name) => issue.labels.some((label) => sameName(label.name, name))) &&
      (creator === null || sameName(issue.author.login, creator)) &&
      isAssigned(issue) &&
      isOfMilestone(issue),
  );
  return sorted(repository, found, query.get('sort') ?? 'created', query.get('direction') ?? 'desc');
}

function assigneeFilter(world: World, assignee: string | null): (issue: SimIssue) => boolean {
  if (assignee === null) return () => true;
  if (assignee === 'none') return ({ assignees }) => assignees.length === 0;
  if (assignee === '*') return ({ assignees }) => assignees.length > 0;
  if (!world.users.some(({ login }) => sameName(login, assignee)))
    throw invalid('Issue', 'assignee', 'invalid');
  return ({ assignees }) => assignees.some(({ login }) => sameName(login, assignee));
}

function milestoneFilter(milestone: string | null): (issue: SimIssue) => boolean {
  if (milestone === null) return () => true;
  if (milestone === 'none') return (issue) => issue.milestone === null;
  if (milestone === '*') return (issue) => issue.milestone !== null;
  if (!/^\d+$/.test(milestone)) throw invalid('Issue', 'milestone', 'invalid');
  return (issue) => issue.milestone?.number === Number(milestone);
}

/** Ties go by number. */
function sorted(
  { comments }: SimRepository,
  issues: readonly SimIssue[],
  sort: string,
  direction: string,
): readonly SimIssue[] {
  const sign = direction === 'asc' ? 1 : -1;
  const countOf = (issue: SimIssue) => comments.filter((comment) => comment.issue === issue).length;
  const compare = (a: SimIssue, b: SimIssue) => {
    if (sort === 'comments') return countOf(a) - countOf(b);
    return sort === 'updated'
      ? a.updatedAt.localeCompare(b.updatedAt)
      : a.createdAt.localeCompare(b.createdAt);
  };
  return issues.toSorted((a, b) => sign * (compare(a, b) || a.number - b.number));
}
