import { FixpointError } from '@fixpoint/contracts/errors.ts';
import type { IssueBackend } from '@fixpoint/issue-core/backend/port.ts';
import type { Milestone, MilestoneChange } from '@fixpoint/issue-core/model/label.ts';
import { fold } from '@fixpoint/issue-core/query/fold.ts';
import { z } from 'zod';
import { MAX_PAGE_SIZE } from '../../tracker/stable-pages.ts';
import type { GitHubClient } from './client.ts';
import { findInPages, readPageAt } from './pages.ts';
import { Milestone as GitHubMilestone } from './schema.ts';

type MilestoneOperations = Pick<
  IssueBackend,
  'listMilestones' | 'createMilestone' | 'updateMilestone' | 'deleteMilestone'
>;

const Milestones = z.array(GitHubMilestone);

/** A milestone is known by its number, which is its id here. */
export function milestoneOperations(client: GitHubClient): MilestoneOperations {
  return {
    listMilestones(cursor) {
      return readPageAt(cursor, (page) => readMilestones(client, page), toMilestone);
    },
    async createMilestone(milestone, { signal } = {}) {
      const { due_on, ...fields } = { title: milestone.title, ...fieldsOf(milestone) };
      const { data } = await client.call(
        `create milestone ${milestone.title}`,
        GitHubMilestone,
        // Creating takes no null, changing does, to take the date away.
        ({ issues }, repository) =>
          issues.createMilestone({ ...repository, ...fields, ...(due_on ? { due_on } : {}) }),
        signal,
      );
      return toMilestone(data);
    },
    async updateMilestone(id, change, { signal } = {}) {
      const { due_on, ...fields } = fieldsOf(change);
      // Null takes the date away, which octokit's types do not know.
      const date = due_on === undefined ? {} : { due_on: due_on as string };
      const { data } = await client.call(
        `change milestone ${id}`,
        GitHubMilestone,
        ({ issues }, repository) =>
          issues.updateMilestone({ ...repository, milestone_number: numberOf(id), ...fields, ...date }),
        signal,
      );
      return toMilestone(data);
    },
    async deleteMilestone(id, { signal } = {}) {
      await client.call(
        `delete milestone ${id}`,
        z.unknown(),
        ({ issues }, repository) => issues.deleteMilestone({ ...repository, milestone_number: numberOf(id) }),
        signal,
      );
    },
  };
}

/** @throws FixpointError FORGE_NOT_FOUND when no milestone has this title */
export async function milestoneNumber(client: GitHubClient, title: string): Promise<number> {
  const milestone = await findInPages(
    (page) => readMilestones(client, page),
    (it) => fold(it.title) === fold(title),
  );
  if (milestone) return milestone.number;
  throw new FixpointError('FORGE_NOT_FOUND', `There is no milestone "${title}".`);
}

function readMilestones(client: GitHubClient, page: number) {
  return client.call('list milestones', Milestones, ({ issues }, repository) =>
    issues.listMilestones({ ...repository, page, state: 'all', per_page: MAX_PAGE_SIZE }),
  );
}

function fieldsOf({ title, description, state, dueOn }: MilestoneChange) {
  return {
    ...(title === undefined ? {} : { title }),
    ...(description === undefined ? {} : { description }),
    ...(state === undefined ? {} : { state }),
    // GitHub keeps the day on which this time falls in California; noon is on the same day there.
    ...(dueOn === undefined ? {} : { due_on: dueOn === null ? null : `${dueOn}T12:00:00Z` }),
  };
}

function numberOf(id: string): number {
  if (/^\d{1,10}$/.test(id)) return Number(id);
  throw new FixpointError('FORGE_NOT_FOUND', `There is no milestone ${id.slice(0, 50)}.`);
}

function toMilestone({ number, title, description, state, due_on }: GitHubMilestone): Milestone {
  return {
    id: String(number),
    title,
    description: description ?? '',
    state,
    dueOn: due_on ? new Date(due_on).toISOString().slice(0, 10) : null,
  };
}
