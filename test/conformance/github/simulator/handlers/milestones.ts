import type { JsonObject } from '../contract/json-schema.ts';
import { type Exchange, fieldsOf, type Handlers, repositoryOf } from '../exchange.ts';
import { pageOf } from '../page.ts';
import { invalid, notFound } from '../refusal.ts';
import { renderMilestone } from '../render/issue.ts';
import { canTriage, isoSeconds, type SimMilestone, type SimRepository, takeId, timeOf } from '../world.ts';

/** California, without summer time. */
const OFFSET_MS = 8 * 60 * 60_000;
const DAY_MS = 24 * 60 * 60_000;

export const milestoneHandlers: Handlers = {
  'issues/list-milestones': (exchange) => {
    const repository = repositoryOf(exchange);
    const state = exchange.query.get('state') ?? 'open';
    const direction = exchange.query.get('direction') === 'desc' ? -1 : 1;
    const found = repository.milestones
      .filter((it) => state === 'all' || it.state === state)
      .toSorted(
        (a, b) => direction * ((a.dueOn ?? '~').localeCompare(b.dueOn ?? '~') || a.number - b.number),
      );
    return pageOf(exchange, found, (it) => renderMilestone(exchange.bases, repository, it));
  },
  'issues/get-milestone': (exchange) => answer(exchange, repositoryOf(exchange), 200),
  'issues/create-milestone': (exchange) => {
    const repository = writable(exchange);
    const time = timeOf(exchange.world);
    const milestone: SimMilestone = {
      ...{ id: takeId(exchange.world), number: repository.nextMilestone, creator: exchange.actor },
      ...{ createdAt: time, updatedAt: time, title: '', description: null, state: 'open', dueOn: null },
      closedAt: null,
    };
    setFields(repository, milestone, { title: '', ...fieldsOf(exchange.body) }, time);
    repository.nextMilestone += 1;
    repository.milestones.push(milestone);
    return { status: 201, body: renderMilestone(exchange.bases, repository, milestone) };
  },
  'issues/update-milestone': (exchange) => {
    const repository = writable(exchange);
    const fields = fieldsOf(exchange.body);
    setFields(repository, milestoneOf(exchange, repository), fields, timeOf(exchange.world));
    return answer(exchange, repository, 200);
  },
  'issues/delete-milestone': (exchange) => {
    const repository = writable(exchange);
    const milestone = milestoneOf(exchange, repository);
    repository.milestones.splice(repository.milestones.indexOf(milestone), 1);
    for (const issue of repository.issues) if (issue.milestone === milestone) issue.milestone = null;
    return { status: 204 };
  },
};

function answer(exchange: Exchange, repository: SimRepository, status: number) {
  return { status, body: renderMilestone(exchange.bases, repository, milestoneOf(exchange, repository)) };
}

function milestoneOf({ path }: Exchange, { milestones }: SimRepository): SimMilestone {
  const milestone = milestones.find(({ number }) => number === Number(path.milestone_number));
  if (!milestone) throw notFound();
  return milestone;
}

function writable(exchange: Exchange): SimRepository {
  const repository = repositoryOf(exchange);
  if (!canTriage(repository, exchange.actor)) throw notFound();
  return repository;
}

function setFields(
  { milestones }: SimRepository,
  milestone: SimMilestone,
  { title, description, state, due_on: dueOn }: JsonObject,
  time: string,
): void {
  if (typeof title === 'string') {
    if (title.trim() === '') throw invalid('Milestone', 'title', 'missing_field');
    if (milestones.some((it) => it !== milestone && it.title === title))
      throw invalid('Milestone', 'title', 'already_exists');
    milestone.title = title;
  }
  if (typeof description === 'string') milestone.description = description;
  if (state === 'open' || state === 'closed') {
    milestone.state = state;
    milestone.closedAt = state === 'closed' ? time : null;
  }
  if (dueOn !== undefined) milestone.dueOn = dueOn === null ? null : dayInCalifornia(String(dueOn));
  milestone.updatedAt = time;
}

/** GitHub keeps the start of the day, in its own time zone, on which the given time falls. */
function dayInCalifornia(time: string): string {
  const local = Date.parse(time) - OFFSET_MS;
  return isoSeconds(local - (((local % DAY_MS) + DAY_MS) % DAY_MS) + OFFSET_MS);
}
