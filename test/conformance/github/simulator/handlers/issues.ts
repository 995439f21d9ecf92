import { type Exchange, fieldsOf, type Handlers, issueOf, type Reply, trackerOf } from '../exchange.ts';
import { setIssueFields } from '../issue-fields.ts';
import { findIssues } from '../issue-list.ts';
import { pageOf } from '../page.ts';
import { refuse } from '../refusal.ts';
import { renderIssue } from '../render/issue.ts';
import {
  canTriage,
  type SimIssue,
  type SimRepository,
  type SimUser,
  takeId,
  timeOf,
  type World,
} from '../world.ts';

export const issueHandlers: Handlers = {
  'issues/list-for-repo': (exchange) => {
    const repository = trackerOf(exchange);
    const found = findIssues(exchange.world, repository, exchange.query);
    return pageOf(exchange, found, (issue) => renderIssue(exchange.bases, repository, issue));
  },
  'issues/get': (exchange) => {
    const repository = trackerOf(exchange);
    return answer(exchange, repository, issueOf(exchange, repository));
  },
  'issues/create': (exchange) => {
    const repository = trackerOf(exchange);
    const issue = newIssue(exchange.world, repository, exchange.actor, false);
    setIssueFields(exchange, repository, issue, { title: '', ...fieldsOf(exchange.body) });
    addIssue(repository, issue);
    announce(exchange, repository, issue, 'opened');
    return answer(exchange, repository, issue, 201);
  },
  'issues/update': (exchange) => {
    const repository = trackerOf(exchange);
    const issue = issueOf(exchange, repository);
    if (issue.author !== exchange.actor && !canTriage(repository, exchange.actor))
      throw refuse(403, 'Must have admin rights to Repository.');
    const before = issue.state;
    setIssueFields(exchange, repository, issue, fieldsOf(exchange.body));
    issue.updatedAt = timeOf(exchange.world);
    if (issue.state !== before)
      announce(exchange, repository, issue, issue.state === 'closed' ? 'closed' : 'reopened');
    return answer(exchange, repository, issue);
  },
};

/** Not yet in its repository: what is refused takes no number. */
export function newIssue(
  world: World,
  repository: SimRepository,
  author: SimUser,
  isPullRequest: boolean,
): SimIssue {
  const time = timeOf(world);
  return {
    ...{ id: takeId(world), number: repository.nextNumber, author, isPullRequest, blockedBy: new Set() },
    ...{ title: '', body: null, state: 'open', stateReason: null, labels: [], assignees: [] },
    ...{ milestone: null, type: null, parent: null, createdAt: time, updatedAt: time },
    ...{ closedAt: null, closedBy: null, gone: null },
  };
}

export function addIssue(repository: SimRepository, issue: SimIssue): void {
  repository.issues.push(issue);
  repository.nextNumber += 1;
}

function answer(exchange: Exchange, repository: SimRepository, issue: SimIssue, status = 200): Reply {
  return { status, body: renderIssue(exchange.bases, repository, issue) };
}

function announce(exchange: Exchange, repository: SimRepository, issue: SimIssue, action: string): void {
  const fields = { issue: renderIssue(exchange.bases, repository, issue) };
  exchange.announce({ event: 'issues', action, repository, fields });
}
