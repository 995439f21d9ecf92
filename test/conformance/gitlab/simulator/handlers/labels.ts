import { type Exchange, PAGING, projectOf, type Route } from '../exchange.ts';
import type { Json } from '../json.ts';
import { pageOf } from '../page.ts';
import { booleanOf, numberOf, textOf } from '../parameters.ts';
import { badParameter, forbidden, notFound, refuse } from '../refusal.ts';
import { renderLabel } from '../render/label.ts';
import { canTriage, type SimLabel, type SimProject, takeId, timeOf } from '../world.ts';

const LABELS = '/projects/:id/labels';
const MAX_NAME_CHARS = 255;
const DEFAULT_COLOR = '#6699cc';
const EDITABLE = ['new_name', 'color', 'description', 'priority', 'archived'];

export const labelRoutes: readonly Route[] = [
  {
    ...{ method: 'GET', path: LABELS },
    parameters: ['with_counts', 'include_ancestor_groups', 'search', 'archived', ...PAGING],
    handle(exchange) {
      const project = projectOf(exchange);
      const withCounts = booleanOf(exchange.parameters, 'with_counts') ?? false;
      const labels = project.labels.toSorted((a, b) => a.name.localeCompare(b.name));
      return pageOf(exchange, labels, (label) => renderLabel(project, label, withCounts));
    },
  },
  {
    ...{ method: 'GET', path: `${LABELS}/:label`, parameters: ['include_ancestor_groups'] },
    handle(exchange) {
      const project = projectOf(exchange);
      return answer(project, labelOf(exchange.path.label, project.labels));
    },
  },
  {
    ...{ method: 'POST', path: LABELS, parameters: ['name', 'color', 'description', 'priority', 'archived'] },
    handle(exchange) {
      const project = writable(exchange);
      const name = textOf(exchange.parameters, 'name');
      const color = textOf(exchange.parameters, 'color');
      if (name === null) throw badParameter('name is missing');
      if (color === null) throw badParameter('color is missing');
      if (project.labels.some((label) => label.name === name.trim()))
        throw refuse(409, 'Label already exists');
      const label = newLabel(exchange, checkedName(name), checkedColor(color));
      label.description = textOf(exchange.parameters, 'description');
      label.priority = numberOf(exchange.parameters, 'priority');
      project.labels.push(label);
      return { ...answer(project, label), status: 201 };
    },
  },
  {
    ...{ method: 'PUT', path: `${LABELS}/:label`, parameters: EDITABLE },
    handle: (exchange) => update(exchange, exchange.path.label),
  },
  {
    // The old form, with the name as a parameter.
    ...{ method: 'PUT', path: LABELS, parameters: ['label_id', 'name', ...EDITABLE] },
    handle: ({ parameters, ...exchange }) =>
      update({ parameters, ...exchange }, textOf(parameters, 'label_id') ?? textOf(parameters, 'name') ?? ''),
  },
  {
    ...{ method: 'DELETE', path: `${LABELS}/:label`, parameters: [] },
    handle(exchange) {
      const project = writable(exchange);
      const label = labelOf(exchange.path.label, ownLabels(project));
      project.labels.splice(project.labels.indexOf(label), 1);
      for (const issue of project.issues) issue.labels = issue.labels.filter((it) => it !== label);
      return { status: 204 };
    },
  },
];

function update(exchange: Exchange, label: Json | undefined) {
  const project = writable(exchange);
  const found = labelOf(label, ownLabels(project));
  const name = textOf(exchange.parameters, 'new_name');
  const color = textOf(exchange.parameters, 'color');
  const description = textOf(exchange.parameters, 'description');
  const isTaken = (it: SimLabel) => it !== found && it.name === name?.trim();
  if (project.labels.some(isTaken)) throw refuse(400, { title: ['has already been taken'] });
  const checked = {
    name: name === null ? found.name : checkedName(name),
    color: color && checkedColor(color),
  };
  found.name = checked.name;
  found.color = checked.color ?? found.color;
  found.description = description ?? found.description;
  if ('priority' in exchange.parameters.fields) found.priority = numberOf(exchange.parameters, 'priority');
  return answer(project, found);
}

/** An id, and else a name: a label whose name is a number may not be the one that is found. */
function labelOf(given: Json | undefined, labels: readonly SimLabel[]): SimLabel {
  const found =
    labels.find(({ id }) => String(id) === String(given)) ?? labels.find(({ name }) => name === given);
  if (found) return found;
  throw notFound('Label');
}

function ownLabels({ labels }: SimProject): readonly SimLabel[] {
  return labels.filter(({ groupId }) => groupId === null);
}

/** Names as an issue is given them; those that lack are made, unless the user may not. */
export function labelsNamed(
  exchange: Exchange,
  project: SimProject,
  names: readonly string[],
): readonly SimLabel[] {
  const labels: SimLabel[] = [];
  for (const given of names) {
    const name = withoutTags(given);
    const found = project.labels.find((label) => label.name === name);
    if (!found && name.length > MAX_NAME_CHARS) continue;
    const label = found ?? newLabel(exchange, name, DEFAULT_COLOR);
    if (!found) project.labels.push(label);
    if (!labels.includes(label)) labels.push(label);
  }
  return labels;
}

function newLabel({ world }: Exchange, name: string, color: string): SimLabel {
  return {
    id: takeId(world),
    createdAt: timeOf(world),
    groupId: null,
    name,
    color,
    description: null,
    priority: null,
  };
}

function checkedName(given: string): string {
  const name = withoutTags(given.trim());
  if (name === '' || name.includes(',')) throw refuse(400, { title: ['is invalid'] });
  if (name.length > MAX_NAME_CHARS) throw refuse(400, { title: ['is too long (maximum is 255 characters)'] });
  return name;
}

function checkedColor(color: string): string {
  if (/^#(?:[0-9a-f]{3}){1,2}$/i.test(color)) return color;
  throw refuse(400, { color: ['must be a valid color code'] });
}

/** GitLab keeps no markup in names. */
function withoutTags(name: string): string {
  return name.replaceAll(/<\/?[a-z][^>]*>/gi, '');
}

function writable(exchange: Exchange): SimProject {
  const project = projectOf(exchange);
  if (!canTriage(project, exchange.actor)) throw forbidden();
  return project;
}

function answer(project: SimProject, label: SimLabel) {
  return { status: 200, body: renderLabel(project, label, true) };
}
