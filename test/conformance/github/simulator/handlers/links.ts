import {
  type Exchange,
  fieldsOf,
  type Handlers,
  issueById,
  issueOf,
  type Reply,
  trackerOf,
} from '../exchange.ts';
import { pageOf } from '../page.ts';
import { notFound, refuse } from '../refusal.ts';
import { renderIssue } from '../render/issue.ts';
import { canTriage, type SimIssue, type SimRepository, timeOf } from '../world.ts';

/** Sub-issues and dependencies; requests name the other issue by its id. */
export const linkHandlers: Handlers = {
  'issues/get-parent': (exchange) => {
    const repository = trackerOf(exchange);
    const { parent } = issueOf(exchange, repository);
    if (!parent) throw notFound();
    return answer(exchange, repository, parent);
  },
  'issues/list-sub-issues': (exchange) =>
    list(exchange, (repository, issue) => present(repository).filter(({ parent }) => parent === issue)),
  'issues/add-sub-issue': (exchange) => {
    const repository = writable(exchange);
    const parent = issueOf(exchange, repository);
    const { sub_issue_id: id, replace_parent: replaces } = fieldsOf(exchange.body);
    const child = issueById(exchange, repository, id);
    if (child.parent && replaces !== true) throw refuse(422, 'Sub issue may only have one parent');
    if (reaches(parent, child, (it) => (it.parent ? [it.parent] : [])))
      throw refuse(422, 'Sub issue would make a circular hierarchy');
    child.parent = parent;
    touch(exchange, parent, child);
    return answer(exchange, repository, parent, 201);
  },
  'issues/remove-sub-issue': (exchange) => {
    const repository = writable(exchange);
    const parent = issueOf(exchange, repository);
    const child = issueById(exchange, repository, fieldsOf(exchange.body).sub_issue_id);
    if (child.parent !== parent) throw notFound();
    child.parent = null;
    touch(exchange, parent, child);
    return answer(exchange, repository, parent);
  },
  'issues/list-dependencies-blocked-by': (exchange) => list(exchange, (_, { blockedBy }) => [...blockedBy]),
  'issues/list-dependencies-blocking': (exchange) =>
    list(exchange, (repository, issue) => present(repository).filter((it) => it.blockedBy.has(issue))),
  'issues/add-blocked-by-dependency': (exchange) => {
    const repository = writable(exchange);
    const issue = issueOf(exchange, repository);
    const blocker = issueById(exchange, repository, fieldsOf(exchange.body).issue_id);
    if (issue.blockedBy.has(blocker))
      throw refuse(422, 'Validation failed: Target issue has already been taken');
    if (reaches(blocker, issue, ({ blockedBy }) => [...blockedBy]))
      throw refuse(422, 'Validation failed: it would make a circular dependency');
    issue.blockedBy.add(blocker);
    touch(exchange, issue);
    return answer(exchange, repository, issue, 201);
  },
  'issues/remove-dependency-blocked-by': (exchange) => {
    const repository = writable(exchange);
    const issue = issueOf(exchange, repository);
    if (!issue.blockedBy.delete(issueById(exchange, repository, Number(exchange.path.issue_id))))
      throw notFound();
    touch(exchange, issue);
    return answer(exchange, repository, issue);
  },
};

function list(
  exchange: Exchange,
  find: (repository: SimRepository, issue: SimIssue) => readonly SimIssue[],
): Reply {
  const repository = trackerOf(exchange);
  const found = find(repository, issueOf(exchange, repository)).filter(({ gone }) => gone === null);
  return pageOf(exchange, found, (issue) => renderIssue(exchange.bases, repository, issue));
}

function answer(exchange: Exchange, repository: SimRepository, issue: SimIssue, status = 200): Reply {
  return { status, body: renderIssue(exchange.bases, repository, issue) };
}

function present({ issues }: SimRepository): readonly SimIssue[] {
  return issues.filter(({ gone }) => gone === null);
}

function writable(exchange: Exchange): SimRepository {
  const repository = trackerOf(exchange);
  if (!canTriage(repository, exchange.actor)) throw refuse(403, 'Must have triage access to Repository.');
  return repository;
}

function touch({ world }: Exchange, ...issues: readonly SimIssue[]): void {
  for (const issue of issues) issue.updatedAt = timeOf(world);
}

/** Whether one is the other, or leads to it. Links make no circles, so this ends. */
function reaches(from: SimIssue, to: SimIssue, next: (issue: SimIssue) => readonly SimIssue[]): boolean {
  return from === to || next(from).some((issue) => reaches(issue, to, next));
}
