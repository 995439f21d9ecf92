import { type Exchange, issueOf, PAGING, type Route, trackerOf } from '../exchange.ts';
import { ISSUE_PARAMETERS, setIssueFields, setState } from '../issue-fields.ts';
import { findIssues, KEYSET_ORDERS, LIST_PARAMETERS, orderOf } from '../issue-list.ts';
import type { Json } from '../json.ts';
import { inOrder, keysetPageOf, pageOf } from '../page.ts';
import { booleanOf, choiceOf, textOf } from '../parameters.ts';
import { badParameter, forbidden } from '../refusal.ts';
import { renderIssue } from '../render/issue.ts';
import { renderHookLabel } from '../render/label.ts';
import {
  ACCESS,
  levelOf,
  type SimIssue,
  type SimProject,
  type SimUser,
  takeId,
  timeOf,
  type World,
} from '../world.ts';

const EDITABLE = [...ISSUE_PARAMETERS, 'state_event', 'updated_at'];

export const issueRoutes: readonly Route[] = [
  {
    ...{ method: 'GET', path: '/projects/:id/issues', parameters: [...LIST_PARAMETERS, ...PAGING] },
    handle(exchange) {
      const project = trackerOf(exchange);
      const order = orderOf(exchange);
      const issues = inOrder(findIssues(exchange, project), order);
      const isKeyset =
        textOf(exchange.parameters, 'pagination') === 'keyset' && KEYSET_ORDERS.has(order.column);
      const withDetails = booleanOf(exchange.parameters, 'with_labels_details') ?? false;
      const render = (issue: SimIssue) =>
        renderIssue(exchange, project, issue, { withDetails, isListed: true });
      if (isKeyset && exchange.world.edition.keyset) return keysetPageOf(exchange, issues, order, render);
      return pageOf(exchange, issues, render);
    },
  },
  {
    ...{ method: 'GET', path: '/projects/:id/issues/:iid', parameters: [] },
    handle(exchange) {
      const project = trackerOf(exchange);
      return { status: 200, body: renderIssue(exchange, project, issueOf(exchange, project)) };
    },
  },
  {
    ...{
      method: 'POST',
      path: '/projects/:id/issues',
      parameters: [...ISSUE_PARAMETERS, 'iid', 'created_at'],
    },
    handle(exchange) {
      const project = trackerOf(exchange);
      if (textOf(exchange.parameters, 'title') === null) throw badParameter('title is missing');
      const issue = newIssue(exchange.world, project, exchange.actor);
      setIssueFields(exchange, project, issue);
      addIssue(project, issue);
      exchange.announce({ event: 'issue', action: 'open', project, issue, changes: {} });
      return { status: 201, body: renderIssue(exchange, project, issue) };
    },
  },
  {
    ...{ method: 'PUT', path: '/projects/:id/issues/:iid', parameters: EDITABLE },
    handle(exchange) {
      const project = trackerOf(exchange);
      const issue = issueOf(exchange, project);
      if (!EDITABLE.some((name) => name in exchange.parameters.fields)) {
        throw badParameter(`${EDITABLE.join(', ')} are missing, at least one parameter must be provided`);
      }
      if (levelOf(project, exchange.actor) < ACCESS.planner && issue.author !== exchange.actor)
        throw forbidden();
      change(exchange, project, issue);
      return { status: 200, body: renderIssue(exchange, project, issue) };
    },
  },
  {
    ...{ method: 'DELETE', path: '/projects/:id/issues/:iid', parameters: [] },
    handle(exchange) {
      const project = trackerOf(exchange);
      const issue = issueOf(exchange, project);
      if (levelOf(project, exchange.actor) < ACCESS.owner) throw forbidden();
      project.issues.splice(project.issues.indexOf(issue), 1);
      const links = project.links.filter(({ source, target }) => source !== issue && target !== issue);
      project.links.splice(0, project.links.length, ...links);
      return { status: 204 };
    },
  },
];

function change(exchange: Exchange, project: SimProject, issue: SimIssue): void {
  const event = choiceOf(exchange.parameters, 'state_event', ['close', 'reopen']);
  const before = snapshotOf(project, issue);
  setIssueFields(exchange, project, issue);
  if (event !== null) setState(exchange, issue, event);
  const changes = changesBetween(before, snapshotOf(project, issue));
  if (Object.keys(changes).length === 0) return;
  const previous = issue.updatedAt;
  issue.updatedAt = timeOf(exchange.world);
  const action = event ?? 'update';
  const all = { ...changes, updated_at: { previous, current: issue.updatedAt } };
  exchange.announce({ event: 'issue', action, project, issue, changes: all });
}

function snapshotOf(project: SimProject, issue: SimIssue): Readonly<Record<string, Json>> {
  const { title, description, state, type, confidential, closedAt, milestone, labels, assignees } = issue;
  return {
    ...{ title, description, state_id: state === 'closed' ? 2 : 1, issue_type: type, confidential },
    ...{ closed_at: closedAt, milestone_id: milestone?.id ?? null },
    labels: labels.map((label) => renderHookLabel(project, label)),
    assignees: assignees.map(({ id, username }) => ({ id, username })),
  };
}

function changesBetween(
  before: Readonly<Record<string, Json>>,
  after: Readonly<Record<string, Json>>,
): Readonly<Record<string, Json>> {
  const names = Object.keys(after).filter(
    (name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]),
  );
  return Object.fromEntries(
    names.map((name) => [name, { previous: before[name] ?? null, current: after[name] ?? null }]),
  );
}

/** With the next number, which nobody else gets; not yet in the list. */
export function newIssue(world: World, project: SimProject, author: SimUser): SimIssue {
  const iid = project.nextIid;
  project.nextIid += 1;
  const createdAt = timeOf(world);
  return {
    ...{ id: takeId(world), iid, author, createdAt, updatedAt: createdAt, title: '', description: null },
    ...{ state: 'opened', type: 'issue', labels: [], assignees: [], milestone: null, confidential: false },
    ...{ closedAt: null, closedBy: null, discussionLocked: null },
  };
}

export function addIssue(project: SimProject, issue: SimIssue): void {
  project.issues.push(issue);
}
