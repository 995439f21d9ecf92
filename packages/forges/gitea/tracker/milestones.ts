import type { IssueBackend } from '@fixpoint/issue-core/backend/port.ts';
import type { Milestone } from '@fixpoint/issue-core/model/label.ts';
import { z } from 'zod';
import type { TrackerClient } from './client.ts';
import { notFound, parseId } from './errors.ts';
import type { MilestoneIndex } from './milestone-index.ts';
import { Milestone as GiteaMilestone } from './schema.ts';
import { parseTitle } from './title.ts';

export function milestoneOperations(
  client: TrackerClient,
  index: MilestoneIndex,
): Pick<IssueBackend, 'listMilestones' | 'createMilestone' | 'updateMilestone' | 'deleteMilestone'> {
  return {
    async listMilestones() {
      const items = (await index.list()).map(toMilestone);
      return { items, next: null, total: items.length };
    },
    async createMilestone({ title, description = '', state = 'open', dueOn = null }, options) {
      const milestone = await client.request({
        method: 'POST',
        path: '/milestones',
        body: { title: parseTitle(title), description, state, due_on: endOf(dueOn) },
        schema: GiteaMilestone,
        signal: options?.signal,
      });
      index.forget();
      return toMilestone(milestone);
    },
    async updateMilestone(id, change, options) {
      const before = toMilestone(await read(id, options?.signal));
      // Gitea takes a day that is left out for one that is to go (`EditMilestone` in `routers/api/v1/repo/milestone.go`).
      const dueOn = change.dueOn === undefined ? before.dueOn : change.dueOn;
      const milestone = await client.request({
        method: 'PATCH',
        path: `/milestones/${before.id}`,
        body: {
          ...(change.title === undefined ? {} : { title: parseTitle(change.title) }),
          ...(change.description === undefined ? {} : { description: change.description }),
          ...(change.state === undefined ? {} : { state: change.state }),
          due_on: endOf(dueOn),
        },
        schema: GiteaMilestone,
        signal: options?.signal,
      });
      index.forget();
      return toMilestone(milestone);
    },
    async deleteMilestone(id, options) {
      const path = `/milestones/${(await read(id, options?.signal)).id}`;
      await client.request({ method: 'DELETE', path, schema: z.undefined(), signal: options?.signal });
      index.forget();
    },
  };

  /** Where no milestone has this id, Gitea takes one that has it for a title. */
  async function read(id: string, signal: AbortSignal | undefined): Promise<GiteaMilestone> {
    const path = `/milestones/${parseId('milestone', id)}`;
    const found = await client.request({ method: 'GET', path, schema: GiteaMilestone, signal });
    if (found.id !== Number(id)) throw notFound(`milestone ${id}`);
    return found;
  }
}

function toMilestone({ id, title, description, state, due_on }: GiteaMilestone): Milestone {
  return { id: String(id), title, description, state, dueOn: dayOf(due_on) };
}

function endOf(day: string | null): string | null {
  return day === null ? null : `${day}T23:59:59Z`;
}

/**
 * People's milestones are due at the last second of a day in the zone of the server, and those of the API at the instant
 * that was sent.
 */
function dayOf(time: string | null | undefined): string | null {
  if (!time) return null;
  return time.slice(11, 19) === '23:59:59' ? time.slice(0, 10) : new Date(time).toISOString().slice(0, 10);
}
