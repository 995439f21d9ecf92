import type { Capability } from '../backend/capabilities.ts';
import type { IssueBackend, WriteOptions } from '../backend/port.ts';
import { applyChange, fieldsOfNew, type IssueFields } from '../local/apply-change.ts';
import type { Issue, IssueChange, NewIssue } from '../model/issue.ts';
import { factsNeeded, NO_FACTS } from '../query/facts-needed.ts';
import { fold } from '../query/fold.ts';
import { matches } from '../query/matches.ts';
import { compareIssues, type SortKeys } from '../query/sort.ts';
import { setLink } from './memory-links.ts';
import { found, hasOwn, type MemoryState, requireOwn } from './memory-state.ts';

type IssueOperations = Pick<
  IssueBackend,
  | 'listIssues'
  | 'getIssue'
  | 'createIssue'
  | 'updateIssue'
  | 'deleteIssue'
  | 'findCreatedIssue'
  | 'changedIssues'
>;

export function memoryIssues(state: MemoryState): IssueOperations {
  function issueOf(number: number): Issue {
    const issue = found(state.issues.get(number), `#${number}`);
    const parent = state.links.find(({ kind, source }) => kind === 'parent' && source === number);
    const comments = [...state.comments.values()].filter(({ issueNumber }) => issueNumber === number);
    return { ...issue, parent: parent?.target ?? null, commentCount: comments.length };
  }

  function save(number: number, fields: IssueFields, before: Partial<Issue>): Issue {
    const { parent, ...rest } = fields;
    const labels = rest.labels.map((name) => ensureLabel(state, name));
    const at = state.tick();
    state.issues.set(number, {
      id: `memory-${number}`,
      number,
      author: state.login,
      createdAt: at,
      url: null,
      ...before,
      ...rest,
      labels,
      parent: null,
      commentCount: 0,
      updatedAt: at,
      closedAt: rest.state === 'closed' ? (before.closedAt ?? at) : null,
    });
    if (parent !== (before.parent ?? null)) setParent(state, number, parent, before.parent ?? null);
    return issueOf(number);
  }

  function created(operationId: string): Issue | null {
    const number = Number(state.operations.get(`issue/${operationId}`));
    return state.issues.has(number) ? issueOf(number) : null;
  }

  return {
    async listIssues({ query, sort, pageSize, cursor }) {
      const { parent, links, blocked, claims } = factsNeeded(query);
      // What is not known here cannot leave an issue out: the caller filters again.
      const isSure =
        !(parent || links || blocked || claims) && state.capabilities['close-reason'] === 'native';
      const all = [...state.issues.keys()].map(issueOf).sort(compareIssues(sort));
      const fitting = isSure ? all.filter((issue) => matches(query, issue, NO_FACTS)) : all;
      return pageBehind(fitting, cursor, pageSize, compareIssues(sort));
    },
    async getIssue(number) {
      return issueOf(number);
    },
    async createIssue(issue: NewIssue, options?: WriteOptions) {
      options?.signal?.throwIfAborted();
      const operationId = options?.operationId;
      const standing = operationId === undefined ? null : created(operationId);
      if (standing) return standing;
      const fields = ownFields(state, fieldsOfNew(issue));
      if (fields.parent !== null) issueOf(fields.parent);
      const number = state.nextNumber();
      if (operationId !== undefined) state.operations.set(`issue/${operationId}`, String(number));
      return save(number, fields, {});
    },
    async updateIssue(number: number, change: IssueChange, options?: WriteOptions) {
      options?.signal?.throwIfAborted();
      const before = issueOf(number);
      const fields = ownFields(state, applyChange(before, change));
      return isSame(before, fields) ? before : save(number, fields, before);
    },
    async deleteIssue(number, options) {
      options?.signal?.throwIfAborted();
      requireOwn(state, 'delete-issue');
      issueOf(number);
      state.issues.delete(number);
      state.links = state.links.filter(({ source, target }) => source !== number && target !== number);
      for (const { id, issueNumber } of state.comments.values()) {
        if (issueNumber === number) state.comments.delete(id);
      }
    },
    async findCreatedIssue(operationId) {
      return created(operationId);
    },
    async changedIssues(cursor, pageSize) {
      requireOwn(state, 'changes-since');
      const changed = [...state.issues.keys()]
        .map(issueOf)
        .filter(({ updatedAt }) => cursor === null || updatedAt > cursor)
        .sort(compareIssues({ field: 'updated', descending: false }));
      const items = changed.slice(0, pageSize);
      return {
        items,
        cursor: items.at(-1)?.updatedAt ?? cursor ?? '',
        done: changed.length <= pageSize,
      };
    },
  };
}

/** Goes on behind the last issue that was given, wherever that stands now. */
function pageBehind(
  issues: readonly Issue[],
  cursor: string | null,
  pageSize: number,
  compare: (a: SortKeys, b: SortKeys) => number,
) {
  const last: SortKeys | null = cursor === null ? null : JSON.parse(cursor);
  const left = last === null ? issues : issues.filter((issue) => compare(issue, last) > 0);
  const items = left.slice(0, pageSize);
  const end = items.at(-1);
  const next = end && left.length > pageSize ? JSON.stringify(sortKeysOf(end)) : null;
  return { items, next, total: issues.length };
}

function sortKeysOf({ number, createdAt, updatedAt, priority }: Issue): SortKeys {
  return { number, createdAt, updatedAt, priority };
}

function isSame(issue: Issue, fields: IssueFields): boolean {
  return Object.entries(fields).every(
    ([name, value]) => JSON.stringify(issue[name as keyof IssueFields]) === JSON.stringify(value),
  );
}

/** The name as it was given first. */
function ensureLabel({ labels }: MemoryState, name: string): string {
  const label = labels.get(fold(name)) ?? { name, color: '#888888', description: '' };
  labels.set(fold(name), label);
  return label.name;
}

function setParent(state: MemoryState, number: number, parent: number | null, before: number | null): void {
  if (parent !== null) setLink(state, number, { kind: 'parent', number: parent }, true);
  else if (before !== null) setLink(state, number, { kind: 'parent', number: before }, false);
}

/** Without what is kept beside. @throws FixpointError UNSUPPORTED */
function ownFields(state: MemoryState, fields: IssueFields): IssueFields {
  if (fields.state === 'in_progress') requireOwn(state, 'in-progress');
  if (fields.assignees.length > 1) requireOwn(state, 'several-assignees');
  const own = <T>(capability: Capability, value: T | null) =>
    value !== null && hasOwn(state, capability) ? value : null;
  const milestone = own('milestones', fields.milestone);
  return {
    ...fields,
    closeReason: own('close-reason', fields.closeReason),
    type: own('type', fields.type),
    priority: own('priority', fields.priority),
    milestone: milestone === null ? null : titleOf(state, milestone),
    parent: own('parent', fields.parent),
  };
}

function titleOf({ milestones }: MemoryState, title: string): string {
  const milestone = [...milestones.values()].find((it) => fold(it.title) === fold(title));
  return found(milestone, `Milestone ${title}`).title;
}
