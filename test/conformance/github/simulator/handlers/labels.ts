import type { Json } from '../contract/json-schema.ts';
import { isObject } from '../contract/json-schema.ts';
import { type Exchange, fieldsOf, type Handlers, issueOf, repositoryOf, trackerOf } from '../exchange.ts';
import { pageOf } from '../page.ts';
import { invalid, notFound, refuse } from '../refusal.ts';
import { renderIssue, renderLabel } from '../render/issue.ts';
import {
  canTriage,
  type SimIssue,
  type SimLabel,
  type SimRepository,
  sameName,
  takeId,
  timeOf,
} from '../world.ts';

const MAX_NAME_CHARS = 50;
const MAX_DESCRIPTION_CHARS = 100;

export const labelHandlers: Handlers = {
  'issues/list-labels-for-repo': (exchange) => {
    const repository = repositoryOf(exchange);
    return pageOf(exchange, repository.labels, (label) => renderLabel(exchange.bases, repository, label));
  },
  'issues/get-label': (exchange) => {
    const repository = repositoryOf(exchange);
    return { status: 200, body: renderLabel(exchange.bases, repository, labelOf(exchange, repository)) };
  },
  'issues/create-label': (exchange) => {
    const repository = writable(exchange);
    const { name, color, description } = fieldsOf(exchange.body);
    if (findLabel(repository, String(name))) throw invalid('Label', 'name', 'already_exists');
    const label = makeLabel(exchange, repository, String(name));
    setFields(label, { color, description });
    return { status: 201, body: renderLabel(exchange.bases, repository, label) };
  },
  'issues/update-label': (exchange) => {
    const repository = writable(exchange);
    const label = labelOf(exchange, repository);
    const { new_name: newName, color, description } = fieldsOf(exchange.body);
    if (typeof newName === 'string') {
      const other = findLabel(repository, newName);
      if (other && other !== label) throw invalid('Label', 'name', 'already_exists');
      label.name = checkedName(newName);
    }
    setFields(label, { color, description });
    return { status: 200, body: renderLabel(exchange.bases, repository, label) };
  },
  'issues/delete-label': (exchange) => {
    const repository = writable(exchange);
    const label = labelOf(exchange, repository);
    repository.labels.splice(repository.labels.indexOf(label), 1);
    for (const issue of repository.issues) issue.labels = issue.labels.filter((it) => it !== label);
    return { status: 204 };
  },
  'issues/list-labels-on-issue': (exchange) => labelsOfIssue(exchange, () => undefined),
  'issues/add-labels': (exchange) =>
    labelsOfIssue(exchange, (issue, repository) => {
      for (const label of namedLabels(exchange, repository)) {
        if (!issue.labels.includes(label)) announceLabel(exchange, repository, issue, label);
        issue.labels = [...new Set([...issue.labels, label])];
      }
    }),
  'issues/set-labels': (exchange) =>
    labelsOfIssue(exchange, (issue, repository) => {
      issue.labels = [...namedLabels(exchange, repository)];
    }),
  'issues/remove-label': (exchange) =>
    labelsOfIssue(exchange, (issue) => {
      const name = exchange.path.name ?? '';
      const label = issue.labels.find((it) => sameName(it.name, name));
      if (!label) throw refuse(404, 'Label does not exist');
      issue.labels = issue.labels.filter((it) => it !== label);
    }),
  'issues/remove-all-labels': (exchange) => {
    labelsOfIssue(exchange, (issue) => {
      issue.labels = [];
    });
    return { status: 204 };
  },
};

/** The labels of this name, made where the repository has none yet, as GitHub does. */
export function labelsNamed(
  exchange: Exchange,
  repository: SimRepository,
  given: Json | undefined,
): readonly SimLabel[] {
  const names = (Array.isArray(given) ? given : []).map((it) => String(isObject(it) ? it.name : it));
  return names.map((name) => findLabel(repository, name) ?? makeLabel(exchange, repository, name));
}

function namedLabels(exchange: Exchange, repository: SimRepository): readonly SimLabel[] {
  const { body } = exchange;
  return labelsNamed(exchange, repository, Array.isArray(body) ? body : fieldsOf(body).labels);
}

function labelsOfIssue(exchange: Exchange, change: (issue: SimIssue, repository: SimRepository) => void) {
  const repository = trackerOf(exchange);
  const issue = issueOf(exchange, repository);
  const before = issue.labels;
  if (exchange.body !== undefined && !canTriage(repository, exchange.actor)) throw notFound();
  change(issue, repository);
  if (issue.labels !== before) issue.updatedAt = timeOf(exchange.world);
  return {
    status: 200,
    body: issue.labels.map((label) => renderLabel(exchange.bases, repository, label)),
  };
}

function announceLabel(
  exchange: Exchange,
  repository: SimRepository,
  issue: SimIssue,
  label: SimLabel,
): void {
  exchange.announce({
    ...{ event: 'issues', action: 'labeled', repository },
    fields: {
      issue: renderIssue(exchange.bases, repository, issue),
      label: renderLabel(exchange.bases, repository, label),
    },
  });
}

function writable(exchange: Exchange): SimRepository {
  const repository = repositoryOf(exchange);
  if (!canTriage(repository, exchange.actor)) throw notFound();
  return repository;
}

/** Case makes no difference; the Unicode form does. */
function findLabel({ labels }: SimRepository, name: string): SimLabel | undefined {
  return labels.find((label) => sameName(label.name, name.trim()));
}

function labelOf({ path }: Exchange, repository: SimRepository): SimLabel {
  const label = findLabel(repository, path.name ?? '');
  if (!label) throw notFound();
  return label;
}

function makeLabel({ world }: Exchange, repository: SimRepository, name: string): SimLabel {
  const label = { id: takeId(world), name: checkedName(name), color: 'ededed', description: null };
  repository.labels.push(label);
  return label;
}

function checkedName(name: string): string {
  const trimmed = name.trim();
  if (trimmed === '') throw invalid('Label', 'name', 'missing_field');
  if ([...trimmed].length > MAX_NAME_CHARS) throw invalid('Label', 'name', 'invalid');
  return trimmed;
}

function setFields(
  label: SimLabel,
  { color, description }: { readonly color: Json | undefined; readonly description: Json | undefined },
): void {
  if (typeof color === 'string') {
    if (!/^[0-9a-f]{6}$/i.test(color)) throw invalid('Label', 'color', 'invalid');
    label.color = color;
  }
  if (typeof description === 'string') {
    if ([...description].length > MAX_DESCRIPTION_CHARS) throw invalid('Label', 'description', 'invalid');
    label.description = description;
  }
}
