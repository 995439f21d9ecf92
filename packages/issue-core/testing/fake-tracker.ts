import { FixpointError } from '@fixpoint/contracts/errors.ts';
import {
  CAPABILITIES,
  type Capability,
  type CapabilityTable,
  type Support,
} from '../backend/capabilities.ts';
import type { ChangesPage, IssueBackend, Page } from '../backend/port.ts';
import type { Attachment } from '../model/comment.ts';
import { fold } from '../query/fold.ts';
import {
  AS_GIVEN,
  createTrackerState,
  type FakeFile,
  type Rewriting,
  type TrackerState,
} from './fake-tracker-state.ts';

export interface FakeTrackerOptions {
  /** Different for each, and part of every id. */
  readonly name: string;
  /** All `native` unless said otherwise. */
  readonly capabilities?: Partial<Record<Capability, Support>>;
  readonly rewriting?: Rewriting;
  /** Small, so that pages shift. */
  readonly pageSize?: number;
  /** Only these can be assigned; everybody where it is left out. */
  readonly people?: readonly string[];
  /** Whether it says with its changes what time it is. */
  readonly tellsTime?: boolean;
}

/** What happens to one call: an answer, or a 502 before or after the tracker did it. */
export type Fault = 'none' | '502-before' | '502-after';

export interface FakeTracker {
  readonly backend: IssueBackend;
  /** What people do there, past faults and counters. */
  readonly state: TrackerState;
  /** Called before every request; it may throw, and answers what happens to it. */
  onCall: (method: string) => Fault;
  readonly calls: string[];
  readable: boolean;
}

const OVERLAP_MS = 2_000;
const US = 'sync-bot';
const WRITES = /^(create|update|delete|save|add|remove)/;

export function isWrite(method: string): boolean {
  return WRITES.test(method);
}

/** A tracker in memory with the habits of real ones: whole seconds, shifting pages, lost answers, texts of its own. */
export function createFakeTracker(options: FakeTrackerOptions): FakeTracker {
  const { name, pageSize = 3 } = options;
  const state = createTrackerState(name, options.rewriting ?? AS_GIVEN);
  const capabilities = tableOf(options.capabilities ?? {});
  const tracker: FakeTracker = { backend: backend(), state, onCall: () => 'none', calls: [], readable: true };
  return tracker;

  async function call<T>(method: string, work: () => T): Promise<T> {
    tracker.calls.push(method);
    const fault = tracker.onCall(method);
    if (fault === '502-before') throw new FixpointError('FORGE_UNAVAILABLE', `${name} ${method}: 502`);
    if (!tracker.readable) throw new FixpointError('FORGE_NOT_FOUND', `${name} ${method}: 404`);
    const answer = work();
    if (fault === '502-after') throw new FixpointError('FORGE_UNAVAILABLE', `${name} ${method}: 502`);
    return answer;
  }

  function refuseStrangers(logins: readonly string[] = [], already = 0): void {
    const stranger = logins.find((login) => options.people && !options.people.includes(login));
    if (stranger) throw new FixpointError('FORGE_REFUSED', `${name}: 422 no such user ${stranger}`);
    if (capabilities['several-assignees'] === 'unsupported' && already + logins.length > 1) {
      throw new FixpointError('UNSUPPORTED', `${name}: one assignee only`);
    }
  }

  function remember<T extends { id: string }>(operationId: string | undefined, item: T): T {
    if (operationId !== undefined) state.operations.set(operationId, item.id);
    return item;
  }

  function backend(): IssueBackend {
    return {
      kind: `fake-${name}`,
      capabilities,
      check: () => call('check', () => ({ login: US, target: name, canWrite: true, version: null })),
      listIssues: ({ cursor }) => call('listIssues', () => page([...state.issues.values()], cursor)),
      getIssue: (number) => call('getIssue', () => state.issue(number)),
      createIssue: (issue, { operationId } = {}) =>
        call('createIssue', () => {
          refuseStrangers(issue.assignees);
          return remember(operationId, state.createIssue(US, issue));
        }),
      updateIssue: (number, change) =>
        call('updateIssue', () => {
          const { assignees } = state.issue(number);
          const leaving = new Set(change.removeAssignees ?? []);
          if (change.addAssignees) {
            refuseStrangers(change.addAssignees, assignees.filter((login) => !leaving.has(login)).length);
          }
          return state.updateIssue(number, change);
        }),
      deleteIssue: (number) => call('deleteIssue', () => state.deleteIssue(number)),
      findCreatedIssue: (operationId) =>
        call('findCreatedIssue', () => {
          const id = state.operations.get(operationId);
          return [...state.issues.values()].find((issue) => issue.id === id) ?? null;
        }),
      listComments: (number, cursor) =>
        call('listComments', () => {
          state.issue(number);
          return page(state.commentsOf(number), cursor);
        }),
      createComment: (number, body, { operationId } = {}) =>
        call('createComment', () => remember(operationId, state.createComment(US, number, body))),
      updateComment: (_, id, body) => call('updateComment', () => state.updateComment(id, body)),
      deleteComment: (_, id) => call('deleteComment', () => state.deleteComment(id)),
      findCreatedComment: (number, operationId) =>
        call('findCreatedComment', () => {
          const id = state.operations.get(operationId);
          return state.commentsOf(number).find((comment) => comment.id === id) ?? null;
        }),
      listLabels: (cursor) => call('listLabels', () => page([...state.labels.values()], cursor)),
      saveLabel: (label) =>
        call('saveLabel', () => {
          const written = { ...label, name: (options.rewriting ?? AS_GIVEN).label(label.name) };
          state.labels.set(fold(label.name), written);
          return written;
        }),
      renameLabel: () => notUsed('renameLabel'),
      deleteLabel: () => notUsed('deleteLabel'),
      listMilestones: (cursor) => call('listMilestones', () => page([...state.milestones.values()], cursor)),
      createMilestone: ({ title, description = '', state: at = 'open', dueOn = null }) =>
        call('createMilestone', () => {
          if (state.milestones.has(title)) throw new FixpointError('ALREADY_EXISTS', `${name} ${title}`);
          const milestone = { id: `${name}-${title}`, title, description, state: at, dueOn };
          state.milestones.set(title, milestone);
          return milestone;
        }),
      updateMilestone: () => notUsed('updateMilestone'),
      deleteMilestone: () => notUsed('deleteMilestone'),
      listUsers: () => notUsed('listUsers'),
      currentUser: () => call('currentUser', () => ({ id: US, login: US, name: null })),
      listLinks: (number) =>
        call('listLinks', () => {
          state.issue(number);
          return state.links.get(number) ?? [];
        }),
      addLink: (number, link) => call('addLink', () => state.setLink(number, link, true)),
      removeLink: (number, link) => call('removeLink', () => state.setLink(number, link, false)),
      listAttachments: (number) => attachments('listAttachments', () => filesOf(number).map(withoutBytes)),
      addAttachment: (number, file) =>
        attachments('addAttachment', () => withoutBytes(state.attach(number, file))),
      readAttachment: (number, id) =>
        attachments('readAttachment', () => {
          const file = filesOf(number).find((one) => one.id === id);
          if (file) return file.bytes;
          throw new FixpointError('FORGE_NOT_FOUND', `${name} file ${id}`);
        }),
      changedIssues: (cursor, size) =>
        call('changedIssues', () => changes([...state.issues.values()], cursor, size)),
      changedComments: (cursor, size) => {
        if (capabilities['comment-changes-since'] === 'unsupported') return notUsed('changedComments');
        return call('changedComments', () => changes([...state.comments.values()], cursor, size));
      },
      isReadable: async () => tracker.readable,
      close: () => Promise.resolve(),
    };
  }

  async function attachments<T>(method: string, work: () => T): Promise<T> {
    return capabilities.attachments === 'native' ? call(method, work) : notUsed(method);
  }

  function filesOf(number: number): readonly FakeFile[] {
    return state.filesOf(state.issue(number).number);
  }

  /** By offset, so that a page shifts when something before it goes. */
  function page<T>(items: readonly T[], cursor: string | null): Page<T> {
    const from = Number(cursor ?? 0);
    const next = from + pageSize < items.length ? String(from + pageSize) : null;
    return { items: items.slice(from, from + pageSize), next, total: null };
  }

  /** In the order of the stamps, so that an edit only moves an item on; a new scan overlaps with the one before. */
  function changes<T extends { id: string; updatedAt: string }>(
    items: readonly T[],
    cursor: string | null,
    size: number,
  ): ChangesPage<T> {
    const positionOf = ({ id, updatedAt }: T) => `${updatedAt} ${id.padStart(20)}`;
    const after = cursor ?? '';
    const behind = items
      .filter((item) => positionOf(item) > after)
      .toSorted((left, right) => (positionOf(left) < positionOf(right) ? -1 : 1));
    const found = behind.slice(0, Math.min(size, pageSize));
    const last = found.at(-1);
    const done = found.length === behind.length;
    const over = options.tellsTime ? { overUntil: earlier(state.now()) } : {};
    if (last && !done) return { items: found, cursor: positionOf(last), done, ...over };
    const stamp = last?.updatedAt ?? after.split(' ')[0];
    if (!stamp) return { items: found, cursor: after, done, ...over };
    return { items: found, cursor: last ? earlier(stamp) : stamp, done, ...over };
  }
}

function withoutBytes({ bytes: _, ...attachment }: FakeFile): Attachment {
  return attachment;
}

function earlier(stamp: string): string {
  return new Date(Date.parse(stamp) - OVERLAP_MS).toISOString();
}

async function notUsed(method: string): Promise<never> {
  throw new FixpointError('UNSUPPORTED', `${method} of a fake tracker.`);
}

function tableOf(given: Partial<Record<Capability, Support>>): CapabilityTable {
  const all = Object.fromEntries(CAPABILITIES.map((capability) => [capability, 'native']));
  // Every capability is a key of `all`; the type of `fromEntries` does not know.
  return { ...(all as Record<Capability, Support>), ...given };
}
