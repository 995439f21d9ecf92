import type { Tracker } from '@fixpoint/issue-core/tracker/api.ts';
import { LabelAnswer, MilestoneAnswer, UserAnswer } from '@fixpoint/issue-core/wire/answers.ts';
import { z } from 'zod';
import type { ClientContext } from '../context.ts';
import { picked } from '../picked.ts';
import { readPages } from '../read-pages.ts';

const DEFAULT_LIMIT = 100;
const MILESTONE = ['title', 'description', 'state', 'dueOn'] as const;

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
export function labelOperations({ ask }: ClientContext): LabelOperations {
  return {
    listLabels: ({ limit = DEFAULT_LIMIT, cursor } = {}) =>
      readPages(ask, { path: ['labels'], item: LabelAnswer, limit, cursor }),
    saveLabel: ({ name, color, description }) =>
      ask({ method: 'PUT', path: ['labels', name], body: { color, description }, answer: LabelAnswer }),
    renameLabel: (name, newName) =>
      ask({ method: 'POST', path: ['labels', name, 'rename'], body: { name: newName }, answer: LabelAnswer }),
    deleteLabel: (name) => ask({ method: 'DELETE', path: ['labels', name], answer: z.undefined() }),
    listMilestones: ({ limit = DEFAULT_LIMIT, cursor } = {}) =>
      readPages(ask, { path: ['milestones'], item: MilestoneAnswer, limit, cursor }),
    createMilestone: (milestone) =>
      ask({
        method: 'POST',
        path: ['milestones'],
        body: picked(milestone, MILESTONE),
        answer: MilestoneAnswer,
      }),
    updateMilestone: (id, change) =>
      ask({
        method: 'PATCH',
        path: ['milestones', id],
        body: picked(change, MILESTONE),
        answer: MilestoneAnswer,
      }),
    deleteMilestone: (id) => ask({ method: 'DELETE', path: ['milestones', id], answer: z.undefined() }),
    listUsers: ({ limit = DEFAULT_LIMIT, cursor } = {}) =>
      readPages(ask, { path: ['users'], item: UserAnswer, limit, cursor }),
    currentUser: () => ask({ method: 'GET', path: ['users', 'current'], answer: UserAnswer }),
  };
}
