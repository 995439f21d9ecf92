import type { IssueBackend } from '@fixpoint/issue-core/backend/port.ts';
import type { Milestone, MilestoneChange } from '@fixpoint/issue-core/model/label.ts';
import { z } from 'zod';
import type { GitLabClient } from './client.ts';
import { parseId } from './errors.ts';
import type { MilestoneIndex } from './milestone-index.ts';
import { Milestone as GitLabMilestone } from './schema.ts';

export function milestoneOperations(
  client: GitLabClient,
  index: MilestoneIndex,
): Pick<IssueBackend, 'listMilestones' | 'createMilestone' | 'updateMilestone' | 'deleteMilestone'> {
  async function write(
    method: 'POST' | 'PUT',
    path: string,
    body: Readonly<Record<string, string>>,
    signal: AbortSignal | undefined,
  ): Promise<GitLabMilestone> {
    const milestone = await client.request({ method, path, body, schema: GitLabMilestone, signal });
    index.forget();
    return milestone;
  }

  return {
    async listMilestones() {
      const items = (await index.list()).map(toMilestone);
      return { items, next: null, total: items.length };
    },
    async createMilestone({ state, ...milestone }, { signal } = {}) {
      const made = await write('POST', '/milestones', fieldsOf(milestone), signal);
      if (state !== 'closed') return toMilestone(made);
      return toMilestone(await write('PUT', `/milestones/${made.id}`, { state_event: 'close' }, signal));
    },
    async updateMilestone(id, change, { signal } = {}) {
      const path = `/milestones/${parseId('milestone', id)}`;
      const before = await client.request({ method: 'GET', path, schema: GitLabMilestone, signal });
      const fields = { ...fieldsOf(change), ...stateEventOf(before, change) };
      if (Object.keys(fields).length === 0) return toMilestone(before);
      return toMilestone(await write('PUT', path, fields, signal));
    },
    async deleteMilestone(id, { signal } = {}) {
      const path = `/milestones/${parseId('milestone', id)}`;
      await client.request({ method: 'DELETE', path, schema: z.undefined(), signal });
      index.forget();
    },
  };
}

function fieldsOf({ title, description, dueOn }: MilestoneChange): Readonly<Record<string, string>> {
  return {
    ...(title === undefined ? {} : { title }),
    ...(description === undefined ? {} : { description }),
    // An empty one takes it away.
    ...(dueOn === undefined ? {} : { due_date: dueOn ?? '' }),
  };
}

/** GitLab refuses to close what is closed. */
function stateEventOf(before: GitLabMilestone, { state }: MilestoneChange): Readonly<Record<string, string>> {
  if (state === undefined || (state === 'closed') === (before.state === 'closed')) return {};
  return { state_event: state === 'closed' ? 'close' : 'activate' };
}

function toMilestone({ id, title, description, state, due_date }: GitLabMilestone): Milestone {
  return {
    id: String(id),
    title,
    description: description ?? '',
    state: state === 'closed' ? 'closed' : 'open',
    dueOn: due_date ?? null,
  };
}
