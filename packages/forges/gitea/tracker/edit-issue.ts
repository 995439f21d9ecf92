import { FixpointError } from '@fixpoint/contracts/errors.ts';
import { markerOf, withMarker, withoutMarker } from '@fixpoint/issue-core/backend/marker.ts';
import type { IssueChange } from '@fixpoint/issue-core/model/issue.ts';
import { fold } from '@fixpoint/issue-core/query/fold.ts';
import { z } from 'zod';
import { type LabelPlan, planLabels } from '../../tracker/label-plan.ts';
import type { TrackerClient } from './client.ts';
import { notFound } from './errors.ts';
import type { LabelIndex } from './label-index.ts';
import type { MilestoneIndex } from './milestone-index.ts';
import { Issue, Labels } from './schema.ts';
import { parseTitle } from './title.ts';
import { assignableUsers } from './users.ts';

export interface IssueEditor {
  /** Brings the issue from what was read to what is wanted; null when that is how it is already. */
  edit(issue: Issue, change: IssueChange, signal?: AbortSignal): Promise<'done' | null>;
  /** @throws FixpointError FORGE_NOT_FOUND */
  milestoneId(title: string): Promise<number>;
}

interface ChangedFields {
  title?: string;
  body?: string;
  assignees?: readonly string[];
  milestone?: number;
  state?: 'open' | 'closed';
}

export function createIssueEditor(
  client: TrackerClient,
  labels: LabelIndex,
  milestones: MilestoneIndex,
): IssueEditor {
  async function milestoneId(title: string): Promise<number> {
    const [milestone] = await milestones.find(title);
    if (!milestone) throw notFound(`milestone ${JSON.stringify(title.slice(0, 100))}`);
    return milestone.id;
  }

  /** Gitea takes the whole list, and answers 500 to names that it does not know. */
  async function assigneesAfter(
    issue: Issue,
    { addAssignees = [], removeAssignees = [] }: IssueChange,
    signal?: AbortSignal,
  ): Promise<readonly string[] | null> {
    const now = issue.assignees.map(({ login }) => login);
    const goes = new Set(removeAssignees.map(fold));
    const comes = addAssignees.filter((login) => !now.some((it) => fold(it) === fold(login)));
    if (comes.length === 0 && !now.some((login) => goes.has(fold(login)))) return null;
    const assignable = comes.length === 0 ? [] : await assignableUsers(client, signal);
    const logins = comes.map((login) => {
      const user = assignable.find((it) => fold(it.login) === fold(login));
      if (user) return user.login;
      throw new FixpointError(
        'FORGE_REFUSED',
        `${JSON.stringify(login.slice(0, 100))} cannot be assigned; give them access to the repository.`,
      );
    });
    return [...now.filter((login) => !goes.has(fold(login))), ...logins];
  }

  /** Null is none, which Gitea calls 0. */
  function milestoneAfter(title: string | null): number | Promise<number> {
    return title === null ? 0 : milestoneId(title);
  }

  async function fieldsAfter(
    issue: Issue,
    change: IssueChange,
    plan: LabelPlan,
    signal?: AbortSignal,
  ): Promise<ChangedFields> {
    const fields: ChangedFields = {};
    const title = change.title === undefined ? issue.title : parseTitle(change.title);
    if (title !== issue.title) fields.title = title;
    const before = withoutMarker(issue.body ?? '');
    const { body = before } = change;
    if (body !== before) fields.body = carryMarker(issue, body);
    const assignees = await assigneesAfter(issue, change, signal);
    if (assignees) fields.assignees = assignees;
    const now = issue.milestone?.id ?? 0;
    const milestone = change.milestone === undefined ? now : await milestoneAfter(change.milestone);
    if (milestone !== now) fields.milestone = milestone;
    const state = plan.state === 'in_progress' ? 'open' : (plan.state ?? issue.state);
    if (state !== issue.state) fields.state = state;
    return fields;
  }

  async function addLabels(issue: Issue, names: readonly string[], signal?: AbortSignal): Promise<void> {
    const path = `/issues/${issue.number}/labels`;
    const isWanted = (label: { readonly name: string }) =>
      names.some((name) => fold(name.trim()) === fold(label.name));
    for (const isLastTry of [false, true]) {
      const ids = await labels.ensure(names, signal);
      const body = { labels: ids };
      const given = await client.request({ method: 'POST', path, body, schema: Labels, signal });
      const missing = names.filter((name) => !given.some((label) => fold(label.name) === fold(name.trim())));
      if (missing.length === 0) return;
      // An id was deleted, which Gitea passes over, or it has another name by now.
      labels.forget();
      const mistaken = given.filter((label) => ids.includes(label.id) && !isWanted(label));
      await removeLabels(
        issue.number,
        mistaken.filter(({ id }) => !issue.labels.some((label) => label.id === id)),
        signal,
      );
      if (isLastTry) {
        const dropped = missing.map((name) => JSON.stringify(name)).join(', ');
        throw new FixpointError(
          'FORGE_REFUSED',
          `#${issue.number}: the server does not take the labels ${dropped}.`,
        );
      }
    }
  }

  async function removeLabels(
    number: number,
    gone: readonly { readonly id: number }[],
    signal?: AbortSignal,
  ): Promise<void> {
    for (const { id } of gone) {
      const path = `/issues/${number}/labels/${id}`;
      await client.request({ method: 'DELETE', path, schema: z.undefined(), signal });
    }
  }

  return {
    milestoneId,
    async edit(issue, change, signal) {
      const plan = planLabels(
        issue.labels.map(({ name }) => name),
        change,
      );
      const fields = await fieldsAfter(issue, change, plan, signal);
      if (Object.keys(fields).length > 0) {
        const path = `/issues/${issue.number}`;
        const answer = await client.request({ method: 'PATCH', path, body: fields, schema: Issue, signal });
        refuseIgnored(answer, fields);
      }
      if (plan.add.length > 0) await addLabels(issue, plan.add, signal);
      const gone = issue.labels.filter(({ name }) => plan.remove.includes(name));
      await removeLabels(issue.number, gone, signal);
      return Object.keys(fields).length + plan.add.length + plan.remove.length > 0 ? 'done' : null;
    },
  };
}

/** The operation that created the issue stays to be found when its text is written anew. */
function carryMarker(issue: Issue, body: string): string {
  const before = issue.body ?? '';
  const operationId = markerOf(before.slice(withoutMarker(before).length));
  return operationId === null ? body : withMarker(body, operationId);
}

/** Gitea passes over assignees and milestones from those who may not write (`EditIssue` in `routers/api/v1/repo/issue.go`). */
function refuseIgnored(answer: Issue, fields: ChangedFields): void {
  const hasMilestone = fields.milestone === undefined || (answer.milestone?.id ?? 0) === fields.milestone;
  const logins = answer.assignees.map(({ login }) => login);
  const hasAssignees = fields.assignees?.every((login) => logins.includes(login)) ?? true;
  if (hasMilestone && hasAssignees) return;
  throw new FixpointError('FORGE_FORBIDDEN', `#${answer.number}: the server ignored assignees or milestone.`);
}
