import { type Exchange, issueNumbered, issueOf, type Route, trackerOf } from '../exchange.ts';
import { choiceOf, textOf } from '../parameters.ts';
import { badParameter, forbidden, notFound, refuse } from '../refusal.ts';
import { renderLink, renderLinkedIssue } from '../render/issue.ts';
import { canTriage, type SimIssue, type SimLink, type SimProject, takeId, timeOf } from '../world.ts';

const LINKS = '/projects/:id/issues/:iid/links';
const NEEDS_LICENCE = 'Blocked work items are not available for the current subscription tier';

export const linkRoutes: readonly Route[] = [
  {
    ...{ method: 'GET', path: LINKS, parameters: [] },
    handle(exchange) {
      const project = trackerOf(exchange);
      const issue = issueOf(exchange, project);
      const links = project.links.filter(({ source, target }) => source === issue || target === issue);
      return { status: 200, body: links.map((link) => renderLinkedIssue(exchange, project, issue, link)) };
    },
  },
  {
    ...{ method: 'POST', path: LINKS, parameters: ['target_project_id', 'target_issue_iid', 'link_type'] },
    handle(exchange) {
      const project = trackerOf(exchange);
      const source = issueOf(exchange, project);
      const target = targetOf(exchange, project);
      const type =
        choiceOf(exchange.parameters, 'link_type', ['relates_to', 'blocks', 'is_blocked_by']) ?? 'relates_to';
      if (type !== 'relates_to' && exchange.world.edition.licence === 'free')
        throw refuse(403, NEEDS_LICENCE);
      if (!canTriage(project, exchange.actor)) throw forbidden();
      if (source === target) throw refuse(422, `#${target.iid} cannot be added: cannot be related to itself`);
      if (linkBetween(project, source, target)) throw refuse(409, 'Issue(s) already assigned');
      const [from, to] = type === 'is_blocked_by' ? [target, source] : [source, target];
      const link: SimLink = {
        ...{ id: takeId(exchange.world), source: from, target: to, createdAt: timeOf(exchange.world) },
        type: type === 'relates_to' ? type : 'blocks',
      };
      project.links.push(link);
      return { status: 201, body: renderLink(exchange, project, link) };
    },
  },
  {
    ...{ method: 'GET', path: `${LINKS}/:link_id`, parameters: [] },
    handle(exchange) {
      const project = trackerOf(exchange);
      return { status: 200, body: renderLink(exchange, project, linkOf(exchange, project)) };
    },
  },
  {
    ...{ method: 'DELETE', path: `${LINKS}/:link_id`, parameters: [] },
    handle(exchange) {
      const project = trackerOf(exchange);
      const link = linkOf(exchange, project);
      if (!canTriage(project, exchange.actor)) throw forbidden();
      project.links.splice(project.links.indexOf(link), 1);
      return { status: 200, body: renderLink(exchange, project, link) };
    },
  },
];

function targetOf(exchange: Exchange, project: SimProject): SimIssue {
  const id = textOf(exchange.parameters, 'target_project_id');
  const iid = textOf(exchange.parameters, 'target_issue_iid');
  if (id === null) throw badParameter('target_project_id is missing');
  if (iid === null) throw badParameter('target_issue_iid is missing');
  if (id !== String(project.id) && id !== project.path) throw notFound('Project');
  return issueNumbered(exchange, project, iid);
}

function linkBetween({ links }: SimProject, one: SimIssue, other: SimIssue): SimLink | undefined {
  return links.find(
    ({ source, target }) => (source === one && target === other) || (source === other && target === one),
  );
}

function linkOf(exchange: Exchange, project: SimProject): SimLink {
  const issue = issueOf(exchange, project);
  const found = project.links.find(
    ({ id, source, target }) =>
      String(id) === exchange.path.link_id && (source === issue || target === issue),
  );
  if (found) return found;
  throw notFound('Issue Link');
}
