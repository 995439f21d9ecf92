import type { NewEvent } from '../coordination/event.ts';
import type { Tracker } from './api.ts';
import type { TrackerContext } from './context.ts';
import { readPages } from './read-pages.ts';
import { requireInTracker } from './support.ts';

const DEFAULT_LIMIT = 100;

type LabelOperations = Pick<
  Tracker,
  | 'listLabels'
  | 'saveLabel'
  | 'renameLabel'
  | 'deleteLabel'
  | 'listMilestones'
  | 'createMilestone'
  | 'updateMilestone'
  | 'deleteMilestone'
  | 'listUsers'
  | 'currentUser'
>;

/** What belongs to the tracker as a whole, and to no claim. */
export function labelOperations(context: TrackerContext): LabelOperations {
  const { backend, coordination } = context;
  const from = { actor: context.agent, backend: context.backendName, issue: null };

  async function report(event: NewEvent): Promise<void> {
    await coordination.append([event]);
  }

  return {
    async listLabels({ limit = DEFAULT_LIMIT, cursor } = {}) {
      const readPage = (page: string | null) => backend.listLabels(page);
      return readPages({ readPage, idOf: ({ name }) => name, hasExactTotal: true }, { limit, cursor });
    },
    async saveLabel(label) {
      const saved = await backend.saveLabel(label);
      await report({ ...from, type: 'label-saved', payload: { name: saved.name } });
      return saved;
    },
    async renameLabel(name, newName) {
      const renamed = await backend.renameLabel(name, newName);
      await report({ ...from, type: 'label-renamed', payload: { from: name, to: renamed.name } });
      return renamed;
    },
    async deleteLabel(name) {
      await backend.deleteLabel(name);
      await report({ ...from, type: 'label-deleted', payload: { name } });
    },
    async listMilestones({ limit = DEFAULT_LIMIT, cursor } = {}) {
      requireInTracker(context, 'milestones');
      const readPage = (page: string | null) => backend.listMilestones(page);
      return readPages({ readPage, idOf: ({ id }) => id, hasExactTotal: true }, { limit, cursor });
    },
    async createMilestone(milestone) {
      requireInTracker(context, 'milestones');
      const { id, title, ...rest } = await backend.createMilestone(milestone);
      await report({ ...from, type: 'milestone-saved', payload: { id, title } });
      return { id, title, ...rest };
    },
    async updateMilestone(id, change) {
      requireInTracker(context, 'milestones');
      const milestone = await backend.updateMilestone(id, change);
      await report({ ...from, type: 'milestone-saved', payload: { id, title: milestone.title } });
      return milestone;
    },
    async deleteMilestone(id) {
      requireInTracker(context, 'milestones');
      await backend.deleteMilestone(id);
      await report({ ...from, type: 'milestone-deleted', payload: { id } });
    },
    async listUsers({ limit = DEFAULT_LIMIT, cursor } = {}) {
      const readPage = (page: string | null) => backend.listUsers(page);
      return readPages({ readPage, idOf: ({ id }) => id, hasExactTotal: true }, { limit, cursor });
    },
    currentUser: () => backend.currentUser(),
  };
}
