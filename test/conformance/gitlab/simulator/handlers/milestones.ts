import { type Exchange, PAGING, projectOf, type Route } from '../exchange.ts';
import { pageOf } from '../page.ts';
import { choiceOf, textOf } from '../parameters.ts';
import { badParameter, forbidden, notFound, refuse } from '../refusal.ts';
import { renderMilestone } from '../render/milestone.ts';
import { canTriage, type SimMilestone, type SimProject, takeId, timeOf } from '../world.ts';

const MILESTONES = '/projects/:id/milestones';
const FIELDS = ['title', 'description', 'due_date', 'start_date'];

export const milestoneRoutes: readonly Route[] = [
  {
    ...{ method: 'GET', path: MILESTONES },
    parameters: ['iids', 'state', 'title', 'search', 'include_ancestors', ...PAGING],
    handle(exchange) {
      const project = projectOf(exchange);
      const withGroups = textOf(exchange.parameters, 'include_ancestors') === 'true';
      const state = choiceOf(exchange.parameters, 'state', ['active', 'closed', 'all']) ?? 'all';
      const milestones = project.milestones
        .filter((it) => (withGroups || it.groupId === null) && (state === 'all' || it.state === state))
        .toSorted((a, b) => (a.dueDate ?? '9').localeCompare(b.dueDate ?? '9') || b.id - a.id);
      return pageOf(exchange, milestones, (it) => renderMilestone(exchange.web, project, it));
    },
  },
  {
    ...{ method: 'GET', path: `${MILESTONES}/:milestone_id`, parameters: [] },
    handle: (exchange) => answer(exchange, ...milestoneOf(exchange, projectOf(exchange))),
  },
  {
    ...{ method: 'POST', path: MILESTONES, parameters: FIELDS },
    handle(exchange) {
      const project = writable(exchange);
      if (textOf(exchange.parameters, 'title') === null) throw badParameter('title is missing');
      const createdAt = timeOf(exchange.world);
      const milestone: SimMilestone = {
        ...{ id: takeId(exchange.world), iid: project.nextMilestoneIid, groupId: null, createdAt },
        ...{
          title: '',
          description: '',
          state: 'active',
          dueDate: null,
          startDate: null,
          updatedAt: createdAt,
        },
      };
      setFields(exchange, project, milestone);
      project.nextMilestoneIid += 1;
      project.milestones.push(milestone);
      return { ...answer(exchange, project, milestone), status: 201 };
    },
  },
  {
    ...{ method: 'PUT', path: `${MILESTONES}/:milestone_id`, parameters: [...FIELDS, 'state_event'] },
    handle(exchange) {
      const [project, milestone] = milestoneOf(exchange, writable(exchange));
      const event = choiceOf(exchange.parameters, 'state_event', ['close', 'activate']);
      setFields(exchange, project, milestone);
      if (event !== null) milestone.state = event === 'close' ? 'closed' : 'active';
      milestone.updatedAt = timeOf(exchange.world);
      return answer(exchange, project, milestone);
    },
  },
  {
    ...{ method: 'DELETE', path: `${MILESTONES}/:milestone_id`, parameters: [] },
    handle(exchange) {
      const [project, milestone] = milestoneOf(exchange, writable(exchange));
      project.milestones.splice(project.milestones.indexOf(milestone), 1);
      for (const issue of project.issues) if (issue.milestone === milestone) issue.milestone = null;
      return { status: 204 };
    },
  },
];

function setFields({ parameters }: Exchange, project: SimProject, milestone: SimMilestone): void {
  const title = textOf(parameters, 'title');
  if (title !== null) checkTitle(project, milestone, title);
  const { due_date: due, start_date: start } = parameters.fields;
  const dates = {
    due: due === undefined ? milestone.dueDate : dateOf('due_date', due),
    start: start === undefined ? milestone.startDate : dateOf('start_date', start),
  };
  milestone.title = title?.trim() ?? milestone.title;
  milestone.description = textOf(parameters, 'description') ?? milestone.description;
  milestone.dueDate = dates.due;
  milestone.startDate = dates.start;
}

function checkTitle({ milestones }: SimProject, milestone: SimMilestone, title: string): void {
  if (title.trim() === '') throw refuse(400, `Failed to save milestone {:title=>["can't be blank"]}`);
  if (!milestones.some((it) => it !== milestone && it.title === title.trim())) return;
  throw refuse(
    400,
    'Failed to save milestone {:title=>["already being used for another group or project milestone."]}',
  );
}

function dateOf(name: string, value: unknown): string | null {
  if (value === null || value === '') return null;
  if (typeof value === 'string' && /^\d{4}-\d{2}-\d{2}/.test(value)) return value.slice(0, 10);
  throw badParameter(`${name} is invalid`);
}

/** Those of groups are not found by way of a project. */
function milestoneOf({ path }: Exchange, project: SimProject): readonly [SimProject, SimMilestone] {
  const found = project.milestones.find((it) => String(it.id) === path.milestone_id && it.groupId === null);
  if (!found) throw notFound('Milestone');
  return [project, found];
}

function writable(exchange: Exchange): SimProject {
  const project = projectOf(exchange);
  if (!canTriage(project, exchange.actor)) throw forbidden();
  return project;
}

function answer({ web }: Exchange, project: SimProject, milestone: SimMilestone) {
  return { status: 200, body: renderMilestone(web, project, milestone) };
}
