import { isObject, type Json } from '../contract/json-schema.ts';
import {
  type Exchange,
  fieldsOf,
  type Handlers,
  issueOf,
  type Reply,
  repositoryOf,
  trackerOf,
} from '../exchange.ts';
import { assignable } from '../issue-fields.ts';
import { pageOf } from '../page.ts';
import { notFound, refuse } from '../refusal.ts';
import { renderIssue, renderIssueType } from '../render/issue.ts';
import { renderRepository } from '../render/repository.ts';
import { renderOwnUser, renderUser } from '../render/user.ts';
import { canTriage, type SimUser, timeOf } from '../world.ts';

const MAX_ASSIGNEES = 10;

/** Who asks, who can be assigned, and what the repository itself is. */
export const peopleHandlers: Handlers = {
  'users/get-authenticated': ({ actor, bases }) => {
    if (actor.kind === 'Bot') throw refuse(403, 'Resource not accessible by integration');
    return { status: 200, body: renderOwnUser(bases, actor) };
  },
  'repos/get': (exchange) => {
    const repository = repositoryOf(exchange);
    return { status: 200, body: renderRepository(exchange.bases, repository, exchange.actor) };
  },
  'repos/list-issue-types': listIssueTypes,
  'issues/list-assignees': (exchange) => {
    const { roles } = repositoryOf(exchange);
    const users = exchange.world.users.filter(({ login }) => roles.has(login));
    return pageOf(exchange, users, (user) => renderUser(exchange.bases, user));
  },
  'issues/check-user-can-be-assigned': (exchange) => {
    const repository = repositoryOf(exchange);
    if (!assignable(exchange.world.users, repository, exchange.path.assignee ?? '')) throw notFound();
    return { status: 204 };
  },
  'issues/add-assignees': (exchange) =>
    // Whoever cannot be assigned, and everybody after the tenth, is passed over without a word.
    assign(exchange, 201, (present, given) => [...new Set([...present, ...given])].slice(0, MAX_ASSIGNEES)),
  'issues/remove-assignees': (exchange) =>
    assign(exchange, 200, (present, given) => present.filter((user) => !given.includes(user))),
};

function listIssueTypes(exchange: Exchange): Reply {
  const { issueTypes: types } = repositoryOf(exchange);
  if (types === null) throw notFound();
  return { status: 200, body: types.map(renderIssueType) };
}

function assign(
  exchange: Exchange,
  status: number,
  change: (present: readonly SimUser[], given: readonly SimUser[]) => SimUser[],
): Reply {
  const repository = trackerOf(exchange);
  const issue = issueOf(exchange, repository);
  const given = namesIn(fieldsOf(exchange.body).assignees).flatMap(
    (login) => assignable(exchange.world.users, repository, login) ?? [],
  );
  const assignees = canTriage(repository, exchange.actor) ? change(issue.assignees, given) : issue.assignees;
  if (assignees.length !== issue.assignees.length) issue.updatedAt = timeOf(exchange.world);
  issue.assignees = assignees;
  return { status, body: renderIssue(exchange.bases, repository, issue) };
}

function namesIn(given: Json | undefined): readonly string[] {
  return (Array.isArray(given) ? given : []).map((it) => String(isObject(it) ? it.login : it));
}
