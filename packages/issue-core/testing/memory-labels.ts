import { FixpointError } from '@fixpoint/contracts/errors.ts';
import type { IssueBackend } from '../backend/port.ts';
import type { Milestone } from '../model/label.ts';
import { fold } from '../query/fold.ts';
import { found, type MemoryState, pageOf, requireOwn } from './memory-state.ts';

const PAGE_SIZE = 50;

type LabelOperations = Pick<
  IssueBackend,
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

export function memoryLabels(state: MemoryState): LabelOperations {
  const toUser = (login: string) => ({ id: `user-${login}`, login, name: null });

  /** Puts another name, or none, in the place of a label on every issue. */
  function replaceOnIssues(name: string, newName: string | null): void {
    for (const [number, issue] of state.issues) {
      const labels = issue.labels.flatMap((it) => {
        if (fold(it) !== fold(name)) return [it];
        return newName === null ? [] : [newName];
      });
      state.issues.set(number, { ...issue, labels });
    }
  }

  function saveMilestone(milestone: Milestone, oldTitle: string | null): Milestone {
    requireOwn(state, 'milestones');
    const taken = [...state.milestones.values()].some(
      ({ id, title }) => id !== milestone.id && fold(title) === fold(milestone.title),
    );
    if (taken) throw new FixpointError('ALREADY_EXISTS', `Milestone ${milestone.title}.`);
    state.milestones.set(milestone.id, milestone);
    if (oldTitle !== null) moveIssues(oldTitle, milestone.title);
    return milestone;
  }

  function moveIssues(oldTitle: string, title: string | null): void {
    for (const [number, issue] of state.issues) {
      if (issue.milestone === oldTitle) state.issues.set(number, { ...issue, milestone: title });
    }
  }

  return {
    async listLabels(cursor) {
      return pageOf([...state.labels.values()], cursor, PAGE_SIZE);
    },
    async saveLabel(label) {
      const name = state.labels.get(fold(label.name))?.name ?? label.name;
      const saved = { ...label, name };
      state.labels.set(fold(name), saved);
      return saved;
    },
    async renameLabel(name, newName) {
      const label = found(state.labels.get(fold(name)), `Label ${name}`);
      if (fold(name) !== fold(newName) && state.labels.has(fold(newName))) {
        throw new FixpointError('ALREADY_EXISTS', `Label ${newName}.`);
      }
      state.labels.delete(fold(name));
      const renamed = { ...label, name: newName };
      state.labels.set(fold(newName), renamed);
      replaceOnIssues(name, newName);
      return renamed;
    },
    async deleteLabel(name) {
      found(state.labels.get(fold(name)), `Label ${name}`);
      state.labels.delete(fold(name));
      replaceOnIssues(name, null);
    },
    async listMilestones(cursor) {
      requireOwn(state, 'milestones');
      return pageOf([...state.milestones.values()], cursor, PAGE_SIZE);
    },
    async createMilestone(milestone) {
      const id = `m${state.nextId()}`;
      return saveMilestone({ description: '', state: 'open', dueOn: null, ...milestone, id }, null);
    },
    async updateMilestone(id, change) {
      const before = found(state.milestones.get(id), `Milestone ${id}`);
      return saveMilestone({ ...before, ...change }, before.title);
    },
    async deleteMilestone(id) {
      const { title } = found(state.milestones.get(id), `Milestone ${id}`);
      state.milestones.delete(id);
      moveIssues(title, null);
    },
    async listUsers(cursor) {
      return pageOf(state.people.map(toUser), cursor, PAGE_SIZE);
    },
    async currentUser() {
      return toUser(state.login);
    },
  };
}
