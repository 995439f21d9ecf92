import type { IssueBackend, WriteOptions } from '../backend/port.ts';
import type { Label, Milestone } from '../model/label.ts';
import { fold } from '../query/fold.ts';
import { everyPage } from './every-page.ts';
import type { OperationLog } from './operations.ts';
import { otherSide, type PerSide, type Side } from './side.ts';

const DEFAULT_COLOR = '#ededed';

const NO_MODEL = { description: '', state: 'open', dueOn: null } as const;

/** Labels and milestones that an issue needs on this side, created as the other side has them. */
export interface TargetNames {
  /** @throws FixpointError FORGE_REFUSED and others of the backend */
  ensureLabel(name: string): Promise<void>;
  ensureMilestone(title: string): Promise<void>;
}

/** Each list is read once in a run, and only when something is to be written there. */
export function createTargetNames(
  backends: PerSide<IssueBackend>,
  side: Side,
  log: OperationLog,
  writing: WriteOptions,
): TargetNames {
  const target = backends[side];
  const source = backends[otherSide(side)];
  const targetLabels = lazily(() => labelsOf(target));
  const sourceLabels = lazily(() => labelsOf(source));
  const targetMilestones = lazily(() => milestonesOf(target));
  const sourceMilestones = lazily(() => milestonesOf(source));

  return {
    async ensureLabel(name) {
      const existing = await targetLabels.get();
      if (existing.has(fold(name))) return;
      const model = (await sourceLabels.get()).get(fold(name));
      log.add({ kind: 'create-label', on: side, name });
      const label = { name, color: model?.color ?? DEFAULT_COLOR, description: model?.description ?? '' };
      await targetLabels.orForget(() => target.saveLabel(label, writing));
      existing.set(fold(name), label);
    },
    async ensureMilestone(title) {
      const existing = await targetMilestones.get();
      if (existing.has(title)) return;
      const { description, state, dueOn } = (await sourceMilestones.get()).get(title) ?? NO_MODEL;
      log.add({ kind: 'create-milestone', on: side, title });
      const created = await targetMilestones.orForget(() =>
        target.createMilestone({ title, description, state, dueOn }, writing),
      );
      existing.set(title, created);
    },
  };
}

interface Lazy<T> {
  get(): Promise<T>;
  /** Whatever failed may have been done nevertheless: the list is read again before the next use. */
  orForget<R>(write: () => Promise<R>): Promise<R>;
}

function lazily<T>(read: () => Promise<T>): Lazy<T> {
  let known: T | null = null;
  return {
    async get() {
      known ??= await read();
      return known;
    },
    async orForget(write) {
      try {
        return await write();
      } catch (error) {
        known = null;
        throw error;
      }
    },
  };
}

async function labelsOf(backend: IssueBackend): Promise<Map<string, Label>> {
  const labels = await everyPage('labels', (cursor) => backend.listLabels(cursor));
  return new Map(labels.map((label) => [fold(label.name), label]));
}

async function milestonesOf(backend: IssueBackend): Promise<Map<string, Milestone>> {
  const milestones = await everyPage('milestones', (cursor) => backend.listMilestones(cursor));
  return new Map(milestones.map((milestone) => [milestone.title.trim(), milestone]));
}
