import { FixpointError } from '@fixpoint/contracts/errors.ts';
import { fold } from '@fixpoint/issue-core/query/fold.ts';
import type { GitLabClient } from './client.ts';
import { quoted } from './errors.ts';
import type { IssueFields } from './issue-fields.ts';
import { Issue } from './schema.ts';

/**
 * Creates an issue; whatever cannot be set while creating (that it is closed) follows in a second request.
 *
 * @throws FixpointError FORGE_REFUSED when GitLab dropped something
 */
export async function createIssue(
  client: GitLabClient,
  fields: IssueFields & { readonly title: string },
  signal?: AbortSignal,
): Promise<Issue> {
  const { state_event, addLabels, removeLabels: _, ...rest } = fields;
  const labels = addLabels.length === 0 ? {} : { labels: addLabels.join(',') };
  const body = { ...parametersOf(rest), ...labels };
  const created = await client.request({ method: 'POST', path: '/issues', body, schema: Issue, signal });
  refuseDropped(`#${created.iid} was created, but`, created, { ...fields, removeLabels: [] });
  if (state_event !== 'close') return created;
  return changeIssue(client, created.iid, { state_event, addLabels: [], removeLabels: [] }, signal);
}

/**
 * Everything in one request, labels as deltas, so that nobody else's are lost.
 *
 * @throws FixpointError FORGE_REFUSED when GitLab dropped something
 */
export async function changeIssue(
  client: GitLabClient,
  number: number,
  fields: IssueFields,
  signal?: AbortSignal,
): Promise<Issue> {
  const { addLabels, removeLabels, ...rest } = fields;
  const body = {
    ...parametersOf(rest),
    ...(addLabels.length === 0 ? {} : { add_labels: addLabels.join(',') }),
    ...(removeLabels.length === 0 ? {} : { remove_labels: removeLabels.join(',') }),
  };
  const path = `/issues/${number}`;
  const changed = await client.request({ method: 'PUT', path, body, schema: Issue, signal });
  refuseDropped(`#${number}:`, changed, fields);
  return changed;
}

export function isNothing({ addLabels, removeLabels, ...rest }: IssueFields): boolean {
  return addLabels.length === 0 && removeLabels.length === 0 && Object.keys(rest).length === 0;
}

function parametersOf({ assignees, ...rest }: Omit<IssueFields, 'addLabels' | 'removeLabels'>) {
  // An empty list would be passed over.
  const ids = assignees?.length === 0 ? [0] : assignees?.map(({ id }) => id);
  return { ...rest, ...(ids === undefined ? {} : { assignee_ids: ids }) };
}

/**
 * Whoever may not set something has it dropped without a word, and so has who sets what the licence does not have (all
 * assignees but the first; of two labels of a scope the second), so the answer is compared with what was asked.
 */
function refuseDropped(what: string, answer: Issue, fields: IssueFields): void {
  const labels = new Set(answer.labels.map(fold));
  const assignees = new Set((answer.assignees ?? []).map(({ id }) => id));
  const { milestone_id: milestone, issue_type: type } = fields;
  const dropped = [
    ...fields.addLabels.filter((name) => !labels.has(fold(name))).map((name) => `label ${quoted(name)}`),
    ...fields.removeLabels
      .filter((name) => labels.has(fold(name)))
      .map((name) => `that ${quoted(name)} goes`),
    ...(fields.assignees ?? []).filter(({ id }) => !assignees.has(id)).map((it) => `assignee ${it.username}`),
    ...(milestone === undefined || milestone === (answer.milestone?.id ?? 0) ? [] : ['milestone']),
    ...(type === undefined || type === (answer.issue_type ?? 'issue') ? [] : [`type ${type}`]),
  ];
  if (dropped.length === 0) return;
  const reason = 'our user may not set it, or the licence does not have it';
  throw new FixpointError('FORGE_REFUSED', `${what} GitLab dropped ${dropped.join(', ')}; ${reason}.`);
}
