import { FixpointError } from '@fixpoint/contracts/errors.ts';
import { fold } from '@fixpoint/issue-core/query/fold.ts';
import { z } from 'zod';
import type { GitHubClient } from './client.ts';
import { labelNamed } from './labels.ts';
import { milestoneNumber } from './milestones.ts';
import type { ChangePlan } from './plan-change.ts';
import { Issue, Label } from './schema.ts';

export interface IssueWrites {
  create(issue: NewFields, signal?: AbortSignal): Promise<Issue>;
  /** Nothing to change sends nothing; so it is with the others. */
  patch(number: number, fields: PatchFields, signal?: AbortSignal): Promise<void>;
  addLabels(number: number, names: readonly string[], signal?: AbortSignal): Promise<void>;
  removeLabels(number: number, names: readonly string[], signal?: AbortSignal): Promise<void>;
  addAssignees(number: number, logins: readonly string[], signal?: AbortSignal): Promise<void>;
  removeAssignees(number: number, logins: readonly string[], signal?: AbortSignal): Promise<void>;
}

interface NewFields {
  readonly title: string;
  readonly body: string;
  readonly labels: readonly string[];
  readonly assignees: readonly string[];
  readonly milestone: string | null;
  readonly type: string | null;
}

type PatchFields = ChangePlan['patch'] & { readonly milestone?: string | null };

const Labels = z.array(Label);

/**
 * The single writes of an issue. Whoever may not set labels, people, milestone or type has them dropped without a word
 * (docs.github.com/rest/issues/issues), so the answers are compared with what was asked.
 *
 * @throws FixpointError FORGE_REFUSED when something was dropped
 */
export function issueWrites(client: GitHubClient): IssueWrites {
  return {
    async create({ title, body, labels, assignees, milestone, type }, signal) {
      const number = milestone === null ? null : await milestoneNumber(client, milestone);
      const names = await labelsNamed(client, labels);
      const { data } = await client.call(
        'create an issue',
        Issue,
        ({ issues }, repository) =>
          issues.create({
            ...repository,
            title,
            body,
            ...(names.length === 0 ? {} : { labels: names }),
            ...(assignees.length === 0 ? {} : { assignees: [...assignees] }),
            ...(number === null ? {} : { milestone: number }),
            ...(type === null ? {} : { type }),
          }),
        signal,
      );
      const what = `#${data.number} was created, but`;
      refuseDropped(
        what,
        labels,
        data.labels.map(({ name }) => name),
      );
      refuseDropped(what, assignees, loginsOf(data));
      refuseDropped(what, milestone === null ? [] : [milestone], [data.milestone?.title ?? '']);
      refuseDropped(what, type === null ? [] : [type], [data.type?.name ?? '']);
      return data;
    },
    async patch(number, { milestone, ...fields }, signal) {
      if (milestone === undefined && Object.keys(fields).length === 0) return;
      const title = milestone ?? null;
      const milestoneField =
        milestone === undefined
          ? {}
          : { milestone: title === null ? null : await milestoneNumber(client, title) };
      const { data } = await client.call(
        `change #${number}`,
        Issue,
        ({ issues }, repository) =>
          issues.update({ ...repository, issue_number: number, ...fields, ...milestoneField }),
        signal,
      );
      refuseDropped(`#${number}`, title === null ? [] : [title], [data.milestone?.title ?? '']);
      refuseDropped(`#${number}`, fields.type ? [fields.type] : [], [data.type?.name ?? '']);
    },
    async addLabels(number, names, signal) {
      if (names.length === 0) return;
      const labels = await labelsNamed(client, names);
      const { data } = await client.call(
        `add labels to #${number}`,
        Labels,
        ({ issues }, repository) => issues.addLabels({ ...repository, issue_number: number, labels }),
        signal,
      );
      refuseDropped(
        `#${number}`,
        names,
        data.map(({ name }) => name),
      );
    },
    async removeLabels(number, names, signal) {
      for (const name of names) {
        try {
          await client.call(
            `remove a label from #${number}`,
            z.unknown(),
            ({ issues }, repository) => issues.removeLabel({ ...repository, issue_number: number, name }),
            signal,
          );
        } catch (error) {
          // Somebody else was faster.
          if (!(error instanceof FixpointError) || error.code !== 'FORGE_NOT_FOUND') throw error;
        }
      }
    },
    async addAssignees(number, logins, signal) {
      if (logins.length === 0) return;
      const { data } = await client.call(
        `assign #${number}`,
        Issue,
        ({ issues }, repository) =>
          issues.addAssignees({ ...repository, issue_number: number, assignees: [...logins] }),
        signal,
      );
      refuseDropped(`#${number}`, logins, loginsOf(data));
    },
    async removeAssignees(number, logins, signal) {
      if (logins.length === 0) return;
      await client.call(
        `unassign #${number}`,
        Issue,
        ({ issues }, repository) =>
          issues.removeAssignees({ ...repository, issue_number: number, assignees: [...logins] }),
        signal,
      );
    },
  };
}

async function labelsNamed(client: GitHubClient, names: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (const name of names) found.push(await labelNamed(client, name));
  return found;
}

function loginsOf(issue: Issue): readonly string[] {
  return (issue.assignees ?? []).map(({ login }) => login);
}

function refuseDropped(what: string, wanted: readonly string[], got: readonly string[]): void {
  const present = new Set(got.map(fold));
  const dropped = wanted.filter((name) => !present.has(fold(name.trim())));
  if (dropped.length === 0) return;
  throw new FixpointError(
    'FORGE_REFUSED',
    `${what}: GitHub dropped ${dropped.join(', ')}; our user may not set them, or nobody can be assigned so.`,
  );
}
